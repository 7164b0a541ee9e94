"""For people at a terminal: each finding with its line and a caret, then one summary line."""

from __future__ import annotations

from ..findings import printable
from . import summary

_COLORS = {"error": "\033[1;31m", "warning": "\033[1;33m", "note": "\033[1;36m"}
_DIM, _RESET = "\033[2m", "\033[0m"
_WIDTH = 110  # of the excerpt; a card's lines may be whole paragraphs


class Reporter:
    """Findings as they come, one summary line at the end."""

    def __init__(self, color: bool = False) -> None:
        self._color = color

    def card(self, findings) -> str:
        return "".join([_finding(finding, self._color) for finding in findings])

    def end(self, tally) -> str:
        return summary(tally) + _fixes(tally) + "\n" if tally.files else ""  # the hook may be given files that are no cards


def _fixes(tally) -> str:
    """`; 2 fixed; 1 fixable with --fix and 3 more with --unsafe-fixes`, as far as there is any."""
    fixed = f"; {tally.fixed} fixed" if tally.fixed else ""
    if tally.safe:
        more = f" and {tally.unsafe} more with --unsafe-fixes" if tally.unsafe else ""
        return f"{fixed}; {tally.safe} fixable with --fix{more}"
    return fixed + (f"; {tally.unsafe} fixable with --fix --unsafe-fixes" if tally.unsafe else "")


def _finding(finding, color: bool) -> str:
    place = f"{printable(finding.path)}:{finding.line}:{finding.column}"
    level, rule = f"{finding.level}:", f"[{finding.rule}]"
    if color:
        level, rule = _COLORS[finding.level] + level + _RESET, _DIM + rule + _RESET
    return f"{place}: {level} {printable(finding.message)} {rule}\n" + _excerpt(finding, color)


def _excerpt(finding, color: bool) -> str:
    if not finding.source or finding.source.isspace():
        return ""
    line, first = finding.source, finding.column - 1
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    start = max(0, first - _WIDTH // 2) if len(line) > _WIDTH and first > _WIDTH // 2 else 0
    stop = min(len(line), start + _WIDTH)
    before, marked = printable(line[start:first]), printable(line[first : min(last, stop)])
    shown = ("…" if start else "") + printable(line[start:stop]) + ("…" if stop < len(line) else "")
    caret = " " * (_columns(before) + bool(start)) + "^" * max(1, _columns(marked))
    caret = _COLORS[finding.level] + caret + _RESET if color else caret
    gutter = f"{finding.line:>5} | "
    return f"{gutter}{shown}\n{' ' * (len(gutter) - 2)}| {caret}\n"


def _columns(text: str) -> int:
    """Terminal columns: East Asian wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) or c == "\u200d" else 1 + (east_asian_width(c) in "WF") for c in text)
