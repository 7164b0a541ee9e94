"""The rows that look for words and signs, run over the cards that set off their triggers."""

from __future__ import annotations

from . import dummies, filler, phrases, values

ROWS = dummies.ROWS + filler.ROWS + phrases.ROWS + values.ROWS


def find(page, hit: dict):
    """Yield (kind, start, end) of what the rows find; `hit`: what triggers.hit gave."""
    for row in ROWS:
        if row.trigger in hit:
            for start, end in page.each(row, hit[row.trigger]):
                yield row.kind, start, end
