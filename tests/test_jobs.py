"""Many cards: several processes say what one does, in the same order, and a process that dies is said."""

import json
import os
import sys
from pathlib import Path

import pytest

from cardwright import check, check_paths, cli, config
from cardwright.errors import CardwrightError
from cardwright.reporters import FORMATS

HERE = Path(__file__).parent
CARDS = sorted((HERE / "cases").rglob("bad-*.md"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for number, path in enumerate(CARDS):
        place = tmp_path / f"model-{number:03}"
        place.mkdir()
        (place / "README.md").write_bytes(path.read_bytes())
        (place / "config.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capsys, *arguments):
    code = cli.main(["check", *arguments])
    return code, capsys.readouterr()


@pytest.mark.parametrize("format", FORMATS)
def test_two_processes_write_the_same_bytes_as_one(folder, capsys, format):
    code, alone = output(capsys, "--format", format, ".", "absent")
    assert code == 2 and "absent" in alone.err and len(alone.out) > 1000
    for jobs in ("2", "3", "0"):
        assert output(capsys, "--format", format, "--jobs", jobs, ".", "absent") == (code, alone)


def test_the_cards_stand_in_the_order_of_their_paths(folder, capsys):
    _, captured = output(capsys, "--format", "json", "--jobs", "2", ".")
    report = json.loads(captured.out)
    paths = [finding["path"] for finding in report["findings"]]
    assert report["files"] == len(CARDS) and paths == sorted(paths)


def test_a_killed_process_is_said(folder, monkeypatch):
    if sys.platform != "linux":
        pytest.skip("the children are told to die by way of fork")
    parent = os.getpid()
    real = check.check_source

    def dies(origin, *rest):
        if os.getpid() != parent and origin.path.endswith(os.path.join("model-070", "README.md")):
            os.kill(os.getpid(), 9)
        return real(origin, *rest)

    monkeypatch.setattr(check, "check_source", dies)
    with pytest.raises(CardwrightError, match="killed"):
        check_paths(["."], config.Settings(), jobs=2)


def test_a_report_is_written_as_the_cards_come(folder, monkeypatch):
    """Nothing of a streamed report waits for the last card, so that memory stays flat."""
    from cardwright import reporters

    for format in ("text", "json"):
        reporter = reporters.reporter(format)
        report = check_paths(["model-001", "model-002"])
        assert reporter.card(report.findings[:1]).count(report.findings[0].rule) == 1
        assert reporter.card(()) == ""


def test_a_wrong_number_of_processes(capsys):
    assert output(capsys, "--jobs", "-1", ".")[0] == 2
    assert output(capsys, "--jobs", "many", ".")[0] == 2
