"""A part checked: its rows as the bytes of two small Parquet files. This is all that an engine runs elsewhere."""

from __future__ import annotations

import gc
from collections import namedtuple
from contextlib import contextmanager

from .. import check, rules, source
from ..context import Context
from ..reporters import valid_unicode
from . import completeness, reading, rows, since
from .alarm import Alarm, TooSlow
from .parts import Trouble
from .summary import Tally

_STATES = {None: "checked", "too-large": "too-large", "too-slow": "too-slow", "not-utf8": "not-utf8"}
_GARBAGE = 5000  # objects more before Python looks for garbage

Job = namedtuple("Job", "settings limit since", defaults=(10.0, None))
Job.__doc__ = """What is done to every part. limit: seconds a card; since: a since.Index of an earlier audit, or None."""

Result = namedtuple("Result", "cards findings count")
Result.__doc__ = """A part that is done: the bytes of its files, and how many cards there were."""


def checked(part, job: Job) -> Result:
    """The rows of a part. What cannot be read is a problem in its tally; it raises nothing for what a source may hold."""
    tables, tally = rows.Tables(), Tally()
    old = since.opened(job.since)
    with Alarm(job.limit) as alarm, _unhurried():
        checker = _Checker(part.source, job, alarm, tally.problems)
        for item in reading.read(part):
            if isinstance(item, Trouble):
                tally.problems.append(tuple(map(valid_unicode, item)))
            elif not (old and old.take(item, part, tables, tally)):
                row, had, found = checker.looked(item)
                tables.add(row, found)
                tally.add(row, had, [(finding.rule, finding.family, finding.level) for finding in found])
    return Result(*tables.written(tally), tally.cards)


@contextmanager
def _unhurried():
    """Fewer looks for garbage: a card leaves little, and each look goes over much that stays (a fourteenth of the whole)."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _GARBAGE), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Checker:
    """What checks the cards of a part, one after the other."""

    def __init__(self, named: str, job: Job, alarm: Alarm, problems: list) -> None:
        self._named, self._settings, self._limit, self._alarm, self._problems = named, job.settings, job.limit, alarm, problems
        self._chosen = rules.chosen(job.settings.select, job.settings.ignore)

    def looked(self, item) -> tuple:
        """(row, what completeness.had gave, findings) of a card."""
        origin = item.origin or (None if item.data is None else source.decode(item.id, item.data))
        state, found, metadata, had = item.state or "missing", (), {}, None
        if origin is not None:
            state, found, metadata, had = self._said(origin, item)
        return rows.card(item, self._named, rows.hashed(item, origin), state, found, metadata, had), had, found

    def _said(self, origin, item) -> tuple:
        """(state, findings, metadata, what completeness.had gave) of a card that is there."""
        try:
            try:
                self._alarm.set()
                return self._checked(origin)
            except Exception as error:  # a fault of ours must not cost the other cards
                what = f"{item.id}: internal error: {type(error).__name__}: {error}; please report it with the card"
                self._problems.append((valid_unicode(self._named), valid_unicode(what)))
                return "unreadable", (), {}, None
            finally:
                self._alarm.off()
        except TooSlow:
            return self._checked(origin._replace(text=None, problem="too-slow", detail=f"{self._limit:g} s"))  # without the alarm

    def _checked(self, origin) -> tuple:
        context = Context(origin, self._settings)
        found = check.check_context(context, origin, self._chosen)
        state, card = _STATES.get(context.problem, "unreadable"), context.card
        return state, found, card.metadata if card else {}, completeness.had(context) if card else None
