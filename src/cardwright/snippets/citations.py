"""Is a BibTeX entry one that BibTeX reads? A small reader of entries, with the place of the first fault."""

from __future__ import annotations

import re
from collections import namedtuple

from .plainbib import INFOS

Fault = namedtuple("Fault", "start end message")

_ENTRY = re.compile(r"^[ \t]*@([A-Za-z]+)[ \t]*(\{)", re.MULTILINE)
_HEAD = re.compile(r"[ \t\r\n]*([^\s,{}=\"]*)[ \t\r\n]*(,?)")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:+-]*)[ \t]*(=)")
_BRACE = re.compile(r"\\[{}]|[{}]")
_BLANKS = re.compile(r"\s*")
_SPECIAL = frozenset(("comment", "string", "preamble"))
_LIMIT = 20_000  # characters of an entry that are read


def find(card):
    """Yield a Fault for each entry of the card's fences that is broken."""
    for fence in card.body.fences:
        word = fence.info.split(None, 1)[0].lower() if fence.info else ""
        code = card.text[fence.body_start : fence.body_end]
        if "@" not in code or not (word in INFOS or not word and _ENTRY.match(code.lstrip("\r\n"))):
            continue
        entries = list(_ENTRY.finditer(code[:200_000]))
        for entry, after in zip(entries, [*entries[1:], None]):
            if entry[1].lower() not in _SPECIAL:
                end = after.start() if after else len(code)
                text = code[entry.start() : min(end, entry.start() + _LIMIT)]
                fault = _read(text, _ENTRY.match(text))
                if fault:
                    start = fence.body_start + entry.start()
                    yield Fault(start + fault[0], start + fault[1], fault[2])


def _read(code: str, entry):
    """The first fault of an entry as (start, end, message), or None; `code` ends where the next entry begins."""
    kind = f"@{entry[1]}"
    head = _HEAD.match(code, entry.end())
    where = entry.start(1) - 1, entry.end()
    close = _closing(code, entry.end())
    if "{{" in code[entry.end() - 1 : head.end() + 4]:  # a template's own blanks
        return None
    if close is None:
        if len(code) - entry.start() >= _LIMIT:
            return None
        return *where, f"the entry `{kind}` is never closed: a `}}` is missing"
    if not head[1] or code[head.end() : head.end() + 1] == "=":
        return *where, f"the entry `{kind}` has no key; write `{kind}{{name-2025,`"
    if close == head.end() and _FIELD.match(code, close + 1):
        return (
            head.start(1),
            close + 1,
            f"the entry `{kind}` is closed on its first line, and its fields stand outside it; put the `}}` last",
        )
    if not head[2] and "=" in code[head.end() : close]:
        return *head.span(1), f"a comma is missing after the key `{head[1]}`"
    rest = re.search(r"\S", code[close + 1 :])
    if rest and code[close + 1 + rest.start()] == "}":
        spot = close + 1 + rest.start()
        return spot, spot + 1, f"this `}}` closes nothing: the entry `{kind}` ended before it"
    if rest and _FIELD.match(code, close + 1):
        return close, close + 1, f"this `}}` ends the entry `{kind}`, and fields follow it"
    return _fields(code, head.end(), close)


def _closing(code: str, start: int) -> int | None:
    """Where the brace closes that opened the entry."""
    depth = 1
    for match in _BRACE.finditer(code, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.start()
    return None


_VALUE = re.compile(r"\s*(?:\d+|[A-Za-z][\w-]*|\"[^\"]*\"(?!\w))?")


def _fields(code: str, start: int, close: int):
    """Two commas in a row, and a comma that is missing between two fields."""
    position = start
    while position < close:
        field = _FIELD.match(code, position, close)
        if not field:
            return None
        double = re.search(r",\s*,", code[position : field.start(1)])
        if double:
            return position + double.start(), position + double.end(), "two commas in a row: BibTeX skips the rest of the entry"
        position = _after_value(code, field.end(), close)
        more = _BLANKS.match(code, position, close).end()
        if more < close and code[more] != "," and _FIELD.match(code, more, close):
            return *field.span(1), f"a comma is missing after the value of `{field[1]}`"
        if more < close and code[more] != ",":
            return None
        position = more
    return None


def _after_value(code: str, start: int, close: int) -> int:
    """Where a field's value ends."""
    position = _BLANKS.match(code, start).end()
    if code[position : position + 1] == "{":
        return min((_closing(code, position + 1) or close) + 1, close)
    return min(_VALUE.match(code, position).end(), close)
