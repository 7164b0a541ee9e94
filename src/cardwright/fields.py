"""What a card's text says of the model in fields: `- **License:** MIT`, `| Base model | x/y |`, `Language: French`."""

from __future__ import annotations

import re
from collections import namedtuple
from itertools import islice

from .lazy import Lazy

_MOST = 1000  # lines looked into: bounds what a hostile card can cost
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


def find(card, word: str, labels: frozenset[str]) -> list[Field]:
    """The fields of one of the labels, outside code, and not below a heading about something other than the model."""
    text, found = card.text, []
    for line_start, line_end in islice(_lines(card, word), _MOST):
        match = _FIELD.match(text, line_start, line_end)
        label = " ".join(re.sub(r"\(.*", "", match[1]).lower().split()) if match else ""
        if label in labels and not about_others(card, line_start) and card.body.region(line_start) == "text":
            if text[line_start : line_start + 2] == "  ":  # about the item above
                continue
            value = match[2].rstrip(" \t\r*_`")
            found.append(Field(label, value, match.start(2), match.start(2) + len(value)))
    return found


def _lines(card, word: str):
    """The lines of the body that hold a word given in lower case."""
    text = card.text
    lower = text.lower()
    if len(lower) != len(text):
        lower = text  # a letter that grows in lower case: look for the word as it stands
    at = lower.find(word, card.front.body)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at) % (len(text) + 1)
        yield start, end
        at = lower.find(word, end)


def heading_above(card, offset: int):
    """The Heading an offset stands below, or None."""
    from bisect import bisect_right

    index = bisect_right(card.body.headings, offset, key=lambda heading: heading.start) - 1
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
