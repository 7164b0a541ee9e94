"""The tables of parts, or of whole audits, put together: row after row as they come, in row groups that only the rows decide."""

from __future__ import annotations

import os

from .. import doors
from ..errors import CardwrightError
from . import columns
from .summary import TALLY, Tally
from .writing import whole

NAMES = ("cards", "findings")
MADE_BY = b"cardwright"  # in the metadata of an audit's files: what tells settings, policy and version apart
_ROWS = 20_000  # of a row group


def merged(folder: str, made_by: str, paths) -> tuple[Tally, list]:
    """Write cards.parquet and findings.parquet of a folder; (what they add up to, ids told twice).

    paths  mappings of "cards" and "findings" to files: of a part, or of an audit
    """
    tally, seen = Tally(), Twice()
    for name in reversed(NAMES):
        with whole(os.path.join(folder, f"{name}.parquet")) as file:
            writer = _Merged(file, getattr(columns, name.upper()), {MADE_BY: made_by})
            for path in paths:
                with doors.parquet().ParquetFile(path[name]) as table:
                    if name == "cards":
                        tally.join(Tally.read(table.metadata.metadata[TALLY]))
                    for batch in table.iter_batches(_ROWS, use_threads=False):
                        writer.add(batch)
                        if name == "cards":
                            seen.look(batch)
            writer.close({TALLY: tally.written()} if name == "cards" else {})
    return tally, seen.told(os.path.join(folder, "cards.parquet"))


def tables(folder: str) -> dict:
    """The files of an audit, as `merged` takes them."""
    return {name: os.path.join(folder, f"{name}.parquet") for name in NAMES}


def made_by(folder: str) -> str:
    """What the cards of an audit were checked with. Raises CardwrightError where it is no audit."""
    for path in reversed(tables(folder).values()):
        try:
            with doors.parquet().ParquetFile(path) as file:
                told = (file.metadata.metadata or {}).get(MADE_BY)
        except (FileNotFoundError, NotADirectoryError):
            told = None
        except Exception as error:  # Arrow raises several for what a broken file holds
            raise CardwrightError(f"{path}: cannot be read: {' '.join(str(error).split())[:200]}") from None
        if told is None:
            raise CardwrightError(f"{folder}: no audit in it", "name the folder that --output of an earlier one named")
    return told.decode()


class Twice:
    """Ids that stand more than once, found in two looks so that millions of them take no memory: bits first, then names."""

    _BITS = 27

    def __init__(self) -> None:
        self._bits, self._maybe = bytearray(1 << (self._BITS - 3)), set()

    def look(self, table) -> None:
        """Note the ids of a table of cards."""
        for name in table.column("id").to_pylist():
            byte, bit = divmod(hash(name) & ((1 << self._BITS) - 1), 8)
            if self._bits[byte] >> bit & 1:
                self._maybe.add(name)
            self._bits[byte] |= 1 << bit

    def told(self, path: str) -> list:
        """One problem for all of them, or none."""
        counts: dict = {}
        if self._maybe:
            with doors.parquet().ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS, columns=["id"], use_threads=False):
                    for name in batch.column(0).to_pylist():
                        if name in self._maybe:
                            counts[name] = counts.get(name, 0) + 1
        several = [(name, count) for name, count in counts.items() if count > 1]
        if not several:
            return []
        (name, count), ids = several[0], f"{len(several):,} ids stand" if len(several) > 1 else "1 id stands"
        return [("", f"{ids} more than once ({name}: {count} times); every card has its row")]


class _Merged:
    """A table put together from those of the parts. Its rows alone say where a row group ends, not the parts they came in."""

    def __init__(self, file, listed, metadata: dict) -> None:
        self._pa = doors.arrow()
        few = [column.name for column in listed if column.name in columns.FEW]
        self._schema = columns.schema(listed).with_metadata(metadata)
        self._writer = doors.parquet().ParquetWriter(file, self._schema, compression="zstd", use_dictionary=few)
        self._waiting, self._rows = [], 0

    def add(self, batch) -> None:
        self._waiting.append(self._pa.Table.from_batches([batch]).replace_schema_metadata(None))
        self._rows += batch.num_rows
        if self._rows >= _ROWS:
            self._flush(self._rows - self._rows % _ROWS)

    def _flush(self, rows: int) -> None:
        table = self._pa.concat_tables(self._waiting).combine_chunks()
        for first in range(0, rows, _ROWS):
            piece = table.slice(first, min(_ROWS, rows - first))
            self._writer.write_table(self._pa.Table.from_arrays(piece.columns, schema=self._schema), row_group_size=_ROWS)
        self._waiting, self._rows = [table.slice(rows)], self._rows - rows

    def close(self, metadata: dict) -> None:
        if self._rows:
            self._flush(self._rows)
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()
