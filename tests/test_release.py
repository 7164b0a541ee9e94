"""A tag becomes a verified set of models: step by step, with a journal, over the loopback Hub."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tinymodels
from hub import Hub

pytest.importorskip("huggingface_hub")

from huggingface_hub import constants  # noqa: E402

from cardwright import cli, release, releaseaction  # noqa: E402
from cardwright.errors import UsageError  # noqa: E402
from cardwright.release import Journal, Step  # noqa: E402

TOKEN = "hf_" + "Qz7Lw2Xk9V" * 3 + "p4Tn"  # of the loopback Hub alone


def test_what_is_finished_is_not_done_again(tmp_path):
    done = []
    steps = lambda b="b": [Step("one", "a", lambda: done.append("one")), Step("two", b, lambda: done.append("two"))]
    assert release.carried_out(steps(), Journal(tmp_path), lambda text: None) == ("", 0)
    assert release.carried_out(steps(), Journal(tmp_path), lambda text: None) == ("", 0)
    assert done == ["one", "two"]
    release.carried_out(steps("c"), Journal(tmp_path), lambda text: None)
    assert done == ["one", "two", "two"], "with other inputs it is another step"


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_a_step_that_was_killed_is_done_again_and_those_before_it_not(end, tmp_path):
    done = []

    def dies():
        raise end

    first = Step("one", "a", lambda: done.append("one"))
    with pytest.raises(end):
        release.carried_out([first, Step("two", "b", dies)], Journal(tmp_path), lambda text: None)
    assert release.carried_out([first, Step("two", "b", lambda: done.append("two"))], Journal(tmp_path), lambda text: None) == (
        "",
        0,
    )
    assert done == ["one", "two"]


def test_a_step_that_fails_stops_it(tmp_path):
    steps = [Step("one", "a", lambda: 1), Step("two", "b", lambda: pytest.fail("it goes on"))]
    assert release.carried_out(steps, Journal(tmp_path), lambda text: None) == ("one", 1)
    assert not Journal(tmp_path).has(steps[0])


def test_a_step_with_a_fault_of_ours_is_named(tmp_path):
    def breaks():
        raise ZeroDivisionError

    said = []
    with pytest.raises(ZeroDivisionError):
        release.carried_out([Step("one", "a", breaks)], Journal(tmp_path), said.append)
    assert said == ["one\n", "stopped at: one; the same command goes on from there\n"]


LOG = """\
quantize int8: finished before
measure
int8: quality
::error title=cardwright::the model takes 64 tokens%0A  give --window 64
stopped at: measure; the same command goes on from there
"""


def test_the_summary_of_the_action_tells_where_and_why_it_stopped():
    assert releaseaction.stopped(LOG) == ("measure", ["int8: quality", "the model takes 64 tokens", "  give --window 64"])
    assert releaseaction.stopped("no such thing\n") == ("", ["no such thing"])


@pytest.mark.parametrize(
    ("inputs", "more"),
    [
        ({}, []),
        ({"schemes": "int8,int4", "dry-run": "true"}, ["--scheme", "int8,int4", "--dry-run"]),
        ({"variant-repos": "TRUE", "dry-run": "false"}, ["--variant-repos"]),
    ],
)
def test_the_inputs_of_the_action(inputs, more, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in {"repo": "team/otter", "folder": "model", **inputs}.items():
        monkeypatch.setenv(f"INPUT_{name.upper()}", value)
    monkeypatch.setenv("GITHUB_REF_NAME", "v1.0.0")
    monkeypatch.setenv("GITHUB_REF_TYPE", "tag")
    assert releaseaction.arguments(str(tmp_path)) == ["release", "model", "--repo", "team/otter", "--tag", "v1.0.0", *more]
    monkeypatch.setenv("GITHUB_REF_TYPE", "branch")
    with pytest.raises(UsageError, match="no tag to release"):
        releaseaction.arguments(str(tmp_path))
    monkeypatch.setenv("INPUT_TAG", "v1")
    monkeypatch.setenv("INPUT_TEXT", "../../etc/passwd")
    with pytest.raises(UsageError, match="leads out of the workspace"):
        releaseaction.arguments(str(tmp_path))


def test_a_journal_that_was_cut_off_is_none(tmp_path):
    (tmp_path / ".cardwright").mkdir()
    (tmp_path / ".cardwright" / "release.json").write_text('{"one": "ab')
    assert not Journal(tmp_path).has(Step("one", "a", None))


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "pull_request_review"])
def test_nothing_is_released_for_a_pull_request(event):
    with pytest.raises(UsageError, match="nothing is released for the event"):
        release.may_release({"GITHUB_EVENT_NAME": event, "HF_TOKEN": "x"})


def test_nothing_is_released_without_credentials():
    with pytest.raises(UsageError, match="no credentials"):
        release.may_release({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"})
    release.may_release({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "HF_OIDC_RESOURCE": "team/otter"})


SMALL = ["--scheme", "int8", "--window", "64", "--prompt", "8", "--new", "2", "--repeats", "1"]


def otter(folder: Path) -> Path:
    """A tiny model and what its author says of it."""
    tinymodels.random(folder, "llama")
    (folder / "card.yaml").write_text(
        "model_name: Otter\nrepo_name: team/otter\nlicense: mit\nlanguage: [en]\nauthor_name: Ada Example\n"
    )
    return folder


@pytest.mark.sweep
@pytest.mark.torch
def test_sigkill_at_every_step_of_the_journal(tmp_path):
    """Killed as each step begins, or a moment later; run again it does what is left, and the Hub has one commit and one tag."""
    pytest.importorskip("torchao")
    folder = otter(tmp_path / "otter")
    words = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "cardwright",
        "release",
        str(folder),
        "--repo",
        "team/otter",
        "--tag",
        "v1.0.0",
        *SMALL,
    ]
    with Hub() as hub:
        hub.add_token(TOKEN, user="team", role="write")
        environment = {**os.environ, "HF_TOKEN": TOKEN, "HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(tmp_path / "home"),
                       "PYTHONPATH": str(Path(cli.__file__).parents[1])}  # fmt: skip
        for name, moment in (
            ("quantize int8", 0.3),
            ("measure", 0.3),
            ("render", 0),
            ("check", 0),
            ("publish", 0.2),
            ("verify", 0.3),
        ):
            with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as child:
                said = []
                for line in child.stderr:
                    said.append(line)
                    if line == f"{name}\n":
                        time.sleep(moment)
                        child.kill()
            assert f"{name}\n" in said or f"{name}: finished before\n" in said, "".join(said)
            if ("models", "team/otter") in hub.repos:
                assert len(hub.repo("team/otter").commits) <= 2
        last = subprocess.run(words, env=environment, capture_output=True, text=True)
        assert last.returncode == 0, last.stderr
        assert "quantize int8: finished before" in last.stderr and "measure: finished before" in last.stderr
        repo = hub.repo("team/otter")
        published = {name: data for name, data in repo.tree("v1.0.0").items() if name != ".gitattributes"}
        here = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
                if path.is_file() and ".cardwright" not in path.parts}  # fmt: skip
        assert published == here and len(repo.commits) == 2 and repo.tags["v1.0.0"] == repo.branches["main"]
        assert len(hub.uploads) == len(set(hub.uploads)), "an upload that had finished was repeated"


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")
def test_a_tag_becomes_a_verified_set_of_models(tmp_path, monkeypatch, capsys):
    pytest.importorskip("torchao")
    folder = otter(tmp_path / "otter")
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    words = ["release", str(folder), "--repo", "team/otter", *SMALL]
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        hub.add_token(TOKEN, user="team", role="write")
        assert cli.main([*words, "--tag", "v1.0.0", "--dry-run"]) == 0, capsys.readouterr().err
        assert not hub.repos and "new" in capsys.readouterr().out
        assert cli.main([*words, "--tag", "v1.0.0"]) == 0, capsys.readouterr().err
        err = capsys.readouterr().err
        assert "quantize int8: finished before" in err and "measure: finished before" in err, "the dry run did them"
        repo = hub.repo("team/otter")
        assert repo.tags["v1.0.0"] == repo.branches["main"] and len(repo.commits) == 2
        published = repo.tree("v1.0.0")
        assert "int8/model.safetensors" in published and ".cardwright/release.json" not in published
        assert b"v1.0.0" in published["README.md"] and b"| int8 |" in published["README.md"]
        assert cli.main([*words, "--tag", "v1.0.0"]) == 0 and len(repo.commits) == 2
        assert capsys.readouterr().err.count("finished before") == 3
        assert cli.main([*words, "--tag", "v1.1.0", "--gate", "size_ratio_max=0.1"]) == 1
        assert "stopped at: measure" in capsys.readouterr().err and len(repo.commits) == 2 and "v1.1.0" not in repo.tags
        (folder / "card.yaml").write_text((folder / "card.yaml").read_text() + "version: 3.0\n")
        assert cli.main([*words, "--tag", "v1.1.0"]) == 2
        assert "says version 3.0, and the tag is v1.1.0" in capsys.readouterr().err
    told = dict(line.split("=", 1) for line in (tmp_path / "outputs").read_text().splitlines())
    assert told["commit"] == repo.tags["v1.0.0"] and told["url"].endswith("/team/otter/tree/v1.0.0")
    assert told["tag"] == "v1.0.0" and json.loads(told["sizes"])["int8"] == os.path.getsize(folder / "int8" / "model.safetensors")
