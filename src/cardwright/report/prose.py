"""An author's Markdown -> what a page shows of it: paragraphs, lists, code, and within lines code, bold and links. All else stays
the text it is; HTML in it is shown and never run.
"""

from __future__ import annotations

import re
from collections import namedtuple

from ..templating import Code, Markdown
from .blocks import Status

Piece = namedtuple("Piece", "kind text url", defaults=("",))
Piece.__doc__ = """A part of a line: kind "text", "code", "strong", "link" (with its url) or "status"."""

Block = namedtuple("Block", "kind entries language", defaults=("",))
Block.__doc__ = """kind "p" (entries: one text), "ul" or "ol" (a text each), "code" (one text, never Markdown)."""

_URL = r"https?://[^\s<>\"'`()\[\]{}|\\^]*[^\s<>\"'`()\[\]{}|\\^.,;:!?]"
_INLINE = re.compile(
    rf"`(?P<code>[^`\n]+)`|\*\*(?P<strong>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<target>https?://[^\s()<>\"]+)\)|<?(?P<bare>{_URL})>?"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`\n]*)\Z")
_ITEM = re.compile(r" {0,3}(?:([-*+])|\d{1,9}[.)])[ \t]+(?=\S)")
_WHOLE_URL = re.compile(_URL)


def inline(value) -> list[Piece]:
    """The pieces of a value in a line."""
    if isinstance(value, (Code, Status)):
        return [Piece("code" if isinstance(value, Code) else "status", str(value))]
    text = str(value)
    if not isinstance(value, Markdown):
        return [Piece("link", text, text) if _WHOLE_URL.fullmatch(text) else Piece("text", text)]
    pieces, reached = [], 0
    for match in _INLINE.finditer(text):
        pieces += [Piece("text", _plain(text[reached : match.start()])), _piece(match)]
        reached = match.end()
    return [piece for piece in (*pieces, Piece("text", _plain(text[reached:]))) if piece.text]


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _piece(match) -> Piece:
    kind = match.lastgroup
    if kind in ("code", "strong"):
        return Piece(kind, match[kind] if kind == "code" else _plain(match[kind]))
    if kind == "target":
        return Piece("link", _plain(match["label"]), match["target"])
    return Piece("link", match["bare"], match["bare"])


def blocks(value) -> list[Block]:
    """The blocks of a text: of an author's Markdown with its lists and code, of another text its paragraphs."""
    kind = type(value) if isinstance(value, Markdown) else str
    found: list[Block] = []
    lines, fence = [], None
    for line in str(value).replace("\r\n", "\n").split("\n"):
        opened = kind is Markdown and _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence[1]) and not opened[2].strip():
                found.append(Block("code", ["\n".join(lines)], fence[2].strip()))
                lines, fence = [], None
            else:
                lines.append(line)
        elif opened or not line.strip():
            found += _stretch(lines, kind)
            lines, fence = [], opened or None
        else:
            lines.append(line)
    return found + ([Block("code", ["\n".join(lines)])] if fence else _stretch(lines, kind))


def _stretch(lines: list[str], kind) -> list[Block]:
    """What lines without a blank one between them are."""
    if not lines:
        return []
    first = _ITEM.match(lines[0]) if kind is Markdown else None
    if not first:
        return [Block("p", [kind("\n".join(lines))])]
    items: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            items.append(line[item.end() :])
        else:
            items[-1] += " " + line.strip()
    return [Block("ul" if first[1] else "ol", [kind(item) for item in items])]
