"""What a card's text says of the model in fields: `- **License:** MIT`, `| Base model | x/y |`, `Language: French`."""

from __future__ import annotations

import re
from collections import namedtuple
from itertools import islice

from ..lazy import Lazy

_MOST = 5000  # lines looked into: bounds what a hostile card can cost
Field = namedtuple("Field", "label value start end")
Field.__doc__ = """A label in lower case, its value as written, and the offsets of the value."""

_MARKS = r"[*_`]{0,4}"
_FIELD = Lazy(
    rf"^[ \t]{{0,8}}(?:[-*+|>][ \t]{{0,4}}){{0,3}}{_MARKS}([A-Za-z][A-Za-z \t()/-]{{2,40}}?)[ \t]{{0,3}}{_MARKS}[ \t]{{0,40}}"
    rf"[:|][ \t]{{0,40}}{_MARKS}[ \t]{{0,3}}([^\s|][^\n|]{{0,300}})",
    re.MULTILINE,
)
_OTHERS = Lazy(
    r"\b(?:data|dataset|datasets|corpus|corpora|code|source|software|third|dependenc|acknowledg|attribution|teacher|baseline|compar"
    r"|related|other|base|original|upstream|citation|example|results?)",
    re.IGNORECASE,
)


def find(card, labels: frozenset[str]) -> list[Field]:
    """The fields of one of the labels, outside code, and not below a heading about something other than the model."""
    told = card.fields
    if labels.isdisjoint(told):
        return []
    found = sorted((field for label in labels for field in told.get(label, ())), key=lambda field: field.start)
    return [field for field in found if not about_others(card, field.start) and _in_text(card, field.start)]


def _in_text(card, offset: int) -> bool:
    return card.body.region(card.text.rfind("\n", 0, offset) + 1) == "text"


def index(card) -> dict[str, list[Field]]:
    """Label -> every Field of it, as Card.fields keeps them: one pass for all rules."""
    text, found = card.text, {}
    for start, end in islice(_lines(text, card.front.body), _MOST):
        match = _FIELD.match(text, start, end)
        if match and text[start : start + 2] != "  ":  # else it is about the item above
            label = " ".join(match[1].lower().partition("(")[0].split())
            value = match[2].rstrip(" \t\r*_`")
            found.setdefault(label, []).append(Field(label, value, match.start(2), match.start(2) + len(value)))
    return found


def _lines(text: str, at: int):
    """The lines from an offset on that hold a colon or a pipe."""
    colon, pipe = text.find(":", at), text.find("|", at)
    while colon >= 0 or pipe >= 0:
        at = colon if pipe < 0 or 0 <= colon < pipe else pipe
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield start, end
        colon = text.find(":", end) if 0 <= colon < end else colon
        pipe = text.find("|", end) if 0 <= pipe < end else pipe


def heading_above(card, offset: int):
    """The Heading an offset stands below, or None."""
    index = card.body.above(offset)
    return card.body.headings[index] if index >= 0 else None


def about_others(card, offset: int) -> bool:
    """Whether an offset stands below a heading about data, code or another model."""
    heading = heading_above(card, offset)
    return heading is not None and _OTHERS.search(heading.title) is not None


def title(card) -> tuple[str, int, int]:
    """The card's title and where it stands; empty without one."""
    for heading in card.body.headings[:1]:
        if heading.level == 1:
            return heading.title, heading.start, heading.end
    return "", 0, 0
