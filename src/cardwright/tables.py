"""The pipe tables of a card: header, rows and cells with their places, as GitHub's Markdown draws them.

HTML tables are left out: their cells span rows and columns, and few cards have one (6 of 1,212).
"""

from __future__ import annotations

from collections import namedtuple

from .lazy import Lazy

Cell = namedtuple("Cell", "start end text")
Cell.__doc__ = """A cell: where its contents stand in the card, blanks around them left out, and its words without markup."""

_RULED = "|:- \t\r>"
_EDGE = " \t\r>"
_PIPE = Lazy(r"(?<!\\)\|")
_MARKUP = Lazy(r"!?\[([^\]\[]{0,200})\]\([^()\s]{0,500}\)|</?[a-zA-Z][^<>]{0,200}>|\$|\\")
_WEIGHTY = ("[", "<", "$", "\\")
MAX_ROWS, MAX_COLUMNS = 1000, 60  # of one table: no reader checks the rest of a larger one
MAX_TABLES = 300  # with MAX_REACH, what a card of 5 MB can cost
MAX_REACH = 300_000


class Table:
    """One table: `start` and `end` of the whole, `header` and `rows` as lists of Cell, as many in each row."""

    __slots__ = ("start", "end", "_text", "_lines", "_header", "_rows", "roles")

    def __init__(self, text: str, lines: list[tuple[int, int]]) -> None:
        self._text, self._lines = text, lines
        self.start, self.end = lines[0][0], lines[-1][1]
        self._header = self._rows = self.roles = None

    @property
    def header(self) -> list[Cell]:
        if self._header is None:
            self._header = cells(self._text, *self._lines[0])
        return self._header

    @property
    def rows(self) -> list[list[Cell]]:
        if self._rows is None:
            width = len(self.header)
            self._rows = [_fitted(cells(self._text, *line), width, line[1]) for line in self._lines[2:]]
        return self._rows

    @property
    def reach(self) -> tuple[int, int]:
        """Where the rows below the header stand, with the line end before them."""
        return self._lines[1][1], self.end

    @property
    def is_weighty(self) -> bool:
        """Whether a cell may hold more markup than emphasis and code."""
        return any(self._text.find(sign, self.start, self.end) >= 0 for sign in _WEIGHTY)

    def labels(self):
        """What each row begins with, in lower case and without emphasis: equal cells are equal here."""
        for start, end in self._lines[2:]:
            line = self._text[start:end].strip(_EDGE)
            first = line[line[:1] == "|" :].partition("|")[0]
            yield first.replace("*", "").replace("`", "").strip(" \t_~").lower()

    def column(self, index: int) -> list[Cell]:
        """The cells of a column below its header."""
        return [row[index] for row in self.rows]


def find(body) -> tuple[Table, ...]:
    """The tables of a body.Body outside code and comments, in reading order."""
    text, found = body.text, []
    size, position = min(len(text), body.start + MAX_REACH), text.find("|", body.start)
    while 0 <= position < size and len(found) < MAX_TABLES:
        start = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if start > body.start and not text[start:end].strip(_RULED) and text.find("-", start, end) >= 0:
            table = _table(text, body.start, start, end)
            if table and not body.block(table.start):
                found.append(table)
                end = max(end, table.end)
        position = text.find("|", end)
    return tuple(found)


def _table(text: str, first: int, start: int, end: int) -> Table | None:
    above = max(text.rfind("\n", 0, start - 1) + 1, first)
    if (
        text.find("|", above, start) < 0
        or text.count("|", above, start) > MAX_COLUMNS
        or _width(text, above, start - 1) != _width(text, start, end)
    ):
        return None
    lines, size = [(above, start - 1), (start, end)], len(text)
    while end < size and len(lines) < MAX_ROWS:
        start, end = end + 1, text.find("\n", end + 1)
        end = size if end < 0 else end
        if text.find("|", start, end) < 0:
            break
        lines.append((start, end))
    return Table(text, lines)


def _width(text: str, start: int, end: int) -> int:
    """How many cells a line has."""
    inner = text[start:end].strip(_EDGE)
    if "\\" in inner:
        return len(_cuts(text, start, end))
    return inner.count("|") + 1 - (inner[:1] == "|") - (len(inner) > 1 and inner[-1:] == "|")


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a line are, the pipes at its ends left out."""
    line = text[start:end]
    inner = line.strip(_EDGE)
    start += len(line) - len(line.lstrip(_EDGE))
    if inner[:1] == "|":
        inner, start = inner[1:], start + 1
    if inner[-1:] == "|" and inner[-2:] != "\\|":
        inner = inner[:-1]
    found, parts = [], inner.split("|")
    if "\\|" in inner:
        edges = [0, *(edge for match in _PIPE.finditer(inner) for edge in match.span()), len(inner)]
        parts = [inner[a:b] for a, b in zip(edges[::2], edges[1::2])]
    for part in parts:
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found


def cells(text: str, start: int, end: int) -> list[Cell]:
    """The cells of one line of a table."""
    return [_cell(text, *cut) for cut in _cuts(text, start, end)]


def _cell(text: str, start: int, end: int) -> Cell:
    raw = text[start:end]
    bare = raw.strip()
    start += len(raw) - len(raw.lstrip()) if bare else 0
    return Cell(start, start + len(bare), plain(bare))


def _fitted(row: list[Cell], width: int, end: int) -> list[Cell]:
    return row[:width] if len(row) >= width else row + [Cell(end, end, "")] * (width - len(row))


def plain(text: str) -> str:
    """Words as they are read: without emphasis, code ticks, links, HTML tags and dollars."""
    if any(sign in text for sign in _WEIGHTY):
        text = _MARKUP.sub(lambda match: match[1] or "", text)
    if "*" in text or "`" in text:
        text = text.replace("*", "").replace("`", "")
    return text.strip(" \t_~" if text[:2] in ("__", "~~") else " \t")
