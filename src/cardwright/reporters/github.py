"""For GitHub's log: workflow commands, which it shows as annotations beside the lines they are about.

GitHub shows ten annotations of a level per step, cuts messages at 4096 characters and drops columns that span lines.
"""

from __future__ import annotations

from collections import Counter

from ..findings import LEVELS, printable
from . import in_repository, quantity, summary

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10
_LONGEST = 4096
_FILES = 10  # of those named in the line about the rest


def render(report) -> str:
    lines = []
    for level in LEVELS:
        found = [finding for finding in report.findings if finding.level == level]
        lines += map(_command, found[:_SHOWN])
        if len(found) > _SHOWN:
            lines.append(_rest(level, found[_SHOWN:]))
    return "\n".join([*lines, summary(report)]) + "\n"


def _command(finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    text = printable(f"{place}: {finding.message}")  # the log shows the text alone, so it says where
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    properties = {"file": in_repository(finding.path), **_span(finding), "title": finding.rule}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {given}::{_data(text)}"


def complaint(message: str, hint: str) -> str:
    """What went wrong outside any card, as an annotation of the run."""
    return f"::error title=cardwright::{_data(printable(message))}" + (f"%0A{_data(printable(hint))}" if hint else "") + "\n"


def drifted(path: str) -> str:
    """That a card is not what its files make of it, as an annotation of the card."""
    message = f"{printable(path)}: the card differs from what its model's files say; run `cardwright render` and commit the card"
    return f"::error file={_property(in_repository(path))},title=render::{_data(message)}\n"


def _span(finding) -> dict[str, int]:
    """GitHub refuses columns on more than one line; a span that ends at the start of a line does not reach into it."""
    last = finding.end_line - (finding.end_column == 1 and finding.end_line > finding.line)
    if finding.line == finding.end_line:
        return {"line": finding.line, "endLine": last, "col": finding.column, "endColumn": finding.end_column}
    return {"line": finding.line, "endLine": last}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return printable(_data(text).replace(":", "%3A").replace(",", "%2C"))


def _rest(level: str, findings) -> str:
    files = Counter(finding.path for finding in findings)
    # The runner still obeys `##[command]` anywhere in a line that is no command itself.
    named = [f"{printable(path)} ({number})".replace("##[", "##\\[") for path, number in files.most_common(_FILES)]
    if len(files) > _FILES:
        named.append(f"{len(files) - _FILES} more files")
    return f"and {quantity(len(findings), f'more {level}')} (GitHub shows {_SHOWN} a step): {', '.join(named)}"
