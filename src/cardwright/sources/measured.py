"""Rows of results: what is a number becomes a row, what is none a Note."""

from __future__ import annotations

from itertools import islice

from ..claims import metrics
from ..facts import Fact, Note, typed
from ..schema import clip
from .jsonfiles import count, number
from .wording import human

MAX_ROWS = 500  # of one file
_VALUES = ("value", "score", "result", "mean")
# What a result that is a mapping may say besides its value, by the fact it becomes a row of.
COLUMNS = dict.fromkeys(("metrics", "benchmarks"), ("baseline", "better", "unit", "stderr", "notes", "dataset", "target"))
COLUMNS["safety_results"] = ("target", "better", "unit", "notes")
_OF_THEIR_OWN = ("loss", "perplexity")  # facts and no rows


def named(found: dict, prefix: str = ""):
    """(key, row) of each finite number whose key, without the prefix, is a metric's name of which every word is known."""
    for key, value in islice(found.items(), MAX_ROWS):
        name = metrics.named(key.removeprefix(prefix))
        if name and key.startswith(prefix) and name.metric.key not in _OF_THEIR_OWN and number(value) is not None:
            yield key, {"name": human(key.removeprefix(prefix)), "value": value}


def table(found: dict, fact: str, file: str, key: str):
    """The Fact of a mapping of names and results, each a number or a mapping with one; a Note for each that is none."""
    made = []
    for name, told in islice(found.items(), MAX_ROWS):
        row = row_of(told, COLUMNS[fact])
        if row:
            made.append({"name": human(name)} | row)
        elif told is not None:
            yield Note(file, f"{key}.{clip(name)}: {shown(told)} is no number; it is left out")
    if made:
        yield Fact(fact, made, file, key)


def row_of(told, columns) -> dict | None:
    """The columns of a result, a bare number or a mapping; None without a number."""
    if not isinstance(told, dict):
        return {"value": told} if number(told) is not None else None
    value = next((told[name] for name in _VALUES if number(told.get(name)) is not None), None)
    if value is None:
        return None
    row = {"value": value} | {name: told[name] for name in columns if told.get(name) is not None}
    n = count(told.get("n", told.get("samples")))
    base = baseline(row.pop("baseline", None))
    return row | base | ({"n": n} if n else {})


def baseline(value) -> dict:
    """The column `baseline`: a number as it is, words that say why there is none; nothing where it only holds a place."""
    if number(value) is not None:
        return {"baseline": value}
    if not isinstance(value, str):
        return {} if value is None else {"baseline": "not a number"}
    text = value.strip()
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return {"baseline": "not a number"}  # what float() reads would be cast to a number again
    return {"baseline": clip(text)} if text and not typed.is_blank(clip(text)) else {}


def shown(value) -> str:
    """What a value is, for a Note. Of a text no more than that: it may be anything, also a password."""
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return "a text" if isinstance(value, str) else {"nan": "NaN"}.get(repr(value)[:60], repr(value)[:60])
