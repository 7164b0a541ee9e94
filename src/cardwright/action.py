"""The GitHub action: inputs from the environment, one `cardwright check`, on request one `cardwright render --check`, then
outputs and a job summary.

A pull request from a fork decides what the workspace holds, so nothing outside it is read or written, links included.
"""

from __future__ import annotations

import json
import os
import tempfile

from . import cli, errors
from .errors import UsageError
from .source import inside

_OPTIONS = ("profile", "select", "ignore", "fail-on", "config", "policy")
_COUNTS = {"errors": "error", "warnings": "warning", "notes": "note"}


def main() -> int:
    """Run the action and return its exit code (errors.py)."""
    workspace = os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
    os.chdir(workspace)
    with _append("GITHUB_OUTPUT") as outputs, _append("GITHUB_STEP_SUMMARY") as summary:
        _become_owner(workspace)
        sarif = _sarif_file()
        with tempfile.TemporaryDirectory() as folder:
            data, page = os.path.join(folder, "report.json"), os.path.join(folder, "summary.md")
            reports = {"json": data, "markdown": page, **({"sarif": sarif} if sarif else {})}
            code = cli.main(arguments(reports))
            if _renders():
                code = errors.worst(code, cli.main(rendering()))
            if os.path.exists(data):
                outputs.write(_outputs(data, sarif))
                summary.write(_text(page))
    return code


def _input(name: str) -> str:
    """An input as the runner passes it (it keeps the hyphens); one that is not set is empty."""
    return os.environ.get(f"INPUT_{name.upper()}", "").strip()


def _append(variable: str):
    """One of the runner's files, opened before privileges go; elsewhere there is none."""
    return open(os.environ.get(variable) or os.devnull, "a", encoding="utf-8", newline="\n")


def _become_owner(workspace: str) -> None:
    """From root to the workspace's owner, so that the runner's user can change and delete what is written."""
    owner = os.stat(workspace)
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


def arguments(reports: dict[str, str]) -> list[str]:
    """The command line that the inputs ask for, with reports written to files (format: path).

    Raises UsageError for an input that cannot be.
    """
    _renders()
    options = [f"--{name}={value}" for name in _OPTIONS if (value := _input(name))]
    outputs = [f"--output={format}={path}" for format, path in reports.items()]
    code = ["--allow-policy-code"] if _is_true("allow-policy-code") else []
    debug = ["--debug"] if os.environ.get("RUNNER_DEBUG") == "1" else []
    return ["check", "--format=github", "--within=.", *options, *code, *outputs, *debug, "--", *_paths()]


def rendering() -> list[str]:
    """The command line that compares cards with what they are rendered from."""
    config = [f"--config={value}" for value in (_input("config"),) if value]
    return ["render", "--check", "--discover", "--within=.", *config, "--", *_paths()]


def _paths() -> list[str]:
    return [_path(line.strip()) for line in _input("paths").splitlines() if line.strip()] or ["."]


def _renders() -> bool:
    return _is_true("render-check")


def _is_true(name: str) -> bool:
    asked = _input(name).lower()
    if asked not in ("", "true", "false"):
        raise UsageError(f"{name}: {asked!r} is neither true nor false")
    return asked == "true"


def _path(path: str, name: str = "paths") -> str:
    """A path of the workspace, relative to it."""
    if any(ord(character) < 32 for character in path):
        raise UsageError(f"{name}: {path!r} holds a control character")
    if not inside(path, "."):
        raise UsageError(f"{name}: {path} is outside the workspace", "name files and folders of the checked-out repository")
    relative = os.path.relpath(path)
    return os.path.join(".", relative) if relative.startswith("-") else relative


def _sarif_file() -> str:
    path = _input("sarif-file")
    if not path:
        return ""
    if "\n" not in path and os.path.isdir(os.path.dirname(path) or "."):
        _path(os.path.dirname(path) or ".", "sarif-file")  # the file itself is replaced and never followed
        return os.path.relpath(path)
    raise UsageError(f"sarif-file: {path}: there is no such folder to write it to")


def _outputs(data: str, sarif: str) -> str:
    report = json.loads(_text(data))
    values = {name: report["counts"][level] for name, level in _COUNTS.items()}
    values |= {"files": report["files"], "sarif-file": sarif}
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    cli.run(main)
