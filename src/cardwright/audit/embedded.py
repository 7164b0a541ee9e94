"""The rows of an audit as compressed blocks of its page: columns of all cards, and findings in chunks opened one at a time.

A block is text of base64 over zlib (no time and no operating system in it, so that the same rows give the same bytes).
"""

from __future__ import annotations

import base64
import json
import os
import sys
import zlib
from array import array
from contextlib import contextmanager

from .. import doors
from ..errors import CardwrightError
from ..findings import printable

CHUNK = 256  # cards whose findings are one block: some 200 KB once opened, at five findings a card
# Told by a number into a list of values, which begins with those of the summary, so that its filters are such numbers.
CODED = ("license", "library", "pipeline_tag", "year", "base_model", "source", "state")
# As they are stored, the widest first.
NUMBERS = {"bytes": "d", "downloads": "d", "completeness": "f", "errors": "i", "warnings": "i", "notes": "i"}
COUNTS = ("errors", "warnings", "notes")
GROUPS = ("license", "library", "pipeline_tag", "year")
LARGEST = 30  # values of a group that the summary lists; what follows is the rest of them together
SHOWN = ("rule", "level", "line", "column", "message", "text", "fixable")  # of a finding
_LEVELS = ("error", "warning", "note")
_BATCH = 8192


class TooLarge(Exception):
    """The blocks would be larger than allowed."""


def blocks(folder: str, summary: dict, limit: int) -> dict[str, str]:
    """Name -> block. Raises TooLarge where they come to more than `limit` characters."""
    store = _Store(limit)
    cards = _Cards(summary)
    carried = _Carried(folder, {rule: number for number, rule in enumerate(rules(summary))})
    waiting: list[tuple[str, int]] = []  # the ends of batches are not those of chunks
    for batch in batches(folder, "cards", ("id", *CODED, *NUMBERS)):
        columns = batch.to_pydict()
        cards.take(columns)
        waiting += zip(columns["id"], map(_sum, zip(*(columns[name] for name in COUNTS))))
        while len(waiting) >= CHUNK:
            store.add_chunk(carried.of(waiting[:CHUNK]))
            del waiting[:CHUNK]
    if waiting:
        store.add_chunk(carried.of(waiting))
    carried.finish()
    for name, content in {**cards.blocks(), **carried.blocks()}.items():
        store.add(name, content)
    return store.found


def rules(summary: dict) -> list[str]:
    """The rules of a summary, each once (a rule can stand there at several levels): a filter by rule is a number into them."""
    return list(dict.fromkeys(each["rule"] for each in summary["rules"]))


def values(summary: dict, name: str) -> list:
    """What of a group the summary lists: a filter by group is a number into it."""
    return list(summary["states"]) if name == "state" else [each["value"] for each in summary["by"].get(name, ())][:LARGEST]


def unknown(folder: str) -> list[str]:
    """The columns of cards.parquet in which there is nothing, as its own footer tells."""
    with _opened(folder, "cards") as file:
        footer = file.metadata
        groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
        empty = lambda place: sum(getattr(group.column(place).statistics, "null_count", None) or 0 for group in groups)
        names = file.schema_arrow.names if footer.num_rows else ()
        return [name for place, name in enumerate(names) if empty(place) == footer.num_rows]


def batches(folder: str, name: str, columns):
    """Batches of rows of one of an audit's Parquet files. Raises CardwrightError where it cannot be read."""
    with _opened(folder, name) as file:
        missing = sorted({*columns} - {*file.schema_arrow.names})
        if missing:
            path = os.path.join(folder, f"{name}.parquet")
            raise CardwrightError(f"{path}: has no column {', '.join(missing)}", f"it has {', '.join(file.schema_arrow.names)}")
        yield from file.iter_batches(_BATCH, columns=list(columns))


@contextmanager
def _opened(folder: str, name: str):
    """One of an audit's Parquet files."""
    pyarrow, parquet = doors.arrow(), doors.parquet()
    path = os.path.join(folder, f"{name}.parquet")
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (OSError, pyarrow.ArrowException) as error:
        raise CardwrightError(f"{path}: cannot be read: {str(error).splitlines()[0]}", "run the audit again") from None


