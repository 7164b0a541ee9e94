"""`--since`: what an earlier audit said of cards whose bytes are the same, taken over instead of checked again.

Only of dumps: what is said of a card in a folder depends on the files around it. An index of the earlier audit's hashes, sorted,
is written once and mapped into memory by every worker, so that millions of cards cost no worker anything.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections import namedtuple
from functools import lru_cache

from .. import doors
from . import columns, parts, rows
from .completeness import ALL

_AGAIN = ("too-slow", "unreadable", "missing")  # states that another look may change, or that cost none
_SAID = ("errors", "warnings", "notes", "license", "library", "pipeline_tag", "base_model", "completeness", "exempt")

Index = namedtuple("Index", "cards findings path by_id")
Index.__doc__ = (
    """The files of an earlier audit, and that of its hashes: full paths. by_id: only a card of the same id counts as the same."""
)


def indexed(folder: str, path: str, by_id: bool) -> Index:
    """The Index of an audit, written to `path`: hash, row of the card, first finding and number of findings, by hash.

    by_id  whether what is said of a card depends on its id, as where a policy exempts some
    """
    pa, compute = doors.arrow(), doors.compute()
    keys, places, firsts, counts, first, row = array("Q"), array("L"), array("Q"), array("L"), 0, 0
    cards, findings = (os.path.abspath(os.path.join(folder, f"{name}.parquet")) for name in ("cards", "findings"))
    with doors.parquet().ParquetFile(cards) as file:
        for batch in file.iter_batches(5000, columns=["id", "sha256", "state", "errors", "warnings", "notes"], use_threads=False):
            for name, digest, state, *levels in zip(*(column.to_pylist() for column in batch.columns)):
                if digest and state not in _AGAIN:
                    keys.append(_key(digest, name if by_id else ""))
                    places.append(row)
                    firsts.append(first)
                    counts.append(sum(levels))
                first, row = first + sum(levels), row + 1
    typed = (pa.array(values, pa.uint64()) for values in (keys, places, firsts, counts))
    table = pa.table(dict(zip(("key", "row", "first", "count"), typed)))
    table = table.take(compute.sort_indices(table, sort_keys=[("key", "ascending")])).combine_chunks()
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return Index(cards, findings, os.path.abspath(path), by_id)


def _key(digest: str, name: str) -> int:
    return int((parts.key(digest, name) if name else digest)[:16], 16)


def opened(index: Index | None):
    """The Earlier audit of an Index, kept by the process; None for none."""
    return _opened(index) if index else None


@lru_cache(maxsize=1)
def _opened(index: Index):
    return Earlier(index)


class Earlier:
    """An earlier audit, by the hash of a card."""

    def __init__(self, index: Index) -> None:
        pa = doors.arrow()
        table = pa.ipc.open_file(pa.memory_map(index.path)).read_all()
        view = lambda column: memoryview(column.chunk(0).buffers()[1]).cast("Q") if table.num_rows else ()
        self._size = table.num_rows
        self._keys, self._rows, self._firsts, self._counts = map(view, table.columns)
        self._cards, self._findings, self._by_id = _Rows(index.cards), _Rows(index.findings), index.by_id

    def take(self, item, part, tables, tally) -> bool:
        """Add what is known of an item that is a card alone; False where it is to be checked."""
        if item.data is None or item.origin is not None:
            return False
        digest, size = rows.hashed(item, None)
        key = _key(digest, item.id if self._by_id else "")
        at = bisect_left(self._keys, key, 0, self._size)
        if at == self._size or self._keys[at] != key:
            return False
        old = self._cards.slice(self._rows[at], 1).to_pylist()[0]
        if old["sha256"] != digest or (self._by_id and old["id"] != item.id):
            return False
        found = self._findings.slice(self._firsts[at], self._counts[at])
        row = rows.card(item, part.source, (digest, size), old["state"], (), {}, None) | {name: old[name] for name in _SAID}
        had = None if old["completeness"] is None else round(old["completeness"] * ALL)
        tables.add_table(row, _named(found, row))
        tally.add(row, had, list(zip(*(found.column(name).to_pylist() for name in ("rule", "family", "level")))))
        return True


def _named(found, row: dict):
    """Findings under a card's present name."""
    pa = doors.arrow()
    arrays = [pa.array([row[name]] * found.num_rows, pa.string()) for name in ("id", "source")]
    columns_ = [*arrays, *(found.column(field.name) for field in list(columns.schema(columns.FINDINGS))[2:])]
    return pa.Table.from_arrays(columns_, schema=columns.schema(columns.FINDINGS))


class _Rows:
    """Rows of a Parquet file by their number; the row groups read last are kept, since the dumps are much alike."""

    def __init__(self, path: str) -> None:
        self._file = doors.parquet().ParquetFile(path)
        metadata = self._file.metadata
        self._starts = [0]
        for group in range(metadata.num_row_groups):
            self._starts.append(self._starts[-1] + metadata.row_group(group).num_rows)
        self._kept: dict = {}

    def slice(self, first: int, count: int):
        """A table of `count` rows from `first` on."""
        pa, tables = doors.arrow(), []
        group = max(0, bisect_left(self._starts, first + 1) - 1)
        while count:
            start, end = self._starts[group], self._starts[group + 1]
            size = min(count, end - first)
            tables.append(self._group(group).slice(first - start, size))
            first, count, group = first + size, count - size, group + 1
        return pa.concat_tables(tables) if tables else self._file.schema_arrow.empty_table()

    def _group(self, number: int):
        if number not in self._kept:
            if len(self._kept) > 3:
                del self._kept[next(iter(self._kept))]
            self._kept[number] = self._file.read_row_group(number, use_threads=False).combine_chunks()
        return self._kept[number]
