"""What is known of a card and of its findings, as rows of the two tables; and the rows of a part, as Parquet in memory."""

from __future__ import annotations

import hashlib

from .. import doors
from ..findings import Finding
from ..reporters import valid_unicode
from . import columns, completeness
from .summary import TALLY, Tally

_FLUSH = 5000  # rows that are held as Python objects
_ONCE = 1 << 20  # bytes of a file that are hashed at a time


def card(item, source: str, hashed: tuple[str, int], state: str, found, metadata: dict, had: int | None) -> dict:
    """The row of a card, by the names of columns.CARDS.

    hashed: what `hashed` gave; found: its findings; had: what completeness.had gave, None for a card that was not checked
    """
    levels = [finding.level for finding in found]
    return {
        "id": item.id, "source": source, "sha256": hashed[0], "bytes": hashed[1], "state": state,
        "errors": levels.count("error"), "warnings": levels.count("warning"), "notes": levels.count("note"),
        "license": _value(metadata.get("license")), "library": _value(metadata.get("library_name")),
        "pipeline_tag": _value(metadata.get("pipeline_tag")), "base_model": _value(metadata.get("base_model")),
        "author": item.id[: item.id.index("/")] if "/" in item.id else None, "year": item.year, "downloads": item.downloads,
        "completeness": None if had is None else had / completeness.ALL, "exempt": len(getattr(found, "exempt", ())),
    }  # fmt: skip


def hashed(item, origin) -> tuple[str, int]:
    """(SHA-256, size) of a card's bytes; ("", 0) where there are none. origin: its source.Source, or None."""
    if item.data is not None:
        return hashlib.sha256(item.data).hexdigest(), len(item.data)
    if origin is None:
        return "", 0
    if origin.text is not None:
        data = origin.text.encode("utf-8")
        return hashlib.sha256(data).hexdigest(), len(data)
    return _hashed_file(origin.path) if origin.problem != "unreadable" else ("", 0)


def _hashed_file(path: str) -> tuple[str, int]:
    """Of a file that is no text, or too large to be held."""
    digest, size = hashlib.sha256(), 0
    try:
        with open(path, "rb") as file:
            while data := file.read(_ONCE):
                digest.update(data)
                size += len(data)
    except OSError:
        return "", 0
    return digest.hexdigest(), size


def _value(value) -> str | None:
    """A metadata value in a column: of a list the first text, shortened; None for what is no text."""
    if type(value) is list:
        value = next((item for item in value if isinstance(item, str)), None)
    if not value or not isinstance(value, str):
        return None
    value = value[: columns.VALUE]
    return value if value.isascii() else valid_unicode(value)


class Tables:
    """The two tables of a part, as files in memory."""

    def __init__(self) -> None:
        self._cards, self._findings = Table(columns.CARDS), Table(columns.FINDINGS)

    def add(self, row: dict, found) -> None:
        """One card and its findings."""
        self._cards.add(tuple(row.values()))
        for finding in found:
            self._findings.add(_finding(finding, row))

    def add_table(self, row: dict, table) -> None:
        """One card, with its findings as an Arrow table."""
        self._cards.add(tuple(row.values()))
        self._findings.add_table(table)

    def written(self, tally: Tally) -> tuple[bytes, bytes]:
        """(file of cards, file of findings); the tally stands in the metadata of the first."""
        return self._cards.written({TALLY: tally.written()}), self._findings.written({})


class Table:
    """Rows made to a Parquet file in memory, some thousands at a time: columns straight to Arrow, compressed once."""

    def __init__(self, listed) -> None:
        self._pa, self._schema, self._rows = doors.arrow(), columns.schema(listed), []
        self._out = self._pa.BufferOutputStream()
        self._file = doors.parquet().ParquetWriter(self._out, self._schema, compression="zstd", use_dictionary=False)

    def add(self, row: tuple) -> None:
        self._rows.append(row)
        if len(self._rows) >= _FLUSH:
            self._flush()

    def add_table(self, table) -> None:
        self._flush()
        if table.num_rows:
            self._file.write_table(table)

    def _flush(self) -> None:
        if self._rows:
            arrays = [self._pa.array(values, field.type) for values, field in zip(zip(*self._rows), self._schema)]
            self._rows = []
            self._file.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))

    def written(self, metadata: dict) -> bytes:
        self._flush()
        self._file.add_key_value_metadata(metadata)
        self._file.close()
        return self._out.getvalue().to_pybytes()


def _finding(finding: Finding, row: dict) -> tuple:
    """A finding as a row of columns.FINDINGS."""
    return (
        row["id"], row["source"], finding.rule, finding.family, finding.level, finding.line, finding.column, finding.end_line,
        finding.end_column, valid_unicode(finding.message), valid_unicode(finding.source[: columns.TEXT]), finding.fixable,
    )  # fmt: skip
