"""JSON Lines: pieces of some megabytes, each from the line after its first byte on; a packed file is one piece."""

from __future__ import annotations

import json

from ... import doors
from ...source import reason
from .. import parts
from ..parts import Item, Trouble
from . import names

_PIECE = 8 << 20  # bytes; a thousand cards or so
_A_CARD = 8000  # bytes of a line, about
_LONGEST = 256 << 20  # of a line: what no file of cards holds
_BLOCK = 1 << 16  # of an unpacked stream: what is lost where that is cut short
_PACKED = {".gz": "gzip", ".zst": "zstd"}


def planned(path: str, place: str, wanted: names.Wanted):
    """The Parts of a file, or why it cannot be read."""
    identity = parts.identity(path)
    try:
        with _opened(place) as file:
            first = _first(file)
    except (OSError, EOFError) as error:
        yield Trouble(path, f"cannot be read: {_words(error)}")
        return
    if first is None:
        yield Trouble(path, "no line of it is a JSON object")
        return
    picked = names.picked(path, list(first), wanted)
    size = identity[0]
    edges = [0, None] if _packing(place) else [*range(0, max(1, size - _PIECE // 2), _PIECE), size]
    for start, end in zip(edges, edges[1:]):
        about = max(1, ((end or 4 * size) - start) // _A_CARD)
        yield parts.part("jsonl", path, place, (start, end), picked, about, identity)


def _packing(place: str) -> str | None:
    return next((name for ending, name in _PACKED.items() if place.lower().endswith(ending)), None)


def _opened(place: str):
    """A file's bytes, unpacked."""
    packing = _packing(place)
    if packing:
        return doors.arrow().input_stream(place, compression=packing)
    return open(place, "rb")


def _first(file):
    for line in _lines(file):
        content = _parsed(line)
        if content is not None:
            return content
    return None


def read(part):
    roles, bad, where = dict(part.columns), 0, 0
    start, end = part.what
    try:
        with _opened(part.place) as file:
            for at, line in _between(file, start, end):
                content = _parsed(line)
                if content is None:
                    bad, where = bad + bool(line.strip()), where if bad else at
                else:
                    yield _item(content, roles, at)
    except (OSError, EOFError) as error:
        yield Trouble(part.source, f"cannot be read to its end: {_words(error)}")
    if bad:
        yield Trouble(part.source, f"{bad} line{'s are' * (bad > 1) or ' is'} no JSON object, the first at byte {where}")


def _between(file, start: int, end: int | None):
    """(offset, line) of the lines that begin in a piece."""
    if start:
        file.seek(start - 1)
        start += len(file.readline()) - 1
    for line in _lines(file):
        if end is not None and start >= end:
            return
        yield start, line
        start += len(line)


def _lines(file):
    """Lines with their ends."""
    if hasattr(file, "peek"):
        while line := file.readline(_LONGEST):
            yield line
        return
    rest = []  # a stream of Arrow gives blocks alone
    while block := file.read(_BLOCK):
        first, *lines = block.split(b"\n")
        rest.append(first)
        if lines:
            yield b"".join(rest) + b"\n"
            yield from (line + b"\n" for line in lines[:-1])
            rest = lines[-1:]
    if any(rest):
        yield b"".join(rest)


def _parsed(line: bytes) -> dict | None:
    try:
        content = json.loads(line.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _item(content: dict, roles: dict, at: int) -> Item:
    card, of = content.get(roles["card"]), lambda role: content.get(roles.get(role))
    name = content.get(roles["id"])
    name = name if isinstance(name, (str, int)) else None
    return Item(parts.name(name, f"byte {at}"), encoded(card), None, parts.year(of("date")), parts.whole(of("downloads")))


def encoded(card) -> bytes | None:
    """The bytes that a text was read from: those that are no UTF-8 stand in it as lone surrogates."""
    if not isinstance(card, str):
        return None
    try:
        return card.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # written as an escape in the file
        return card.encode("utf-8", "surrogatepass")


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    return " ".join(str(error).split())[:200] or type(error).__name__
