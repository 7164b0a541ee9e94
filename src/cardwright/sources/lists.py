"""What every reader's facts go through: lists that several files add to become one, and what no card may show is left out."""

from __future__ import annotations

from itertools import islice

from ..characters import credentials, settings_secrets
from ..facts import Fact, Note, typed
from ..schema import clip

# Lists that several files add to, and the column by which two rows are the same one.
MERGED = {"metrics": "name", "benchmarks": "name", "software_versions": "name", "tags": None}

MAX_ROWS = 1000
_DEEPEST = 4  # of a fact: a table is a list of mappings that may hold a list


def gathered(told):
    """The facts and notes, with one Fact at the end for each list that several files add to."""
    collected = {name: {} for name in MERGED}
    for one in map(_harmless, told):
        if isinstance(one, Fact) and one.name in MERGED:
            yield from _added(collected[one.name], one)
        else:
            yield one
    for name, rows in collected.items():
        if rows:
            yield _joined(name, list(rows.values()))


def _harmless(one):
    """A Fact or Note without secrets, and of a depth that is safe to walk."""
    if isinstance(one, Note):
        return Note(one.file, credentials.masked(one.text))
    key = one.key or one.name
    if not _is_shallow(one.value):
        return Note(one.file, f"{key}: it is nested too deeply for what it should be; it is left out")
    if any(settings_secrets.is_secret(path, text) for path, text in settings_secrets.texts(one.value, key)):
        return Note(one.file, f"{key}: it looks like a secret; it is left out")
    return one


def _is_shallow(value, levels: int = _DEEPEST) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in (value.values() if isinstance(value, dict) else value))


def _added(rows: dict, fact: Fact):
    """Put the rows of a fact among those there are, and yield a Note for each that cannot be one or replaces another."""
    for written in islice(fact.value if isinstance(fact.value, list) else [fact.value], MAX_ROWS):
        try:
            typed_rows = typed.value(fact.name, [written]) or []
        except (typed.Invalid, typed.Blank) as why:
            yield Note(fact.file, f"{fact.key or fact.name}: {why}; it is left out")
            continue
        for row in typed_rows:
            same = row[MERGED[fact.name]] if MERGED[fact.name] else row
            yield from _replaced(same, rows.get(same), row, fact)
            rows[same] = row, fact


def _replaced(name: str, before, row, fact: Fact):
    if before and isinstance(row, dict) and _number(before[0]) != _number(row):
        here, there = _number(row), _number(before[0])
        yield Note(fact.file, f"{clip(name)} is {here} here and {there} in {before[1].file}; this one counts")


def _number(row: dict):
    return row.get("value", row.get("version"))


def _joined(name: str, found: list) -> Fact:
    """One Fact of (row, the Fact it came with) pairs, which names every file that gave one."""
    origins = list(dict.fromkeys((fact.file, fact.key) for _, fact in found))
    files = list(dict.fromkeys(file for file, _ in origins))
    return Fact(name, [row for row, _ in found], ", ".join(files), origins[0][1] if len(origins) == 1 else "")
