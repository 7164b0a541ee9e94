"""The release action: inputs from the environment, one `cardwright release`, then outputs and a job summary.

It runs with credentials, so it is refused for every event that somebody else can cause.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile

from . import cli, release
from .action import _append, _become_owner, _input, _text
from .errors import FAILED, CardwrightError, UsageError
from .measure.wording import size
from .source import inside

_OPTIONS = {"schemes": "--scheme", "text": "--text", "criteria": "--criteria", "report": "--report"}
_FLAGS = {"variant-repos": "--variant-repos", "dry-run": "--dry-run"}
_LAST = 20  # lines of the log that a summary repeats


def main() -> int:
    """Run the action and return its exit code (errors.py)."""
    release.may_release({**os.environ, "GITHUB_ACTIONS": "true"})
    workspace = os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
    os.chdir(workspace)
    with _append("GITHUB_OUTPUT") as outputs, _append("GITHUB_STEP_SUMMARY") as summary:
        _become_owner(workspace)
        with tempfile.TemporaryDirectory() as place:
            if not os.access(os.environ.get("HOME", ""), os.W_OK):  # of another user: caches need a place outside the workspace
                os.environ["HOME"] = place
            os.environ["GITHUB_OUTPUT"] = told = os.path.join(place, "outputs")
            words = arguments(workspace)
            code, said = _carried_out(words, os.path.join(place, "log"))
            text = _text(told) if os.path.exists(told) else ""
            outputs.write(text)
            summary.write(page(words, code, dict(line.split("=", 1) for line in text.splitlines()), said))
    return code


def _carried_out(words: list[str], log: str) -> tuple[int, str]:
    """(exit code, all that was said) of a command line, in a process of its own: where that is killed, there is a summary too."""
    with subprocess.Popen(["tee", log], stdin=subprocess.PIPE) as tee:
        command = [sys.executable, "-I", "-u", "-m", "cardwright", *words]
        code = subprocess.run(command, stdout=tee.stdin, stderr=subprocess.STDOUT).returncode
    with open(log, encoding="utf-8", errors="replace") as file:
        return (FAILED if code < 0 else code), file.read()


def arguments(workspace: str) -> list[str]:
    """The command line that the inputs ask for. Raises UsageError for a path that leads out of it, or no tag."""
    tag = _input("tag") or (os.environ.get("GITHUB_REF_NAME", "") if os.environ.get("GITHUB_REF_TYPE") == "tag" else "")
    if not tag:
        raise UsageError("there is no tag to release", "run on `push: tags: ['v*']`, or set the input `tag`")
    folder = _input("folder") or "."
    for name in ("folder", "text", "criteria", "report"):
        path = _input(name)
        if path and not inside(path, workspace):
            raise UsageError(f"`{name}` leads out of the workspace", "name a path below it")
    words = ["release", folder, "--repo", _input("repo"), "--tag", tag]
    for name, option in _OPTIONS.items():
        words += [option, _input(name)] if _input(name) else []
    return words + [option for name, option in _FLAGS.items() if _input(name).lower() == "true"]


def page(words: list[str], code: int, outputs: dict, said: str) -> str:
    """The job's summary: what was released and where, or why it stopped; then what the report says of criteria and variants.

    words    the command line; code: its exit code; outputs: the step's; said: all that was written to the log
    """
    from .report import blocks, content, pages

    folder, repo, tag = words[1], words[3], words[5]
    step, last = stopped(said) if code else ("", [])
    found = content.Report("", "", [], "")
    if not code or (step and not step.startswith("quantize")):  # else what was measured is of another run
        with contextlib.suppress(CardwrightError):  # the log has it already
            found = _report(folder, tag)
    ended = _stopped(step, last) if code else _released(repo, tag, outputs)
    own = {"title": f"Release of {repo} as {tag}", "blocks": [*ended, *blocks.prose(device() if step or not code else "")]}
    chosen = [section for section in found.sections if section["id"] in ("summary", "variants")]
    _, _, text = pages.written(found._replace(sections=[own, *chosen])).partition("\n## ")
    return f"## {text}\n"


def stopped(said: str) -> tuple[str, list[str]]:
    """(the step that a release stopped at, "" where it does not say; the last lines that were said of it)."""
    found = re.search(r"^stopped at: (.+?);", said, re.M)
    step = found[1] if found else ""
    begun = [match.end() for match in re.finditer(rf"^{re.escape(step)}$", said, re.M)] if step else []
    lines = said[begun[-1] if begun else 0 : found.start() if found else None].splitlines()
    return step, [text for line in lines for text in _plain(line).splitlines() if text.strip()][-_LAST:]


def _plain(line: str) -> str:
    """A line of the log as people read it: the text of an error, nothing of the other workflow commands."""
    command = re.fullmatch(r"::(\S+?)(?: [^:]*)?::(.*)", line)
    if not command:
        return line
    return command[2].replace("%0A", "\n").replace("%0D", "").replace("%25", "%") if command[1] == "error" else ""


def _stopped(step: str, last: list[str]) -> list:
    """The blocks that say where a release stopped and why."""
    from .report import blocks

    text = "\n".join(last)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    where = f"It stopped at {step}; a run in the same folder goes on from there." if step else "It stopped."
    return [*blocks.prose(where), *blocks.code(f"{fence}text\n{text}\n{fence}" if text else "")]


def _released(repo: str, tag: str, outputs: dict) -> list:
    """The blocks that say what was released."""
    from .templating import Markdown

    cells = [["Version", tag]]
    if outputs.get("commit"):
        page = outputs["url"].removesuffix(f"/tree/{tag}")
        cells = [["Page", Markdown(f"[{repo}]({page})")], ["Tag", Markdown(f"[{tag}]({outputs['url']})")],
                 ["Commit", Markdown(f"[{outputs['commit']}]({page}/commit/{outputs['commit']})")]]  # fmt: skip
    else:
        cells += [["Commit", "none: a dry run publishes nothing"]]
    for name, count in json.loads(outputs.get("sizes", "{}")).items():
        cells.append([f"Weights, {name}", f"{count:,} bytes ({size(count)})"])
    return [{"kind": "pairs", "title": "Released", "rows": [{"cells": row} for row in cells]}]


def _report(folder: str, tag: str):
    """What the final report has: the facts of the card, what was measured, the verdict on each criterion."""
    from .commands.report import evidence_of
    from .facts import gather
    from .files import Files
    from .report import content, criteria

    files = Files((folder, None, None))
    facts = gather.gather(files, {"version": tag})
    evidence = evidence_of(facts, files)
    wanted = criteria.load(_input("criteria")) if _input("criteria") else ()
    return content.report(facts, criteria.judged(wanted, facts, evidence), evidence, files.own_name)


def device() -> str:
    """Which device this container has, and what to do where a GPU was meant."""
    from .heavy import libraries

    try:
        torch = libraries().torch
    except CardwrightError:
        return ""  # a release that needs it has said so
    if torch.cuda.is_available():
        return f"It ran on {torch.cuda.get_device_name()}."
    return "It ran on a CPU: torch sees no GPU here. A container action sees one where nvidia is Docker's default runtime."


if __name__ == "__main__":
    cli.run(main)
