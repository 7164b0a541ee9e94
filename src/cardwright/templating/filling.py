"""Marks -> text. Each value is written so that it says what it is where it stands: in prose, a table, a link, code, a comment or
HTML. What is not known takes its line away, then the table or list it leaves without a row, then the heading it leaves without a
word.
"""

from __future__ import annotations

import re
from collections import namedtuple

from .. import markdown
from ..lazy import Lazy
from . import Code, Json, Markdown, TemplateError, codetext, engine, escaping, places
from .engine import BEGIN, END, STOP, UNKNOWN, VALUE
from .filters import plain

Part = namedtuple("Part", "name text")
Part.__doc__ = """A stretch of a rendered template: a block's name and text; the name is "" for what stands between blocks."""

_EDGE = Lazy(f"([{BEGIN}{END}])([^{STOP}]*){STOP}")
MARK = Lazy(f"[{VALUE}{UNKNOWN}](\\d+){STOP}")
_ROW = Lazy(r"[ \t]*\|")
_RULE = Lazy(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_TEXT = 99
_TICKS = Lazy("`+")
_MANY_BREAKS = Lazy(r"\n[ \t]*\n(?:[ \t]*\n)+")


def parts(text: str) -> list[Part]:
    """A rendered text with marks, taken apart at its blocks; a block within a block belongs to it."""
    found, pieces, reached, depth, name = [], [], 0, 0, ""
    for match in _EDGE.finditer(text):
        pieces.append(text[reached : match.start()])
        reached = match.end()
        depth += 1 if match[1] == BEGIN else -1
        if depth == (1 if match[1] == BEGIN else 0):
            found.append(Part(name, "".join(pieces)))
            name, pieces = match[2] if depth else "", []
    return [*found, Part("", "".join((*pieces, text[reached:])))]


def filled(rendered: list[Part], run) -> list[Part]:
    """The parts with every mark replaced and nothing left that says nothing."""
    bare = [Part(part.name, _without_unknown(part.text)) for part in rendered]
    return [Part(part.name, _Written(part.text, run).text()) for part in _without_empty_headings(bare)]


def _without_unknown(text: str) -> str:
    if UNKNOWN not in text:
        return text
    body = markdown.scan(text)
    gone = [(fence.start, fence.end) for fence in body.fences if UNKNOWN in text[fence.start : fence.end]]
    kept, at = [], 0
    for line in re.split(r"(?<=\n)", text):
        if UNKNOWN not in line and not any(start <= at < end for start, end in gone):
            kept.append(line)
        at += len(line)
    return "".join(_without_empty_tables(kept))


def _without_empty_tables(lines: list[str]) -> list[str]:
    """The lines without heads of tables that have no rows."""
    kept, index = [], 0
    while index < len(lines):
        head = _ROW.match(lines[index]) and index + 1 < len(lines) and _RULE.match(lines[index + 1].rstrip())
        if head and not (index + 2 < len(lines) and _ROW.match(lines[index + 2])):
            index += 2
            continue
        kept.append(lines[index])
        index += 1
    return kept


def _without_empty_headings(bare: list[Part]) -> list[Part]:
    """The parts without headings that nothing stands below, looked at from the end; a title stays."""
    done, below = [], 0  # the level of what stands below the present place: a heading's, _TEXT for text, 0 for nothing
    for part in reversed(bare):
        text, end = part.text, len(part.text)
        for heading in reversed(markdown.scan(text).headings):
            below = _TEXT if text[heading.end : end].strip() else below
            end = heading.start
            if 1 < heading.level and below <= heading.level:
                text = text[: heading.start] + text[heading.end :].lstrip("\n")
            else:
                below = heading.level
        below = _TEXT if text[:end].strip() else below
        done.append(Part(part.name, text))
    return done[::-1]


class _Written:
    """A part's text with its values in it."""

    def __init__(self, marked: str, run) -> None:
        self.marked, self.run = marked, run
        self.places = places.Places(marked, markdown.scan(marked), self.shown)

    def text(self) -> str:
        pieces, reached = [], 0
        for match in MARK.finditer(self.marked):
            if match.start() >= reached:
                span = self.places.span(match.start())
                start, end = span or match.span()
                pieces += (self.whole(self.marked[reached:start]), self.span(start, end) if span else self.value(match))
                reached = end
        return _without_many_breaks("".join((*pieces, self.whole(self.marked[reached:]))))

    def whole(self, text: str) -> str:
        """Text between the marks, if no filter cut one in two."""
        if engine.FORBIDDEN.search(text):
            raise self.changed()
        return text

    def printed(self, match):
        index = int(match[1])
        if index >= len(self.run.printed):
            raise self.changed()
        return self.run.printed[index]

    def changed(self) -> TemplateError:
        hint = "change the value before it is printed"
        return TemplateError.at(self.run.name, 0, "what a macro or a block printed was changed, and a value in it lost", hint)

    def shown(self, text: str) -> str:
        """What stands before a value on its line, with as much of other values as can matter: nothing, a number or any word."""
        return MARK.sub(lambda match: _hint(self.printed(match)), text) if VALUE in text else text

    def span(self, start: int, end: int) -> str:
        """A code span of the template's with values in it, in as many backticks as they need."""
        before, after = self.places.line(start, end)
        ticks = len(_TICKS.match(self.marked, start)[0])
        inside = MARK.sub(lambda match: _told(self.printed(match)), self.marked[start + ticks : end - ticks])
        inside = " ".join(inside.split("\n"))
        bare = inside[1:-1] if inside.startswith(" ") and inside.endswith(" ") and inside.strip() else inside
        return escaping.span(bare, self.places.kind(start, before) != "prose", "|" in before + after)

    def value(self, match) -> str:
        place = self.places.at(*match.span())
        value = self.printed(match)
        if not isinstance(value, (list, tuple)):
            return _in_place(value, place)
        if place.language.startswith("bib"):
            return " and ".join(_in_place(item, place) for item in value)
        if place.kind == "fence" and not place.quote:
            return _in_place(Json(value), place)
        return ", ".join(_in_place(item, place) for item in value)


def _hint(value) -> str:
    text = _told(value)
    return text if text.isdigit() or not text.strip() else "x"


def _told(value) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return plain(value)
    return value if isinstance(value, str) else ", ".join(map(_told, value))


def _in_place(value, place) -> str:
    kind, before, after, language, quote = place
    text = _told(value)
    if isinstance(value, (int, float)):
        return text
    if isinstance(value, Code) and kind in ("prose", "html"):
        return escaping.span(text, kind == "html", "|" in before + after)
    if isinstance(value, Markdown) and kind == "prose":
        return escaping.author(text, before, "|" in before + after)
    return codetext.written(text, language, quote, before, after) if kind == "fence" else _WAYS[kind](text, before, after)


_WAYS = {
    "prose": escaping.prose,
    "title": lambda text, _, after: escaping.title(text, after),
    "address": lambda text, *_: escaping.address(text),
    "first": lambda text, *_: escaping.address(text, True),
    "tag": lambda text, *_: escaping.html(text, True),
    "html": lambda text, *_: escaping.html(text),
    "comment": lambda text, *_: escaping.comment(text),
    "code": lambda text, *_: codetext.written(text, "text", "", *_),
}


def _without_many_breaks(text: str) -> str:
    """The text with one blank line where there were several; within code they stay."""
    if not _MANY_BREAKS.search(text):
        return text
    pieces, reached = [], 0
    for fence in markdown.scan(text).fences:
        pieces += (_MANY_BREAKS.sub("\n\n", text[reached : fence.start]), text[fence.start : fence.end])
        reached = fence.end
    return "".join((*pieces, _MANY_BREAKS.sub("\n\n", text[reached:])))
