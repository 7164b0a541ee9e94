"""`--fix`, `--diff` and `--unsafe-fixes` on the command line: what is written, what is said, and with which exit code."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys

import pytest

from cardwright import cli
from cardwright.mending import fix

CARD = "---\r\nlicense: MIT # why\r\ntags: [a, a, 'license:mit']\r\n---\r\n# A model\r\nno end"
FIXED = CARD.replace("MIT", "mit").replace("a, a", "a")
BOTH = FIXED.replace(", 'license:mit'", "")
ONE = ("--profile=none",)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()  # no configuration is looked for above
    (tmp_path / "README.md").write_bytes(CARD.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(path="README.md"):
    with open(path, "rb") as file:
        return file.read().decode()


def test_fix_writes_and_reports_what_is_left(folder, capsys):
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 0
    out, err = capsys.readouterr()
    assert text() == FIXED and err == ""
    assert out.splitlines()[-1] == "1 note in 1 card; 2 fixed; 1 fixable with --fix --unsafe-fixes"
    assert "[tag-reserved]" in out and "[license-unknown]" not in out
    assert cli.main(["check", "--fix", "--unsafe-fixes", "README.md", *ONE]) == 0
    assert text() == BOTH and capsys.readouterr().out == "no findings in 1 card; 1 fixed\n"
    assert sorted(os.listdir()) == [".git", "README.md"], "no temporary file is left"


def test_without_fix_nothing_is_written(capsys):
    before = os.stat("README.md")
    assert cli.main(["check", "README.md", *ONE]) == 1
    end = capsys.readouterr().out.splitlines()[-1]
    assert end == "1 error, 2 notes in 1 card; 2 fixable with --fix and 1 more with --unsafe-fixes"
    assert os.stat("README.md") == before


def test_the_exit_code_is_by_what_is_left(folder):
    (folder / "README.md").write_text("---\nlicense: MIT\nlanguage: klingon\n---\n# A\n", encoding="utf-8")
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 1
    assert "license: mit" in text()


def test_a_card_without_a_fix_is_not_touched():
    cli.main(["check", "--fix", "README.md", *ONE])
    before = os.stat("README.md")
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 0
    assert os.stat("README.md") == before


def test_diff_writes_nothing_and_can_be_applied(folder, capsys):
    assert cli.main(["check", "--diff", "--unsafe-fixes", "README.md", *ONE]) == 1
    patch = capsys.readouterr().out
    assert text() == CARD
    (folder / "fix.patch").write_bytes(patch.encode())
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-p0", "fix.patch"], check=True)
    assert text() == BOTH
    assert cli.main(["check", "--diff", "--unsafe-fixes", "README.md", *ONE]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("changes", [[0], [59], [0, 59], [3, 30], [1, 2, 3]])
@pytest.mark.skipif(not shutil.which("patch"), reason="patch is not installed")
def test_diffs_of_long_cards_can_be_applied(folder, capsys, changes):
    tags = [f"t{number}" for number in range(60)]
    lines = [f"- {tag}\n" * (2 if index in changes else 1) for index, tag in enumerate(tags)]
    (folder / "README.md").write_text("---\ntags:\n" + "".join(lines) + "---\nend", encoding="utf-8")
    assert cli.main(["check", "--diff", "README.md", *ONE]) == 1
    ran = subprocess.run(["patch", "-p0", "--fuzz=0"], input=capsys.readouterr().out, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stdout
    assert text() == "---\ntags:\n" + "".join(f"- {tag}\n" for tag in tags) + "---\nend"


def test_a_change_too_long_to_compare_is_one_hunk(folder, capsys):
    body = "".join(f"line {number}\n" for number in range(3000))
    comment = "<!-- Provide the basic links for the model. -->\n\n"
    (folder / "README.md").write_text(f"---\nlicense: MIT\n---\n{body}\n{comment}Text.\n", encoding="utf-8")
    assert cli.main(["check", "--diff", "README.md", *ONE]) == 1
    patch = capsys.readouterr().out
    assert patch.count("@@ -") == 1
    ran = subprocess.run(["git", "apply", "-p0", "--unsafe-paths"], input=patch, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert text() == f"---\nlicense: mit\n---\n{body}\nText.\n"


def test_colour_of_a_diff(capsys):
    cli.main(["check", "--diff", "--color=always", "README.md", *ONE])
    coloured = capsys.readouterr().out
    assert "\033[32m+license: mit" in coloured and "\033[31m-license: MIT" in coloured
    cli.main(["check", "--diff", "README.md", *ONE])
    assert "\033" not in capsys.readouterr().out


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "cardwright", "check", *arguments, *ONE], capture_output=True, **options)


def test_standard_input_is_filtered():
    ran = run("--fix", "-", input=CARD.encode())
    assert ran.stdout == FIXED.encode() and ran.returncode == 0
    assert b"1 note in 1 card; 2 fixed" in ran.stderr
    ran = run("--fix", "-", input=FIXED.encode())
    assert ran.stdout == FIXED.encode(), "a card without a fix goes through"
    ran = run("--fix", "-", "--format=json", input=CARD.encode())
    assert ran.stdout == FIXED.encode() and json.loads(ran.stderr)["fixed"] == 2
    ran = run("--diff", "-", input=CARD.encode())
    assert ran.returncode == 1 and ran.stdout.startswith(b"--- <stdin>\n") and b"+license: mit # why\r\n" in ran.stdout
    assert run("--fix", "-", input=b"a\0b").stdout == b""


def test_a_link_is_followed_and_the_mode_is_kept(folder):
    (folder / "real").mkdir()
    shutil.move("README.md", "real/card.md")
    os.chmod("real/card.md", 0o640)
    os.symlink("real/card.md", "README.md")
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 0
    assert os.path.islink("README.md") and text("real/card.md") == FIXED
    assert stat.S_IMODE(os.stat("real/card.md").st_mode) == 0o640


def test_within_keeps_inside(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "README.md"
    outside.write_bytes(CARD.encode())
    (folder / "sub").mkdir()
    os.symlink(outside, folder / "sub" / "README.md")
    shutil.move("README.md", "sub/MODEL_CARD.md")
    os.symlink("MODEL_CARD.md", "sub/MODEL_CARD_B.md")
    assert cli.main(["check", "--fix", "--within=sub", "sub", *ONE]) == 0
    assert cli.main(["check", "--fix", "--within=sub", "sub/README.md", *ONE]) == 1, "the link is unreadable"
    assert outside.read_bytes() == CARD.encode()
    assert text("sub/MODEL_CARD.md") == FIXED and os.path.islink("sub/MODEL_CARD_B.md")


def test_a_file_that_changed_meanwhile_is_left_alone(folder, capsys, monkeypatch):
    real = fix.fixed

    def slow(origin, *rest):
        outcome = real(origin, *rest)
        (folder / "README.md").write_text("somebody's new text\n", encoding="utf-8")
        return outcome

    monkeypatch.setattr(fix, "fixed", slow)
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 3
    out, err = capsys.readouterr()
    assert text() == "somebody's new text\n"
    assert "README.md: it was changed while it was checked; nothing was written" in err
    assert "[license-unknown]" in out and "fixed" not in out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_not_be_written(folder, capsys):
    os.chmod("README.md", 0o444)
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 3
    assert text() == CARD and "README.md: cannot be written: permission denied" in capsys.readouterr().err


def test_one_card_that_fails_does_not_stop_the_others(folder, monkeypatch):
    (folder / "two.md").write_bytes(CARD.encode())
    from cardwright.errors import CardwrightError
    from cardwright.mending import fixing

    real = fixing.save

    def save(origin, outcome, within):
        if origin.path == "README.md":
            raise CardwrightError("README.md: cannot be written: no space left on device")
        real(origin, outcome, within)

    monkeypatch.setattr(fixing, "save", save)
    assert cli.main(["check", "--fix", "README.md", "two.md", *ONE]) == 3
    assert text("two.md") == FIXED and text() == CARD


def test_a_fix_that_was_taken_back_is_told(folder, capsys):
    (folder / "README.md").write_text("---\nlicense: Other\n---\n# A\n", encoding="utf-8")
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 1
    err = capsys.readouterr().err
    assert err.startswith("README.md:2:10: 1 fix was left out (license-unknown): it would have led to: ")
    assert err.endswith("[license-unnamed]\n") and err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["--diff", "--format=json"], "--diff prints a patch and no report in json"),
    ],
)
def test_options_that_do_not_go_together(arguments, says, capsys):
    assert cli.main(["check", *arguments, "README.md"]) == 2
    assert says in capsys.readouterr().err and text() == CARD


def test_reports_say_what_can_be_fixed(folder, capsys):
    cli.main(["check", "README.md", "--format=json", *ONE])
    assert [finding["fix"] for finding in json.loads(capsys.readouterr().out)["findings"]] == ["safe", "safe", "unsafe"]
    cli.main(["check", "README.md", "--format=sarif", *ONE])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    change = results[0]["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"] == results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    region = {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 13}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "mit"}}]


def test_sarif_columns_are_code_points(folder, capsys):
    (folder / "README.md").write_text("---\ntags: [😀é, b, b]\n---\n# A\n", encoding="utf-8")
    cli.main(["check", "README.md", "--format=sarif", *ONE])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    region = result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert (region["startColumn"], region["endColumn"]) == (13, 16)


def test_a_byte_order_mark_has_no_place_in_sarif(folder, capsys):
    (folder / "README.md").write_text("\ufeff---\nlicense: mit\n---\n# A\n", encoding="utf-8")
    cli.main(["check", "README.md", "--format=sarif", *ONE])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["ruleId"] == "byte-order-mark" and "fixes" not in result


def test_reports_to_files_beside_a_diff(capsys):
    assert cli.main(["check", "--diff", "README.md", "--output=json=report.json", *ONE]) == 1
    assert capsys.readouterr().out.startswith("--- README.md\n")
    assert len(json.loads(text("report.json"))["findings"]) == 3, "the card as it is"


def test_a_terminal_is_shown_nothing_harmful(folder, monkeypatch):
    class Terminal(io.StringIO):
        isatty = lambda self: True

    (folder / "README.md").write_text("---\nlicense: MIT\n---\n# A \u202e\x1b[2J\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", shown := Terminal())
    cli.main(["check", "--diff", "--color=never", "README.md", "--select=license-unknown"])
    assert "+license: mit" in shown.getvalue() and "\x1b" not in shown.getvalue() and "\u202e" not in shown.getvalue()


def test_a_suppressed_finding_is_not_mended(folder, capsys):
    (folder / "README.md").write_text(CARD.replace("# why", "# cardwright: ignore license-unknown"), encoding="utf-8", newline="")
    assert cli.main(["check", "--fix", "README.md", *ONE]) == 0
    assert "license: MIT # cardwright: ignore license-unknown\r\ntags: [a, 'license:mit']" in text()
    assert capsys.readouterr().out.splitlines()[-1].endswith("1 fixed; 1 fixable with --fix --unsafe-fixes")


def test_what_a_baseline_knows_is_mended_too(folder, capsys):
    """A known finding is a debt; the report stays silent about it, and says when its entry can go."""
    cli.main(["baseline", "README.md", *ONE])
    capsys.readouterr()
    assert cli.main(["check", "--fix", "--baseline=cardwright-baseline.json", "README.md", *ONE]) == 0
    out, err = capsys.readouterr()
    assert text() == FIXED and "[" not in out.partition("\n")[0]
    assert "baseline: 2 entries no longer occur" in err


@pytest.mark.parametrize("jobs", ["0", "1", "3"])
def test_fixing_takes_one_process_whatever_was_asked_for(folder, jobs, capsys):
    names = [f"MODEL_CARD_{number}.md" for number in range(5)]
    for name in names:
        (folder / name).write_bytes(CARD.encode())
    assert cli.main(["check", "--fix", "--jobs", jobs, *names, *ONE]) == 0
    assert {text(name) for name in names} == {FIXED}
    assert "10 fixed" in capsys.readouterr().out
