"""CSV with a head: read once for where its records end, since a card holds line ends; then in pieces."""

from __future__ import annotations

import csv

from .. import parts
from ..parts import CARDS, Item, Trouble
from . import names
from .jsonl import _words, encoded

_LIMIT = 1 << 30  # characters of a field


def planned(path: str, place: str, wanted: names.Wanted):
    """The Parts of a file, or why it cannot be read."""
    identity = parts.identity(path)
    edges, there, size = [], [], 0
    try:
        for number, (at, row) in enumerate(_records(place, 0, None)):
            if number == 0:
                there = [name.removeprefix("\ufeff").strip() for name in row]
            elif number % CARDS == 1:
                edges.append(at)
            size = number
    except (OSError, csv.Error) as error:
        yield Trouble(path, f"record {size + 1} cannot be read, nor what follows it: {_words(error)}")
    picked = names.picked(path, there, wanted)
    spots = tuple((role, there.index(name)) for role, name in picked)
    for number, (start, end) in enumerate(zip(edges, [*edges[1:], None])):
        count = min(CARDS, size - number * CARDS)
        yield parts.part("csv", path, place, (start, end, number * CARDS + 1, count), spots, count, identity)


def read(part):
    start, end, number, count = part.what
    roles = dict(part.columns)
    try:
        for at, (_, row) in enumerate(_records(part.place, start, end), number):
            if at == number + count:
                return
            of = lambda role, row=row: row[roles[role]] if role in roles and roles[role] < len(row) else None
            name = of("id")
            name = name and name.encode("utf-8", "surrogateescape")
            yield Item(parts.name(name, f"record {at}"), encoded(of("card") or None), None,
                       parts.year(of("date")), parts.whole(of("downloads")))  # fmt: skip
    except (OSError, csv.Error) as error:
        yield Trouble(part.source, f"cannot be read to its end: {_words(error)}")


def _records(place: str, start: int, end: int | None):
    """(offset, fields) of the records from one offset to another."""
    csv.field_size_limit(_LIMIT)
    with open(place, "rb") as file:
        file.seek(start)
        lines = _Lines(file, start)
        reader = csv.reader(lines)
        while end is None or lines.at < end:
            at = lines.at
            try:
                row = next(reader)
            except StopIteration:
                return
            if row:
                yield at, row


class _Lines:
    """The lines of a file as text, and how far they were read: the reader takes no line before it needs it."""

    def __init__(self, file, at: int) -> None:
        self._file, self.at = file, at

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        self.at += len(line)
        return line.decode("utf-8", "surrogateescape")