def json_bytes(value) -> bytes:
    """A value as the shortest JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


class _Store:
    """Blocks by name, counted as they come so that a page that grows too large is given up early."""

    def __init__(self, limit: int) -> None:
        self.found, self._chunks, self._left = {}, 0, limit

    def add_chunk(self, findings: dict) -> None:
        self.add(f"findings-{self._chunks}", json_bytes(findings))
        self._chunks += 1

    def add(self, name: str, content: bytes) -> None:
        text = base64.b64encode(zlib.compress(content, 6)).decode("ascii")
        self._left -= len(text)
        if self._left < 0:
            raise TooLarge
        self.found[name] = text


class _Cards:
    """The columns of all cards."""

    def __init__(self, summary: dict) -> None:
        self._ids: list[str] = []
        self._numbers = {name: array(kind) for name, kind in NUMBERS.items()}
        self._codes = {name: array("I") for name in CODED}
        listed = {name: values(summary, name) for name in (*GROUPS, "state")}
        self._values = {name: {value: code for code, value in enumerate(listed.get(name, ()))} for name in CODED}

    def take(self, columns: dict) -> None:
        self._ids += map(_text, columns["id"])
        for name, kind in NUMBERS.items():
            nothing = 0 if kind == "i" else float("nan")
            self._numbers[name].extend(nothing if each is None else each for each in columns[name])
        for name in CODED:
            known = self._values[name]
            self._codes[name].extend([known.setdefault(each, len(known)) for each in columns[name]])

    def blocks(self) -> dict[str, bytes]:
        values = {name: [_value(each) for each in known] for name, known in self._values.items()}
        numbers = b"".join(_little(each) for each in (*self._numbers.values(), *self._codes.values()))
        return {"ids": json_bytes(self._ids), "values": json_bytes(values), "numbers": numbers}


class _Carried:
    """The findings, read beside the cards they belong to, and the rules each card breaks."""

    def __init__(self, folder: str, rules: dict[str, int]) -> None:
        self._rows = _rows(folder)
        self._rules, self._counts, self._codes = rules, array("I"), array("H")

    def of(self, cards: list[tuple[str, int]]) -> dict:
        """The findings of the next cards, column by column; `n` says how many each card has."""
        found: list[tuple] = []
        for name, count in cards:
            own = [next(self._rows, None) for _ in range(count)]
            if any(each is None or each[0] != name for each in own):
                raise _apart()
            broken = sorted({self._rules.setdefault(each[1], len(self._rules)) for each in own})
            self._counts.append(len(broken))
            self._codes.extend(broken)
            found += own
        _, rules, levels, *rest, messages, texts, fixable = zip(*found) if found else [()] * (len(SHOWN) + 1)
        shown = [[self._rules[each] for each in rules], [_level(each) for each in levels], *rest, [*map(_text, messages)],
                 [*map(_text, texts)], [int(bool(each)) for each in fixable]]  # fmt: skip
        return {"n": [count for _, count in cards]} | dict(zip(SHOWN, shown))

    def finish(self) -> None:
        if next(self._rows, None) is not None:
            raise _apart()

    def blocks(self) -> dict[str, bytes]:
        names = [_text(each) for each in self._rules]
        return {"rules": json_bytes(names), "broken": _little(self._counts) + _little(self._codes)}


def _rows(folder: str):
    for batch in batches(folder, "findings", ("id", *SHOWN)):
        yield from zip(*(batch.column(name).to_pylist() for name in ("id", *SHOWN)))


def _apart() -> CardwrightError:
    return CardwrightError("findings.parquet and cards.parquet do not go together", "run the audit again")


def _level(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS) - 1


def _sum(counts) -> int:
    return sum(filter(None, counts))


def _text(value) -> str:
    return "" if value is None else printable(value)


def _value(value):
    return printable(value) if isinstance(value, str) else value


def _little(numbers: array) -> bytes:
    """Numbers as bytes, the lowest first."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
