"""Repository trees that a card prints: which files they name, and where."""

from __future__ import annotations

from collections import namedtuple
from itertools import islice

from ..lazy import Lazy

MAX_ENTRIES = 500
MAX_TREES = 20

Entry = namedtuple("Entry", "path folder start end")
Entry.__doc__ = (
    """A file or folder in a printed tree: its path below the tree's root, whether others stand below it, its place."""
)

_BRANCH = Lazy(
    r"([│┃|║ \t\u00a0]{0,200})(?:[├└┣┗╠╚+|`]|\\)(?:[─━═-]{1,6})[ \u00a0]?"
    r"([^\s│─┐┘┌└├┤┬┴┼#←<>{}…]{1,200})(?=[ \t\r]*\Z|[ \t]{2}|[ \t][#←(\u2013\u2014:|-])"
)
_MARKS = ("├", "└", "┣", "┗")


def trees(card):
    """The entries of each tree in a fenced block, as lists of Entry."""
    drawn = (
        fence for fence in card.body.fences if any(card.text.find(mark, fence.body_start, fence.body_end) >= 0 for mark in _MARKS)
    )
    for fence in islice(drawn, MAX_TREES):
        yield _entries(card.text, fence.body_start, fence.body_end)


def _entries(text: str, start: int, end: int) -> list[Entry]:
    found: list[Entry] = []
    above: list[tuple[int, str]] = []  # (column, path) of the folders a line may stand in
    while start < end and len(found) < MAX_ENTRIES:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        match = _BRANCH.match(text[start : min(stop, start + 500)])
        if match:
            column, name = match.start(2), match.group(2)
            while above and above[-1][0] >= column:
                above.pop()
            path = "/".join([*(folder for _, folder in above), name.strip("/`")])
            above.append((column, name.strip("/`")))
            found.append(Entry(path, name.endswith("/"), start + column, start + match.end(2)))
        elif not any(mark in text[start : min(stop, start + 500)] for mark in _MARKS + ("│", "┃", "|")):
            above.clear()
        start = stop + 1
    return found


def missing(context, tree: list[Entry]) -> list[Entry]:
    """The entries of a tree of this very folder that do not exist in it, without what stands below a missing one.

    A tree is of this folder when most of its top names are in it; others show a training project or an installation.
    """
    there = context.files.names if context.files.listing.holds_model else ()
    top = [entry for entry in tree if "/" not in entry.path]
    known = [entry for entry in top if entry.path in there]
    if not {entry.path for entry in known} - {"README.md"} or len(known) * 2 < len(top):
        return []
    lost: list[Entry] = []
    for entry in tree:
        below_lost = lost and entry.path.startswith(tuple(other.path + "/" for other in lost))
        if not below_lost and not _exists(context, entry.path):
            lost.append(entry)
    return lost


def _exists(context, path: str) -> bool:
    parts = path.split("/")
    if ".." in parts or "..." in path or any(mark in path for mark in "*?$%~[("):
        return True  # no name of one file
    if len(parts) == 1:
        return path in context.files.names or path in (".gitattributes", "README.md")
    return context.files.path(path) is not None
