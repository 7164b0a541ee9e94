"""The metadata of front matter that is plain YAML, read without a YAML parser: most cards' is, and importing one costs more
than checking such a card.

Plain is what every YAML reader agrees about: `key: value` lines and `- item` lines, indented by blanks, with values that are
words, simple numbers, quoted text without escapes, or a short `[a, b]` list. For anything else `read` answers None, and
yamlparse reads it. tests/test_plain.py holds the two to the same metadata.
"""

from __future__ import annotations

_MAX_LINES = 2000
_MAX_LENGTH = 100_000  # far below what yamltree refuses as too many values
_MAX_DEPTH = 12
# Plain words that are no text to one reader or another, as keys and as values.
_WORDS = frozenset(("yes", "no", "on", "off", "true", "false", "null", "y", "n", "nan", "inf"))
_LITERALS = {"true": True, "false": False, "null": None}
_KEY_SIGNS = str.maketrans("", "", "_-")
_FLOW_SIGNS = str.maketrans("", "", "_-./ +")


class _Odd(Exception):
    """Not plain."""


def read(text: str) -> dict | None:
    """The mapping that a block's text means to the Hub and to Python tools alike, or None when it is not plain."""
    if (
        len(text) > _MAX_LENGTH or not text.replace("\n", "").isprintable()
    ):  # tabs, \r, and characters that some readers take for line breaks
        return None
    rows = []
    for line in text.split("\n"):
        content = line.lstrip(" ")
        if content and content[0] != "#":
            rows.append((len(line) - len(content), content.rstrip(" ")))
    if not rows or len(rows) > _MAX_LINES or rows[0][0] or rows[0][1][:2] == "- ":
        return None
    try:
        found, at = _mapping(rows, 0, 0, 0)
    except _Odd:
        return None
    return found if at == len(rows) else None


def _mapping(rows, at: int, indent: int, depth: int):
    found: dict = {}
    while at < len(rows):
        column, content = rows[at]
        if column != indent:
            if column < indent:
                break
            raise _Odd
        key, colon, rest = content.partition(":")
        if not colon or key in found or not _is_key(key):
            raise _Odd
        at += 1
        if rest:
            if rest[0] != " ":
                raise _Odd
            found[key] = _value(rest.lstrip(" "))
        elif at < len(rows) and (rows[at][0] > indent or (rows[at][0] == indent and rows[at][1][:2] == "- ")):
            found[key], at = _block(rows, at, depth + 1)
        else:
            found[key] = None
    return found, at


_keys: set[str] = set()  # that are plain; cards share theirs


def _is_key(key: str) -> bool:
    if key not in _keys:
        if len(_keys) > 5000:
            _keys.clear()
        if not _plain_key(key):
            return False
        _keys.add(key)
    return True


def _plain_key(key: str) -> bool:
    letters = key.translate(_KEY_SIGNS)
    return letters.isascii() and letters.isalnum() and key[0].isalpha() and len(key) < 80 and key.lower() not in _WORDS


def _block(rows, at: int, depth: int):
    """What stands below a key."""
    if depth > _MAX_DEPTH:
        raise _Odd
    column, content = rows[at]
    return _list(rows, at, column, depth) if content[:2] == "- " else _mapping(rows, at, column, depth)


def _list(rows, at: int, indent: int, depth: int):
    found: list = []
    while at < len(rows):
        column, content = rows[at]
        if column != indent or content[:2] != "- ":
            break
        item = content[2:].lstrip(" ")
        if ": " in item or item[-1:] == ":":
            inner = column + len(content) - len(item)
            rows[at] = inner, item
            value, at = _mapping(rows, at, inner, depth + 1)
        else:
            value, at = _value(item), at + 1
        found.append(value)
    if at < len(rows) and rows[at][0] > indent:
        raise _Odd  # the last item goes on in the next line
    return found, at


def _value(text: str):
    first = text[:1]
    if first.isalpha():
        if " #" in text or ": " in text or text[-1] == ":":
            raise _Odd
        return text if text.lower() not in _WORDS else _literal(text)
    if first.isdigit():
        return _number(text)
    if first in ('"', "'"):
        inner = text[1:-1]
        if len(text) < 2 or text[-1] != first or first in inner or "\\" in inner:
            raise _Odd
        return inner
    if first == "[" and text[-1] == "]":
        return [_flow(item.strip(" ")) for item in text[1:-1].split(",")] if text[1:-1].strip(" ") else []
    raise _Odd


def _literal(text: str):
    if text not in _LITERALS:
        raise _Odd
    return _LITERALS[text]


def _flow(item: str):
    """An item of a list in brackets: one or a few words."""
    letters = item.translate(_FLOW_SIGNS)
    if not item[:1].isalnum() or not letters.isascii() or not letters.isalnum():
        raise _Odd
    return _value(item)


def _number(text: str):
    """A value that begins with a digit: a number that every reader reads alike, or text such as `4-bit` and `7b`."""
    if not text.isascii():
        raise _Odd
    whole, point, rest = text.partition(".")
    if len(text) < 16 and whole.isdigit() and (rest.isdigit() or not point):
        if point:
            return float(text)
        if text[0] == "0" and text != "0":
            raise _Odd
        return int(text)
    rest = text.lstrip("0123456789")
    if " #" in text or ": " in text or text[-1] == ":":
        raise _Odd
    if rest.startswith("-bit") or (text[0] != "0" and rest[:1].isalpha() and rest[0] not in "eE"):
        return text
    raise _Odd
