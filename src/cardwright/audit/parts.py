"""Parts: pieces of a source that can be read by themselves, anywhere, and known again by what they were made from."""

from __future__ import annotations

import hashlib
import os
from collections import namedtuple

from ..errors import UsageError
from ..source import reason

CARDS = 1000  # cards of a part: a second of work, and what is repeated when a worker dies

Part = namedtuple("Part", "kind source place what columns cards key")
Part.__doc__ = """A piece of a source.

kind     the module of reading/ that reads it
source   what its rows call the source: as given
place    the full path of it, since a worker may stand in another folder
what     which piece: a tuple whose meaning its kind knows
columns  (role, name) pairs of the columns that are read, () without
cards    about how many there are
key      32 hex digits of all that its rows depend on, but the settings
"""

Item = namedtuple("Item", "id data origin year downloads state", defaults=(None, None, None, None, ""))
Item.__doc__ = """One card as a source tells it.

id      the repository; data: the card's bytes, None without a card
origin  source.Source where files stand around it, else None
state   "" or why there is nothing to check: missing, unreadable
"""

Trouble = namedtuple("Trouble", "source what")
Trouble.__doc__ = """Something that could not be read: where, and why in words."""


def key(*what) -> str:
    """32 hex digits of anything whose repr tells it apart."""
    return hashlib.sha256(repr(what).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def part(kind: str, source: str, place: str, what: tuple, columns: tuple, cards: int, made_from) -> Part:
    """A Part with its key."""
    return Part(kind, source, place, what, columns, cards, key(kind, source, what, columns, made_from))


def identity(path: str) -> tuple:
    """(size, time of the last change) of a file. Raises UsageError where there is none."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from None
    return status.st_size, status.st_mtime_ns


def year(value) -> int | None:
    """The year of a date as dumps write them: a text that begins with it, or a date; None for anything else."""
    if isinstance(value, str):
        found = int(value[:4]) if value[:4].isdecimal() and value[:4].isascii() else 0
    else:
        found = getattr(value, "year", value)
    return found if isinstance(found, int) and 1990 <= found < 2200 else None


def whole(value) -> int | None:
    """A number of downloads: a whole number that is not negative, also written as text; None for anything else."""
    if isinstance(value, str):
        value = int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def name(value, place: str) -> str:
    """An id as text; its place in the source, such as `row 7`, where there is none."""
    if type(value) is str and value.isascii() and 0 < len(value) <= 300:
        return value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    if value is None or value == "":
        return f"({place})"
    return str(value)[:300].encode("utf-8", "backslashreplace").decode()
