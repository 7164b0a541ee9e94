"""A baseline: what is known stays silent wherever it moves, what is new does not."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import assets, baseline, check, cli, config, rules, source

CARD = """\
---
license: MIT
tags:
- x
- x
---

# Otter

By [Your Name] and [Your Name], 2 TBD

### Limits

- **Contact:** [Your Email]
- **Contact:** [Your Email]

| a | b |
|---|---|
| [Value] | [Value] |

## Empty

## Uses

A [link]() and another [link]().
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "MODEL_CARD.md").write_text(CARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check_json(capsys, *arguments):
    code = cli.main(["check", "--format", "json", *arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_written_once_only_what_is_new_is_reported(folder, capsys):
    assert cli.main(["check", "model"]) == 1
    capsys.readouterr()
    assert cli.main(["baseline", "model"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("cardwright-baseline.json: ") and out.endswith(" findings of 1 card written\n") and err == ""
    written = (folder / "cardwright-baseline.json").read_text(encoding="utf-8")
    document = json.loads(written)
    jsonschema.validate(document, assets.load_json("schemas/baseline.schema.json"))
    assert {entry["path"] for entry in document["findings"]} == {"model/MODEL_CARD.md"}
    code, report, err = check_json(capsys, "model", "--baseline", "cardwright-baseline.json")
    known = sum(entry["count"] for entry in document["findings"])
    assert (code, report["findings"], report["baseline"], err) == (0, [], {"known": known, "unused": 0}, "")
    jsonschema.validate(report, assets.load_json("schemas/report.schema.json"))
    assert cli.main(["check", "model", "--baseline", "cardwright-baseline.json"]) == 0
    assert capsys.readouterr().out == f"no findings in 1 card ({known} known from the baseline)\n"
    assert cli.main(["baseline", "model"]) == 0
    assert (folder / "cardwright-baseline.json").read_text(encoding="utf-8") == written


def test_equal_findings_are_counted_and_one_more_is_new(folder, capsys):
    cli.main(["baseline", "model"])
    more = CARD.replace("## Empty", "- **Contact:** [Your Email]\n\n## Empty")
    (folder / "model" / "MODEL_CARD.md").write_text(more, encoding="utf-8")
    capsys.readouterr()
    code, report, _ = check_json(capsys, "model", "--baseline", "cardwright-baseline.json")
    assert code == 1 and [(f["rule"], f["line"]) for f in report["findings"]] == [("bracket-placeholder", 21)]


def test_what_no_longer_occurs_is_said_in_one_line(folder, capsys):
    cli.main(["baseline", "model"])
    (folder / "model" / "MODEL_CARD.md").write_text(CARD.replace("license: MIT", "license: mit"), encoding="utf-8")
    capsys.readouterr()
    code, report, err = check_json(capsys, "model", "--baseline", "cardwright-baseline.json")
    assert code == 0 and report["baseline"]["unused"] == 1
    assert err == "baseline: 1 entry no longer occurs; `cardwright baseline` writes it without\n"
    _, report, err = check_json(capsys, "model", "--baseline", "cardwright-baseline.json", "--select", "placeholders")
    assert report["baseline"]["unused"] == 0 and err == "", "rules that did not run are not judged"
    (folder / "other.md").write_text(CARD, encoding="utf-8")
    _, report, _ = check_json(capsys, "other.md", "--baseline", "cardwright-baseline.json")
    assert report["baseline"]["unused"] == 0 and report["findings"], "a card that was not looked at is not judged"
    (folder / "model" / "MODEL_CARD.md").unlink()
    _, report, err = check_json(capsys, "other.md", "--baseline", "cardwright-baseline.json")
    assert report["baseline"]["unused"] > 5 and "entries no longer occur" in err


def test_the_configuration_names_it_from_its_own_folder(folder, capsys, monkeypatch):
    (folder / "cardwright.toml").write_text('baseline = "known/cards.json"\n', encoding="utf-8")
    (folder / "known").mkdir()
    assert cli.main(["check", "model"]) == 2, "it is not there yet"
    assert "there is no such baseline" in capsys.readouterr().err
    assert cli.main(["baseline", "model"]) == 0
    monkeypatch.chdir(folder / "model")
    assert cli.main(["check", "MODEL_CARD.md"]) == 0
    entries = json.loads((folder / "known" / "cards.json").read_text(encoding="utf-8"))["findings"]
    assert {entry["path"] for entry in entries} == {"../model/MODEL_CARD.md"}


@pytest.mark.parametrize(
    "content, says",
    [
        (None, "there is no such baseline"),
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("\udcff", "it is not JSON"),
        ("[]", "not a baseline of cardwright's"),
        ('{"version": 1}', "not a baseline of cardwright's"),
        ('{"version": 2, "tool": "cardwright", "findings": []}', "another version"),
        ('{"version": 1, "tool": "cardwright"}', "`findings` is missing"),
        ('{"version": 1, "tool": "cardwright", "findings": [{"path": "a", "rule": "b", "message": "", "fingerprint": "", "count": 1}]}', "32 hexadecimal"),
        ('{"version": 1, "tool": "cardwright", "findings": [{"path": "a", "rule": "b", "message": "", "fingerprint": "0", "count": "1"}]}', "findings[0]"),
    ],
)  # fmt: skip
def test_a_broken_baseline_is_code_2_and_one_line(content, says, folder, capsys):
    if content is not None:
        (folder / "b.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert cli.main(["check", "model", "--baseline", "b.json"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and says in err and len(err.splitlines()) == 2 and "Traceback" not in err


def test_within_a_folder_no_baseline_outside_is_read(folder, capsys):
    cli.main(["baseline", "model"])
    assert cli.main(["check", "model", "--within", "model", "--baseline", "cardwright-baseline.json"]) == 2
    assert "outside the folder" in capsys.readouterr().err
    os.symlink("../cardwright-baseline.json", folder / "model" / "link.json")
    assert cli.main(["check", "model", "--within", "model", "--baseline", "model/link.json"]) == 2


def findings(text: str):
    return check.check_source(source.decode("README.md", text.encode()), config.Settings(), rules.chosen())


def new(text: str, known: str):
    document = json.loads(baseline.write(findings(known), "b.json"))
    return baseline.Baseline(document["findings"], ".").new("README.md", findings(text))


@given(
    st.lists(st.tuples(st.integers(6, 24), st.sampled_from(["", "More text, said later.", "> A quotation."])), max_size=5),
    st.booleans(),
)
def test_lines_that_move_are_known(insertions, windows):
    lines = CARD.split("\n")
    for at, text in sorted(insertions, reverse=True):
        if not lines[at]:  # between blocks
            lines[at:at] = ["", text, ""]
    assert new(("\r\n" if windows else "\n").join(lines), CARD) == []


FAULTS = {"bracket-placeholder": "By [Your Email].", "empty-link": "See [that](...).", "filler-text": "To be filled"}


@given(st.integers(6, 24), st.sampled_from(sorted(FAULTS)))
def test_one_more_fault_is_exactly_one_more_finding(at, rule):
    lines = CARD.split("\n")
    if not lines[at]:
        lines[at:at] = ["", FAULTS[rule], ""]
        said = new("\n".join(lines), CARD)
        assert [finding.rule for finding in said] == [rule]


def test_an_indented_line_is_known():
    assert new(CARD.replace("- **Contact:**", "  - **Contact:**").replace("### Limits", "###   Limits"), CARD) == []


def test_the_readme_s_examples_are_what_the_command_prints(folder, capsys, monkeypatch):
    root = Path(__file__).parent.parent
    readme = (root / "README.md").read_text(encoding="utf-8")
    monkeypatch.chdir(root)
    out = str(folder / "known.json")
    for command in (
        ["baseline", "examples", "--output", out],
        ["check", "examples", "--baseline", out],
        ["check", "--progress", "examples/broken-model/README.md"],
    ):
        cli.main(command)
        assert capsys.readouterr().out.replace(out, "cardwright-baseline.json") in readme


def test_the_action_uses_the_baseline_of_the_configuration(folder, capsys, monkeypatch):
    from cardwright import action

    (folder / "cardwright.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert cli.main(["baseline", "model"]) == 0
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.setenv("GITHUB_OUTPUT", str(folder / "out"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary"))
    monkeypatch.setenv("INPUT_PATHS", "model")
    monkeypatch.setattr(action, "_become_owner", lambda workspace: None)
    assert action.main() == 0
    assert "errors=0\n" in (folder / "out").read_text(encoding="utf-8")
