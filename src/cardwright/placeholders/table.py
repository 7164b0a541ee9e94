"""All rows that look for words and signs, run over the cards that hold any of them."""

from __future__ import annotations

from . import dummies, filler, phrases, values
from .page import Triggers

ROWS = dummies.ROWS + filler.ROWS + phrases.ROWS + values.ROWS
_TRIGGERS = Triggers(ROWS)


def find(page):
    """Yield (kind, start, end) of what the rows find."""
    yield from values.find_in_front(page)
    yield from dummies.find_titles(page)
    present = _TRIGGERS.within(page)
    if present:
        for row in ROWS:
            if not present.isdisjoint(row.words) and (row.needles is None or page.holds(row)):
                for start, end in page.each(row, present):
                    yield row.kind, start, end
