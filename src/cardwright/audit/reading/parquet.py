"""Parquet: row groups, put together where they are small, taken in pieces where they are large; read some cards at a time."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from ... import doors
from ...source import reason
from .. import parts
from ..parts import CARDS, Item, Trouble
from . import names

_BATCH = 64  # cards read at a time: fifty megabytes a card would still fit
_PIECES = 8  # of a row group at most: each reads over those before it, which costs a hundredth of checking them
_BUFFER = 1 << 20  # of a column that is read, instead of all of it


def planned(path: str, place: str, wanted: names.Wanted):
    """The Parts of a file, or why it cannot be read."""
    identity = parts.identity(path)
    try:
        with doors.parquet().ParquetFile(place) as file:
            there, metadata = file.schema_arrow.names, file.metadata
            rows = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    except Exception as error:  # Arrow raises several for what a broken footer holds
        yield Trouble(path, f"cannot be read as Parquet: {_words(error)}")
        return
    picked = names.picked(path, there, wanted)
    for piece in pieces(rows):
        size = sum(end - start for _, start, end, _ in piece)
        yield parts.part("parquet", path, place, piece, picked, size, identity)


def pieces(rows):
    """Tuples of (row group, first row, end, rows of the groups before) with about CARDS rows each."""
    waiting, size = [], 0
    for group, (count, before) in enumerate(zip(rows, accumulate(rows, initial=0))):
        if count > 2 * CARDS:
            if waiting:
                yield tuple(waiting)
            waiting, size = [], 0
            number = min(_PIECES, count // CARDS)
            edges = [count * step // number for step in range(number + 1)]
            yield from (((group, start, end, before),) for start, end in zip(edges, edges[1:]))
            continue
        waiting.append((group, 0, count, before))
        size += count
        if size >= CARDS:
            yield tuple(waiting)
            waiting, size = [], 0
    if waiting:
        yield tuple(waiting)


def read(part):
    roles = dict(part.columns)
    try:
        file = doors.parquet().ParquetFile(
            part.place, metadata=_footer(part.place, parts.identity(part.place)), buffer_size=_BUFFER, pre_buffer=False
        )
    except Exception as error:
        yield Trouble(part.source, f"cannot be read as Parquet: {_words(error)}")
        return
    with file:
        for group, start, end, before in part.what:
            yield from _group(file, part, roles, group, start, end, before)


@lru_cache(maxsize=1)
def _footer(place: str, identity: tuple):
    """What a file says of its row groups: that of a thousand takes as long to read as ten cards to check."""
    return doors.parquet().read_metadata(place)


def _group(file, part, roles: dict, group: int, start: int, end: int, before: int):
    """The cards of a piece of a row group; where its pages are broken, the names that can still be read."""
    at = start
    try:
        for item in _items(file, roles, group, start, end, before):
            yield item
            at += 1
        return
    except Exception as error:
        yield Trouble(part.source, f"row group {group}: rows {at} to {end - 1} cannot be read: {_words(error)}")
    rest = {role: name for role, name in roles.items() if role != "card"}
    try:
        for item in _items(file, rest, group, at, end, before):
            yield item._replace(state="unreadable")
    except Exception:  # then nobody knows whose cards they were
        return


def _items(file, roles: dict, group: int, start: int, end: int, before: int):
    at = 0
    for batch in file.iter_batches(_BATCH, row_groups=[group], columns=list(roles.values()), use_threads=False):
        low, high = max(start - at, 0), min(end - at, batch.num_rows)
        if low < high:
            yield from _batch(batch.slice(low, high - low), roles, before + at + low)
        at += batch.num_rows
        if at >= end:
            return


def _batch(batch, roles: dict, number: int):
    values = {role: _values(batch.column(name), role) for role, name in roles.items()}
    none = [None] * batch.num_rows
    rows = zip(*(values.get(role, none) for role in ("id", "card", "date", "downloads")))
    for at, (name, card, date, downloads) in enumerate(rows, number):
        yield Item(parts.name(name, f"row {at}"), card, None, parts.year(date), parts.whole(downloads))


def _values(column, role: str):
    types = doors.arrow().types
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if role == "date" and types.is_temporal(column.type):
        return doors.compute().year(column).to_pylist()
    if role == "card":
        return [value if isinstance(value, bytes) else None for value in _bytes(column).to_pylist()]
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = _bytes(column).to_pylist()
    return [value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value for value in values]


def _bytes(column):
    """Text as the bytes it is stored in: what a dump calls text may be no UTF-8."""
    pa = doors.arrow()
    if pa.types.is_string(column.type):
        return column.view(pa.binary())
    if pa.types.is_large_string(column.type):
        return column.view(pa.large_binary())
    return column.cast(pa.binary()) if str(column.type) == "string_view" else column


def _words(error: Exception) -> str:
    """What Arrow says, in one short line."""
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    return " ".join(str(error).split())[:200] or type(error).__name__
