"""Exact edits of a card's Markdown, for rules that offer fixes."""

from __future__ import annotations

import re

_BREAK = re.compile(r"\r\n|\n|\r")
_BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_HEADING = re.compile(r"#{1,6}[ \t]")
# What begins a block of its own after a blank line, whatever stands before: no list, quote, table or indented code.
_OWN_BLOCK = re.compile(r"[^\W\d]|[\[(!<*]|`|#{1,6}[ \t]|\*\*")


def whole_block(card, start: int, end: int) -> tuple[int, int] | None:
    """The lines that hold nothing but text[start:end], with the blank line below, or None where taking them out may join
    what they keep apart: only between blank lines, below a heading or above a block that is certainly one of its own.
    """
    text, top = card.text, card.body.start
    after = _after(text, end)
    above = text[max(top, start - 2_000) : start]
    if after is None or (above and above[-1] not in "\r\n"):
        return None
    lines = _BREAK.split(above)[:-1]
    if lines and lines[-1].strip():
        return None
    before = next((line for line in reversed(lines) if line.strip()), "")
    below = _next(text, after)
    if after < len(text) and not _BLANK.match(text, after):
        return None
    if below < len(text) and not _HEADING.match(before) and not _OWN_BLOCK.match(text, below):
        return None
    blank = _BLANK.match(text, after)
    return start, blank.end() if blank and blank.end() < len(text) else after


def _after(text: str, end: int) -> int | None:
    """The offset after the line that ends at `end`, None when more than blanks follows there."""
    rest = _BLANK.match(text, end)
    return rest.end() if rest else None


def _next(text: str, at: int) -> int:
    """The offset of the next character that is no blank line's."""
    while at < len(text) and (blank := _BLANK.match(text, at)) and blank.end() > at:
        at = blank.end()
    return at
