"""JSON files that may be anything: read within bounds, or a Note why not; and values picked from them by dotted paths."""

from __future__ import annotations

import json

from .. import source
from ..facts import Fact, Note, declared
from . import hubids

_EXACT = 2**53  # whole numbers beyond it are not exact in a float


def parsed(path: str, within: str | None = None) -> tuple[dict, str]:
    """(what a JSON file holds, "") when it is a mapping, else ({}, why not)."""
    origin = source.read(path, within)
    if origin.text is None:
        return {}, f"it cannot be read: {origin.detail}"
    try:
        content = json.loads(origin.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}, "it is not JSON"
    return (content, "") if isinstance(content, dict) else ({}, "it holds no mapping")


def loaded(files, name: str) -> tuple[dict, list[Note]]:
    """(the mapping in a file of a folder, Notes why there is none); no file is no mapping and no Note."""
    path = files.path(name)
    if path is None:
        return {}, []
    content, problem = parsed(path, files.within)
    return content, [Note(name, f"{problem}; nothing of it is used")] if problem else []


def each(files, names, told):
    """What `told(content, file)` yields of each of these files that is there."""
    for name in names:
        content, notes = loaded(files, name)
        yield from notes
        if content:
            yield from told(content, name)


def at(content, path: str):
    """The value at a dotted path; None where there is none."""
    for step in path.split("."):
        if not isinstance(content, dict):
            return None
        content = content.get(step)
    return content


def first(content: dict, paths) -> tuple[str, object]:
    """(path, value) of the first of these paths that leads to a value; ("", None) when none does."""
    for path in paths:
        value = at(content, path)
        if value is not None:
            return path, value
    return "", None


def picked(content: dict, rows, file: str, prefixes=("",)):
    """The Fact of each (fact, path, other path ...) row that leads to a value, below any of the prefixes."""
    for name, *paths in rows:
        key, value = first(content, (prefix + path for path in paths for prefix in prefixes))
        if value is not None:
            yield from hubids.told(name, value, file, key) if name in hubids.KINDS else (Fact(name, value, file, key),)


def number(value):
    """A finite number, or None for all else: true, NaN, text, whole numbers too long to stay exact."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if -_EXACT <= value <= _EXACT else None


def count(value) -> int | None:
    """A whole number of at least 1, or None."""
    found = number(value)
    return int(found) if found is not None and found >= 1 and found == int(found) else None


def mapping(value) -> dict:
    """A mapping as it is, an empty one for all else."""
    return value if isinstance(value, dict) else {}


def is_plain(content: dict) -> bool:
    """Whether a mapping holds facts by their names and nothing else, each table as a list."""
    known = declared.properties()
    return all(key in known and not (known[key].get("type") == "array" and isinstance(content[key], dict)) for key in content)
