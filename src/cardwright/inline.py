"""Inline code: which parts of the text stand between backticks."""

from __future__ import annotations

from itertools import chain

from .lazy import Lazy

_TICKS = Lazy(r"`+")
_BLANK_LINE = Lazy(r"\n[ \t\r]*\n")


def code(text: str, start: int, fences) -> list[tuple[int, int]]:
    """Spans of inline code in text[start:] outside the fences, backticks included."""
    found: list[tuple[int, int]] = []
    edges = [start] + [edge for fence in fences for edge in (fence.start, fence.end)] + [len(text)]
    for begin, end in zip(edges[::2], edges[1::2]):
        if text.find("`", begin, end) < 0:
            continue
        position = begin
        for blank in chain(_BLANK_LINE.finditer(text, begin, end), (None,)):
            stop = blank.start() if blank else end
            if text.find("`", position, stop) >= 0:
                _paragraph_code(text, position, stop, found)
            position = stop
    return found


def _paragraph_code(text: str, start: int, end: int, found: list) -> None:
    runs = [match.span() for match in _TICKS.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    index = 0
    while index < len(runs):
        same = later[runs[index][1] - runs[index][0]]
        while same and same[-1] <= index:
            same.pop()
        if same:
            found.append((runs[index][0], runs[same[-1]][1]))
            index = same[-1]
        index += 1
