"""Rows of one table that say they are about the same and give different numbers."""

from __future__ import annotations

from . import columns, metrics, quantities

_COUNTERS = frozenset(("epoch", "epochs", "step", "steps", "iteration", "iter", "run", "seed", "fold", "#", "no", "no.", "n"))


def find(context):
    """(earlier Cell, later Cell, label) of every such pair; nothing of a table that repeats its labels for a reason."""
    for table in context.tables:
        scores = _score_columns(table)
        if scores and len(table.rows) > 1:
            yield from _pairs(table, scores)


def _score_columns(table) -> list[int]:
    """The columns of a table with results; none where a column counts, or its first does not name things."""
    if any(cell.text.lower() in _COUNTERS for cell in table.header):
        return []
    by_rows = columns.roles(table)[0] in ("", "metric") and any(metrics.named(row[0].text) for row in table.rows)
    told = [i for i, head in enumerate(table.header) if i and metrics.named(head.text)]
    return told or [i for i, role in enumerate(table.roles) if i and role == "score" and by_rows]


def _pairs(table, scores: list[int]):
    seen, found, rows = {}, [], 0
    others = [i for i in range(len(table.header)) if i not in scores]
    for row in table.rows:
        numbers = [quantities.parse(row[i].text) for i in scores]
        if not any(numbers):  # a row that only names a group: what follows is about something else
            seen.clear()
            continue
        rows += 1
        label = tuple(row[i].text.lower() for i in others)
        earlier = seen.setdefault(label, row) if row[0].text else row
        if earlier is not row:
            found += [(earlier[i], row[i], row[0].text) for i in scores if _differ(earlier[i].text, row[i].text)][:1]
    if len(found) * 3 <= rows or len(found) == 1:
        yield from found


def _differ(one: str, other: str) -> bool:
    first, second = quantities.parse(one), quantities.parse(other)
    return bool(first and second) and not quantities.agree(first, second)
