"""Marks -> text. Each value is written so that it says what it is where it stands: in prose, a table, a link, code, a comment or
front matter. What is not known takes its line away, then the table or list it leaves without a row, then the heading it leaves
without a word.
"""

from __future__ import annotations

import re
from collections import namedtuple

from .. import markdown
from ..lazy import Lazy
from . import Json, Markdown, TemplateError, escaping
from .engine import BEGIN, END, STOP, UNKNOWN, VALUE

Part = namedtuple("Part", "name text")
Part.__doc__ = """A stretch of a rendered template: a block's name and text; the name is "" for what stands between blocks."""

_BLOCK = Lazy(f"{BEGIN}([^{STOP}]*){STOP}(.*?){END}[^{STOP}]*{STOP}", re.DOTALL)
MARK = Lazy(f"[{VALUE}{UNKNOWN}](\\d+){STOP}")
_ROW = Lazy(r"[ \t]*\|")
_RULE = Lazy(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_TEXT = 99
_MANY_BREAKS = Lazy(r"\n[ \t]*\n(?:[ \t]*\n)+")


def parts(text: str) -> list[Part]:
    """A rendered text with marks, taken apart at its blocks; a block within a block belongs to it."""
    found, reached = [], 0
    for match in _BLOCK.finditer(text):
        found += [Part("", text[reached : match.start()]), Part(match[1], match[2])]
        reached = match.end()
    return [*found, Part("", text[reached:])]


def filled(rendered: list[Part], run) -> list[Part]:
    """The parts with every mark replaced and nothing left that says nothing."""
    bare = [Part(part.name, _without_unknown(part.text)) for part in rendered]
    return [Part(part.name, _written(part.text, run)) for part in _without_empty_headings(bare)]


def _without_unknown(text: str) -> str:
    if UNKNOWN not in text:
        return text
    body = markdown.scan(text)
    gone = [(fence.start, fence.end) for fence in body.fences if UNKNOWN in text[fence.start : fence.end]]
    kept, at = [], 0
    for line in text.splitlines(keepends=True):
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


def _written(text: str, run) -> str:
    """A part's text with its values in it."""
    body = markdown.scan(text) if VALUE in text else None
    pieces, reached = [], 0
    for match in MARK.finditer(text) if body else ():
        pieces += (text[reached : match.start()], _in_place(text, match, body, run.printed[int(match[1])]))
        reached = match.end()
    return _MANY_BREAKS.sub("\n\n", "".join((*pieces, text[reached:])))


def _in_place(text: str, match, body, value) -> str:
    region = body.region(match.start())
    line = text.rfind("\n", 0, match.start()) + 1
    before, after = text[line : match.start()], text[match.end() : match.end() + 1]
    if isinstance(value, (list, tuple)) and region == "text":
        return ", ".join(_one(item, region, before, after, body, match.start()) for item in value)
    return _one(value, region, before, after, body, match.start())


def _one(value, region: str, before: str, after: str, body, offset: int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        from .filters import plain

        return plain(value)
    if isinstance(value, Markdown) and region == "text":
        return escaping.author(value, before)
    text = MARK.sub("", Json(value) if isinstance(value, (list, tuple)) else value)
    if region == "fence":
        return escaping.code(text, before, body.fence_at(offset).info)
    if region == "comment":
        return escaping.comment(text)
    if region in ("span", "code"):
        if "`" in text:
            raise TemplateError(f"a code span cannot hold {text[:60]!r}; write {{{{ NAME|code }}}} in the template")
        return " ".join(text.split())
    return escaping.prose(text, before, after)
