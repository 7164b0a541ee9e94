"""The fields of a stretch of Markdown that are filled in: what a person would tick off in a form."""

from __future__ import annotations

from bisect import bisect_left

from .lazy import Lazy

_ITEM = Lazy(r"(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|\Z)")
_DELIMITER = Lazy(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?\Z")
_LABEL = Lazy(r".{0,200}:[*_ ]*\Z")  # "**Data Processing:**" announces fields and is none
_NOTHING = " \t\r\n*_-=#>|"
_LONGEST = 2000  # characters of a line that are looked at


def count(card, start: int, end: int, blanks) -> int:
    """How many fields of card.text[start:end] hold no blank (of `blanks`, in order); headings are none."""
    starts = [blank.start for blank in blanks]
    free = lambda low, high: bisect_left(starts, low) == bisect_left(starts, high)
    filled = 0
    for fence in [*_fences(card, start, end), None]:
        stop = fence.start if fence else end
        filled += sum(free(*field) for field in _fields(card, start, stop))
        if fence:
            code = card.text[fence.body_start : min(fence.body_end, fence.body_start + _LONGEST)]
            filled += bool(code.strip()) and free(fence.start, fence.end)
            start = fence.end
    return filled


def _fields(card, start: int, end: int):
    """(start, end) of the paragraphs, list items and cells of a stretch without code blocks."""
    block, table = None, False  # block: where the open paragraph or list item begins
    for low, line in _lines(card, start, end):
        bare = line.strip()
        cells = "|" in bare and (table or bare[0] == "|" or bool(_DELIMITER.match(bare)))
        if block is not None and (cells or not bare.strip(_NOTHING) or _ITEM.match(bare)):
            yield block, low
            block = None
        if cells and table:
            yield from _cells(low, line)
        elif not cells and block is None and bare.strip(_NOTHING) and not _LABEL.match(bare):
            block = low
        table = cells and (table or bool(_DELIMITER.match(bare)))
    if block is not None:
        yield block, end


def _fences(card, start: int, end: int):
    fences = card.body.fences
    return fences[bisect_left(fences, start, key=lambda f: f.start) : bisect_left(fences, end, key=lambda f: f.start)]


def _lines(card, start: int, end: int):
    """(offset, text) of the lines between two offsets, headings and comments taken out."""
    body = card.body
    headings = body.headings[
        bisect_left(body.headings, start, key=lambda h: h.start) : bisect_left(body.headings, end, key=lambda h: h.start)
    ]
    hidden = sorted([*body.comments_between(start, end), *((h.start, h.end) for h in headings)])
    text = card.text
    for low, high in [*hidden, (end, end)]:
        while start < low:
            stop = text.find("\n", start, low)
            stop = low if stop < 0 else stop
            yield start, text[start : min(stop, start + _LONGEST)]
            start = stop + 1 if stop < low else low
        start = max(start, high)


def _cells(low: int, line: str):
    """The cells of a table's row that hold something, the first left out: it says what the others are about."""
    edges = [index for index, character in enumerate(line) if character == "|" and line[index - 1 : index] != "\\"]
    if not line.strip().startswith("|"):
        edges.insert(0, -1)
    if not line.rstrip().endswith("|"):
        edges.append(len(line))
    cells = list(zip(edges, edges[1:]))
    for left, right in cells[1:] or cells:
        if line[left + 1 : right].strip(_NOTHING):
            yield low + left + 1, low + right
