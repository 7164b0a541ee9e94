"""For a job summary or a comment: a table for each card. What cards and file names say stays plain text.

GitHub drops a summary over 1 MiB whole; what does not fit is left out here, the least bad first, and counted.
"""

from __future__ import annotations

import re

from ..findings import LEVELS, printable
from . import quantity, summary

_LIMIT = 1024 * 1024 - 4096  # bytes, less some for the heading and the line about the rest
_LONGEST = 2000  # of a message or a path
_HEAD = "\n| where | level | what is wrong | rule |\n|---|---|---|---|\n"
# A comment after @ or # keeps GitHub from mentioning people and issues; a bare address must not become a link.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@<!-- -->", "#": "#<!-- -->"}
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$@#]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def render(report) -> str:
    kept = _fitting(report.findings)
    parts, path = [f"## Model cards: {summary(report)}\n"], None
    for finding, row in kept:
        if finding.path != path:
            path = finding.path
            parts.append(_heading(path))
        parts.append(row)
    if left := len(report.findings) - len(kept):
        parts.append(f"\n{quantity(left, 'more finding')} left out: a job summary holds 1 MiB.\n")
    return "".join(parts)


def _fitting(findings) -> list[tuple]:
    """The worst findings that fit, with their rows, in their own order."""
    rows, used, paths = {}, 0, set()
    for index in sorted(range(len(findings)), key=lambda i: LEVELS.index(findings[i].level)):
        finding = findings[index]
        row = _row(finding)
        used += len(row.encode()) + (len(_heading(finding.path).encode()) if finding.path not in paths else 0)
        if used > _LIMIT:
            break
        paths.add(finding.path)
        rows[index] = (finding, row)
    return [rows[index] for index in sorted(rows)]


def _heading(path: str) -> str:
    return f"\n### {escape(path)}\n{_HEAD}"


def _row(finding) -> str:
    return f"| {finding.line}:{finding.column} | {finding.level} | {escape(finding.message)} | `{finding.rule}` |\n"


def escape(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    text = printable(text)
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], "\\" + found[0]), text)
