"""A part checked: its rows as the bytes of two small Parquet files. This is all that an engine runs elsewhere.

No card takes longer than the limit: an alarm goes off in the check, the card is `too-slow` and the next one follows. Where there
is no alarm (Windows, a thread), there is no limit either.
"""

from __future__ import annotations

import gc
import hashlib
import signal
import threading
import time
from collections import namedtuple
from contextlib import contextmanager
from functools import lru_cache

from .. import check, rules, source
from ..context import Context
from ..findings import WARNING, Finding
from ..reporters import valid_unicode
from . import columns, completeness, reading, since
from .parts import Trouble
from .summary import TALLY, Tally

TOO_SLOW = "card-too-slow"
_STATES = {None: "checked", "too-large": "too-large", "not-utf8": "not-utf8"}
_GARBAGE = 5000  # objects more before Python looks for garbage
_FLUSH = 5000  # rows that are held as Python objects

Job = namedtuple("Job", "settings limit since", defaults=(10.0, None))
Job.__doc__ = """What is done to every part. since: a since.Index of an earlier audit, or None."""

Result = namedtuple("Result", "cards findings count")
Result.__doc__ = """A part that is done: the bytes of its files, and how many cards there were."""


class TooSlow(BaseException):
    """The alarm went off. No Exception, so that no rule takes it for a failure of its own."""


def checked(part, job: Job) -> Result:
    """The rows of a part. What cannot be read is a problem in its tally; it raises nothing for what a source may hold."""
    tables, tally = Tables(), Tally()
    old = since.opened(job.since)
    with _Alarm(job.limit) as alarm, _unhurried():
        for item in reading.read(part):
            if isinstance(item, Trouble):
                tally.problems.append(tuple(map(valid_unicode, item)))
            elif not (old and old.take(item, part, tables, tally)):
                _add(item, part, job, alarm, tables, tally)
    return Result(*tables.written(tally), tally.cards)


def _add(item, part, job: Job, alarm, tables, tally: Tally) -> None:
    origin = item.origin or (None if item.data is None else source.decode(item.id, item.data))
    found, context, state = [], None, item.state or "missing"
    if origin is not None:
        found, context, state = _looked(origin, item, part, job, alarm, tally)
    metadata = context.card.metadata if context and context.card else {}
    had = completeness.had(context) if state == "checked" and context.card else None
    row = _row(item, part, origin, state, found, metadata, had)
    tables.add(row, found)
    tally.add(row, had, [(finding.rule, finding.family, finding.level) for finding in found])


def _looked(origin, item, part, job: Job, alarm, tally: Tally):
    """(findings, context, state) of a card."""
    context = Context(origin, job.settings)
    try:
        with alarm.set():
            found = check.check_context(context, origin, _chosen(job.settings))
    except TooSlow:
        message = f"the card took longer than {job.limit:g} s to check, and was left; --limit gives it more"
        return [Finding(origin.path, 1, 1, 1, 1, TOO_SLOW, "files", WARNING, message)], None, "too-slow"
    except Exception as error:  # a fault of ours must not cost the other cards
        what = f"{item.id}: internal error: {type(error).__name__}: {error}; please report it with the card"
        tally.problems.append((valid_unicode(part.source), valid_unicode(what)))
        return [], None, "unreadable"
    return found, context, _STATES.get(origin.problem, "unreadable")


@contextmanager
def _unhurried():
    """Fewer looks for garbage: a card leaves little, and each look goes over much that stays (a fourteenth of the whole)."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _GARBAGE), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Alarm:
    """An alarm clock for the cards of a part: in a block of `set()` it raises TooSlow after so many seconds, or a twentieth more.

    One clock ticks for all cards: setting one anew for each would cost a fiftieth of checking it.
    """

    def __init__(self, seconds: float) -> None:
        there = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._seconds, self._before, self._late = seconds if there else 0, None, None

    def __enter__(self):
        if self._seconds:
            self._before = signal.signal(signal.SIGALRM, self._ticked)
            signal.setitimer(signal.ITIMER_REAL, self._seconds / 20, self._seconds / 20)
        return self

    def __exit__(self, *_) -> None:
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before or signal.SIG_DFL)

    @contextmanager
    def set(self):
        self._late = time.monotonic() + self._seconds
        try:
            yield
        finally:
            self._late = None

    def _ticked(self, *_) -> None:
        if self._late is not None and time.monotonic() >= self._late:
            self._late = None
            raise TooSlow


@lru_cache(maxsize=2)
def _chosen_of(select, ignore, policy) -> dict:
    """The rules of a run; `policy` tells one from another, for a policy brings rules of its own."""
    return rules.chosen(select, ignore)


def _chosen(settings) -> dict:
    return _chosen_of(tuple(settings.select), tuple(settings.ignore), settings.policy and settings.policy.digest)


def _row(item, part, origin, state: str, found, metadata: dict, had: int | None) -> dict:
    digest, size = _hashed(item, origin)
    levels = [finding.level for finding in found]
    return {
        "id": item.id, "source": part.source, "sha256": digest, "bytes": size, "state": state,
        "errors": levels.count("error"), "warnings": levels.count("warning"), "notes": levels.count("note"),
        "license": _value(metadata, "license"), "library": _value(metadata, "library_name"),
        "pipeline_tag": _value(metadata, "pipeline_tag"), "base_model": _value(metadata, "base_model"),
        "author": item.id[: item.id.index("/")] if "/" in item.id else None, "year": item.year, "downloads": item.downloads,
        "completeness": None if had is None else had / completeness.ALL, "exempt": len(getattr(found, "exempt", ())),
    }  # fmt: skip


def _hashed(item, origin) -> tuple[str, int]:
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
            while data := file.read(1 << 20):
                digest.update(data)
                size += len(data)
    except OSError:
        return "", 0
    return digest.hexdigest(), size


def _value(metadata: dict, key: str) -> str | None:
    """A metadata value in a column: of a list the first text, shortened; None for what is no text."""
    value = metadata.get(key)
    if type(value) is list:
        value = next((item for item in value if isinstance(item, str)), None)
    if not isinstance(value, str) or not value:
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
            self._findings.add(_of(finding, row))

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
        from .. import doors

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


def _of(finding: Finding, row: dict) -> tuple:
    """A finding as a row of columns.FINDINGS."""
    return (
        row["id"], row["source"], finding.rule, finding.family, finding.level, finding.line, finding.column, finding.end_line,
        finding.end_column, valid_unicode(finding.message), valid_unicode(finding.source[: columns.TEXT]), finding.fixable,
    )  # fmt: skip
