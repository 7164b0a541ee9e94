"""The release action: inputs from the environment, one `cardwright release`, then a job summary.

It runs with credentials, so it is refused for every event that somebody else can cause.
"""

from __future__ import annotations

import os

from . import cli, release
from .action import _append, _become_owner, _input
from .errors import UsageError
from .source import inside

_OPTIONS = {"schemes": "--scheme", "text": "--text", "criteria": "--criteria", "report": "--report"}


def main() -> int:
    """Run the action and return its exit code (errors.py)."""
    release.may_release({**os.environ, "GITHUB_ACTIONS": "true"})
    workspace = os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
    os.chdir(workspace)
    with _append("GITHUB_STEP_SUMMARY") as summary:
        os.environ.setdefault("HOME", workspace)
        _become_owner(workspace)
        words = arguments(workspace)
        code = cli.main(words)
        ended = "It stopped; the log says where." if code else "Done."
        summary.write(f"## Release of `{words[3]}` as `{words[5]}`\n\n{ended} {device()}\n")
    return code


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
    return [*words, "--dry-run"] if _input("dry-run").lower() == "true" else words


def device() -> str:
    """Which device this container has, and what to do where a GPU was meant."""
    from .heavy import libraries

    torch = libraries().torch
    if torch.cuda.is_available():
        return f"It ran on {torch.cuda.get_device_name()}."
    return "It ran on a CPU: torch sees no GPU here. A container action sees one where nvidia is Docker's default runtime."


if __name__ == "__main__":
    cli.run(main)
