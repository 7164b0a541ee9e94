"""Folders: the model cards that `check` finds there, with what stands around them; else every *.md, a collection of cards."""

from __future__ import annotations

import os

from ... import discover
from ...errors import CardwrightError
from ...reporters import valid_unicode
from .. import parts
from ..parts import Item

_CARDS = 200  # of a part: reading what stands around a card takes longer than the card


def planned(path: str, place: str):
    """The Parts of a folder, or of one card that is named."""
    found = [os.path.relpath(candidate.path, place) for candidate in discover.find([place]) if not candidate.certain]
    certain = not found
    if os.path.isfile(place):
        place, found = os.path.dirname(place), [os.path.basename(place)]
    elif certain:
        found = sorted(_markdown(place))
    if not found:
        raise CardwrightError(f"{path}: no model card in it", "it holds neither a README.md of a model nor another *.md")
    for first in range(0, len(found), _CARDS):
        names = tuple(found[first : first + _CARDS])
        around = [_around(os.path.join(place, os.path.dirname(name)), certain, name) for name in names]
        yield parts.part("folders", path, place, (certain, names), (), len(names), around)


def _markdown(place: str):
    for folder, below, files in os.walk(place):
        below.sort()
        yield from (os.path.relpath(os.path.join(folder, name), place) for name in files if name.endswith(".md"))


def _around(folder: str, alone: bool, name: str) -> list:
    """What a card's rows depend on: names, sizes and times of the files of its folder, and of those a folder below."""
    if alone:
        return [_identity(os.path.join(folder, os.path.basename(name)))]
    listed = []
    for entry in _entries(folder):
        listed.append((entry.name, _identity(entry.path)))
        if entry.is_dir(follow_symlinks=False) and entry.name != ".git":
            listed += [(entry.name, inner.name, _identity(inner.path)) for inner in _entries(entry.path)]
    return listed


def _entries(folder: str) -> list:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _identity(path: str):
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def read(part):
    certain, names = part.what
    for name in names:
        candidate = discover.Candidate(os.path.join(part.place, name), certain, None)
        origin = discover.read(candidate)
        if origin is not None:
            yield Item(_id(part.source, name, certain), None, origin)


def _id(source: str, name: str, alone: bool) -> str:
    """What a card is called: its folder below the source, the file without its ending in a collection."""
    name = name.replace(os.sep, "/")
    folder, _, file = name.rpartition("/")
    if alone:
        name = name.removesuffix(".md")
    elif file == "README.md":
        name = folder or os.path.normpath(source).replace(os.sep, "/")
    return valid_unicode(name)
