"""What the columns of a table hold, by their headers: scores, baselines, improvements, targets, states, rates, counts."""

from __future__ import annotations

import re
from functools import cache

from . import metrics

# role | words of which a header of up to six has one | what else the whole header may be. The first that fits counts.
_ROWS = """
delta | improvement improvements delta δ gain gains uplift | change, diff, difference, relative change, change (%)
target | target threshold goal requirement | required, criterion, minimum, min, acceptance
status | status verdict | pass?, passed?, met?, pass, passed, met, ok, pass/fail, passes, meets target, target met
rate | | pass rate, success rate, block rate, pass %, success %, pass rate (%), success rate (%)
count | samples prompts questions trials episodes n # | tests, tested, cases, examples, count, runs, total, support, passed
base | baseline base before original untuned vanilla pretrained unquantized fp32 fp16 bf16 | reference, old, prior
score | score scores result | value, measured, achieved, actual, observed, current, our model, ours, this model, results
"""
_WORD = re.compile(r"[^\s()\[\]/,:*]+")


@cache
def _rows() -> tuple:
    rows = [[part.strip() for part in row.split("|")] for row in _ROWS.strip().splitlines()]
    return tuple((role, frozenset(words.split()), frozenset(whole.split(", "))) for role, words, whole in rows)


@cache
def role(header: str) -> str:
    """What a column is for: a role of the list, "metric" where the header names a metric, "" otherwise."""
    text = header.lower().strip(" .:↑↓")
    if not text or len(text) > 50:
        return ""
    words = _WORD.findall(text)
    if len(words) <= 6:
        for name, some, whole in _rows():
            if text in whole or not some.isdisjoint(words):
                return name
    return "metric" if metrics.kind_of(header) or metrics.named(header) else ""


def roles(table) -> tuple[str, ...]:
    """The role of each column of a table."""
    if table.roles is None:
        table.roles = tuple(role(cell.text) for cell in table.header)
    return table.roles


def find(tables) -> frozenset[str]:
    """The roles that any column of a card has; "row" when a first column names a metric."""
    return frozenset(name for table in tables for name in roles(table))


def at(table, name: str) -> int | None:
    """The only column with a role; None without one or with several."""
    if roles(table).count(name) != 1:
        return None
    return table.roles.index(name)
