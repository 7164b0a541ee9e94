"""The tools we measure against: pinned, and installed on first use below build/bench (which git ignores)."""

from __future__ import annotations

import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "build" / "bench"

# One venv each, so that no peer pays for another's start-up files.
PYTHON = {
    "rumdl": ("rumdl==0.3.0",),
    "yamllint": ("yamllint==1.38.0",),
    "check-jsonschema": ("check-jsonschema==0.39.0",),
    "huggingface_hub": ("huggingface_hub==2.4.0",),
}
NODE = {
    "js-yaml": "4.1.0",
    "markdownlint-cli2": "0.22.1",
    "remark-cli": "12.0.1",
    "remark-frontmatter": "5.0.0",
    "remark-lint-frontmatter-schema": "3.15.4",
    "remark-lint-no-empty-sections": "4.0.0",
}


class Missing(Exception):
    """A peer that cannot be installed here, and why."""


@cache
def node_modules() -> Path:
    """The folder with all of NODE installed."""
    folder = CACHE / "node"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = " ".join(f"{name}@{version}" for name, version in NODE.items())
    if _stamped(folder, wanted):
        return folder / "node_modules"
    (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
    _run(["npm", "install", "--no-audit", "--no-fund", "--save-exact", *wanted.split()], folder)
    (folder / "installed").write_text(wanted)
    return folder / "node_modules"


@cache
def python_venv(name: str) -> Path:
    """The bin folder of a peer's own venv; "clean" has nothing installed, "cardwright" this checkout as users get it."""
    folder = CACHE / name
    wanted = (ROOT / "pyproject.toml").read_text() if name == "cardwright" else " ".join(PYTHON.get(name, (name,)))
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        venv.create(folder, with_pip=True, symlinks=True)
    if name == "cardwright":  # always as it is now
        _run([folder / "bin/python", "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(ROOT)], ROOT)
        if not _stamped(folder, wanted):
            _run([folder / "bin/python", "-m", "pip", "install", "-q", str(ROOT)], ROOT)
    elif name != "clean" and not _stamped(folder, wanted):
        _run([folder / "bin/python", "-m", "pip", "install", "-q", *wanted.split()], ROOT)
    (folder / "installed").write_text(wanted)
    return folder / "bin"


def _stamped(folder: Path, wanted: str) -> bool:
    stamp = folder / "installed"
    return stamp.exists() and stamp.read_text() == wanted


def _run(command: list, cwd: Path) -> None:
    try:
        done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(str(error)) from None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise Missing(lines[-1][:120])


if __name__ == "__main__":
    sys.exit("this is a module: run cold.py or throughput.py")
