"""What can go wrong that is not a finding, and the exit codes that say so.

    0    clean
    1    findings at or above --fail-on
    2    usage or configuration, a path that does not exist
    3    could not do the job (no card found, an output that cannot be written)
    130  interrupted

Where several apply: 130 > 2 > 3 > 1.
"""

from __future__ import annotations

CLEAN, FINDINGS, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

_ORDER = (CLEAN, FINDINGS, FAILED, USAGE, INTERRUPTED)


def worst(*codes: int) -> int:
    """The exit code that wins when several apply."""
    return max(codes, key=_ORDER.index, default=CLEAN)


class CardwrightError(Exception):
    """An expected failure: one line for the user, a way out, and an exit code."""

    code = FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CardwrightError):
    """The command line, the configuration or a path is wrong."""

    code = USAGE
