"""A release, step by step, with a journal: a run that is killed goes on where it was, and what is finished is not done again.

The journal lies in the model's folder, below .cardwright/, which is never published. A step is finished for what it was done
with: when the checkpoint, the options or the tag are others, it is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import namedtuple

from .errors import CardwrightError, UsageError

Step = namedtuple("Step", "name inputs job")
Step.__doc__ = (
    """A step: its name, what it depends on as a text ("": it is quick, and done every time), a job that gives its exit code."""
)

FOLDER, NAME = ".cardwright", "release.json"


class Journal:
    """What of a release is finished, on disk."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, FOLDER, NAME)
        self._finished = self._read()

    def _read(self) -> dict:
        try:
            with open(self._path, encoding="utf-8") as file:
                found = json.load(file)
        except (OSError, ValueError, RecursionError):
            return {}  # none yet, or cut off: every step can be done again without harm
        return found if isinstance(found, dict) else {}

    def has(self, step: Step) -> bool:
        return bool(step.inputs) and self._finished.get(step.name) == _key(step)

    def add(self, step: Step) -> None:
        self._finished[step.name] = _key(step)
        try:
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(self._path + ".new", "w", encoding="utf-8") as file:
                json.dump(self._finished, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._path + ".new", self._path)
        except OSError as error:
            raise CardwrightError(f"{self._path}: {error.strerror}", "the journal of a release needs to be written") from error


def carried_out(steps, journal: Journal, tell) -> tuple[str, int]:
    """Do what is not finished, in order. Returns (the step that failed, its exit code), or ("", 0)."""
    for step in steps:
        if journal.has(step):
            tell(f"{step.name}: finished before\n")
            continue
        tell(f"{step.name}\n")
        try:
            code = step.job()
        except Exception:
            tell(stopped(step.name))
            raise
        if code:
            return step.name, code
        journal.add(step)
    return "", 0


def stopped(name: str) -> str:
    """What is said of a step that a release stopped at."""
    return f"stopped at: {name}; the same command goes on from there\n"


def checkpoint(folder: str) -> str:
    """What tells one checkpoint from another on this machine, without reading it: names, sizes and times of its files."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}", "give the model's folder") from None
    told = [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries
            if entry.is_file() and entry.name.endswith((".safetensors", "config.json", ".index.json"))]  # fmt: skip
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def may_release(environment) -> None:
    """Raise UsageError where nothing may be released: for a pull request, which anybody can open, or without credentials."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    if event.startswith("pull_request"):
        raise UsageError(f"nothing is released for the event {event}", "release on a tag: `on: push: tags: ['v*']`")
    if environment.get("GITHUB_ACTIONS") == "true" and not (environment.get("HF_TOKEN") or environment.get("HF_OIDC_RESOURCE")):
        raise UsageError(
            "there are no credentials for the Hub", "set up a Trusted Publisher (HF_OIDC_RESOURCE), or the secret HF_TOKEN"
        )


def _key(step: Step) -> str:
    return hashlib.sha256(step.inputs.encode()).hexdigest()
