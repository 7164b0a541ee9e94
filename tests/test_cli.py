"""The command's contract: exit codes, what goes where, and messages that name the way out."""

import io
import os

import pytest

from cardwright import cli, options

GOOD = "---\nlicense: mit\ntags:\n- x\n---\n# Good\n\nA card.\n"
BAD = GOOD.replace("license: mit", "license: MIT")
ONE = ("--select", "license-unknown")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()  # no configuration is looked for above
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_exit_codes(capsys):
    assert cli.main(["check", "good.md", *ONE]) == 0
    assert cli.main(["check", "bad.md", *ONE]) == 1
    assert cli.main(["check", "bad.md", *ONE, "--fail-on", "never"]) == 0
    assert cli.main(["check", "absent.md"]) == 2
    assert cli.main(["check"]) == 3, "no card found"
    assert cli.main(["check", "--discover", "good.md"]) == 0, "the hook is silent when none is a card"
    assert cli.main([]) == 2 and cli.main(["--version"]) == 0 and cli.main(["check", "--help"]) == 0


def test_the_worst_exit_code_wins_and_the_others_are_checked(capsys):
    assert cli.main(["check", "absent.md", "bad.md", "gone.md", *ONE]) == 2
    out, err = capsys.readouterr()
    assert "bad.md:2:10: error:" in out
    assert err.splitlines()[0] == "cardwright: absent.md, gone.md: no such file or folder"


def test_a_file_given_twice_is_checked_once(folder, capsys):
    os.symlink("bad.md", folder / "link.md")
    assert cli.main(["check", "bad.md", "./bad.md", str(folder / "bad.md"), "link.md", *ONE]) == 1
    assert capsys.readouterr().out.endswith("1 error in 1 card; 1 fixable with --fix\n")


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--select", "licence-unknown"], "did you mean `license-unknown`?"),
        (["--ignore", "license-unknown,nonsense-x"], "no rule or family is called `nonsense-x`"),
        (["--output", "report.sarif"], "write FORMAT=FILE"),
        (["--output", "xml=report.xml"], "formats: text, json"),
        (["--config", "absent.toml"], "absent.toml: no such file"),
        (["--config", "."], ".: cannot be read: it is a folder"),
        (["--profile", "strickt"], "strickt"),
        (["--format", "yaml"], "yaml"),
        (["--fail-on", "errors"], "errors"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_usage_is_code_2_and_says_what_is_right(arguments, says, capsys):
    assert cli.main(["check", "good.md", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and says in err and "Traceback" not in err


@pytest.mark.parametrize("path", ["absent/out.json", ".", "good.md/out.json", "\0" if os.name == "nt" else "a" * 300])
def test_an_output_that_cannot_be_written_is_code_3_and_leaves_nothing(path, folder, capsys):
    before = sorted(os.listdir(folder))
    assert cli.main(["check", "good.md", *ONE, "--output", f"json={path}"]) == 3
    assert capsys.readouterr().err.startswith(f"cardwright: {path}: cannot be written: ")
    assert sorted(os.listdir(folder)) == before


def test_an_output_is_written_whole_and_the_terminal_has_its_own(folder, capsys):
    assert cli.main(["check", "bad.md", *ONE, "--output", "json=out.json"]) == 1
    assert (folder / "out.json").read_text(encoding="utf-8").startswith("{")
    assert capsys.readouterr().out.startswith("bad.md:2:10: error: ")
    assert oct((folder / "out.json").stat().st_mode & 0o777) == "0o644"


def test_an_output_follows_a_link_and_never_replaces_a_device(folder, capsys):
    os.symlink("real.json", folder / "link.json")
    os.symlink("/dev/null", folder / "null")
    assert cli.main(["check", "good.md", *ONE, "--output", "json=link.json", "--output", "json=null"]) == 0
    assert os.path.islink(folder / "link.json") and (folder / "real.json").exists()
    assert os.path.islink(folder / "null") and not os.path.isfile("/dev/null")


def test_standard_input_beside_a_file(monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(BAD.encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    assert cli.main(["check", "-", "bad.md", *ONE]) == 1
    out = capsys.readouterr().out
    assert "<stdin>:2:10:" in out and "bad.md:2:10:" in out and "2 errors in 2 cards" in out


def test_colour_only_where_it_is_asked_for(capsys, monkeypatch):
    cli.main(["check", "bad.md", *ONE])
    assert "\033" not in capsys.readouterr().out
    cli.main(["check", "bad.md", *ONE, "--color", "always"])
    assert "\033[1;31m" in capsys.readouterr().out


def test_explain_and_rules(capsys):
    assert cli.main(["explain", "license-unknown"]) == 0
    assert capsys.readouterr().out.startswith("license-unknown (metadata, error)\n")
    assert cli.main(["explain", "license-unknwn"]) == 2
    assert "did you mean `license-unknown`?" in capsys.readouterr().err
    for format in ("text", "json", "markdown"):
        assert cli.main(["rules", "--format", format]) == 0
        assert "license-unknown" in capsys.readouterr().out


def test_an_unforeseen_error_is_one_line_and_with_debug_a_traceback(monkeypatch, capsys):
    monkeypatch.setattr("cardwright.jobs.check_each", lambda *_: 1 / 0)
    assert cli.main(["check", "good.md"]) == 3
    assert capsys.readouterr().err.startswith("cardwright: internal error: ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        cli.main(["check", "good.md", "--debug"])


def test_the_examples_of_the_help_are_true(capsys):
    examples = [line.split("  ")[1] for line in options.CHECK_EXAMPLES.splitlines() if line.startswith("  cardwright check")]
    assert len(examples) >= 5
    for example in examples:
        assert cli.main([*example.split()[1:], "absent.md"]) == 2
        assert "absent.md: no such file" in capsys.readouterr().err, example


def test_an_option_that_is_none_leads_to_the_command_s_help(capsys):
    assert cli.main(["check", "--fixx", "good.md"]) == 2
    said = capsys.readouterr().err
    assert "--fixx; did you mean `--fix`?" in said and "`cardwright check --help`" in said
