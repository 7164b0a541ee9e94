"""Description goes here, Please add your results, (fill in your name), zu ergänzen: whole phrases that ask for the text.

A phrase counts only where it is all that a line, a cell, a pair of parentheses or what follows a label holds, and only when
what it asks for is something a card owes.
"""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import FILLER, words
from .page import PROSE, Row
from .triggers import EDGES

# A phrase that opens with a verb, or a short one: most lines are neither, and cost no more than this pattern.
_VERBS = "|".join(sorted(words.VERBS | words.POLITE))
_END = r"[\s)*_\"'.\]}>]{0,8}(?=\||\r?$)"
_LINE = Lazy(
    rf"^[ \t>#*_+–—-]*((?:{_VERBS})\b[^|\n]{{2,110}}?|[^\s|>#*_+–—-][^|\n]{{2,60}}?){_END}", re.MULTILINE | re.IGNORECASE
)
_CELL = Lazy(rf"(?<=\|)[ \t*_]*([^\s|*_][^|\n]{{2,80}}?){_END}", re.MULTILINE | re.IGNORECASE)
_LABELLED = Lazy(
    rf"(?<=[:：=])[ \t*_\"'(\[]*((?:{_VERBS})\b[^|\n]{{2,110}}?|[^\s|*_:：\"'(/\[][^|\n]{{2,60}}?){_END}",
    re.MULTILINE | re.IGNORECASE,
)
_ENCLOSED = Lazy(r"(?<=[(（])([^()（）\n|]{3,110})(?=[)）])")
_NOTED = ("todo", "fixme", "tbd", "tba")
_MARKS = frozenset("*_(（\"'")


def _said(text: str) -> list[str]:
    return [word for word in (part.strip(EDGES) for part in text.lower().split()) if word]


def _owed(phrase: list[str]) -> bool:
    """Whether every word could stand in a blank, and one names something that a card owes its reader."""
    return (
        bool(phrase)
        and all(word in words.SLOTS or word in words.OWED or word in words.FILLING for word in phrase)
        and any(word in words.OWED for word in phrase)
    )


def _asks(said: list[str], shown: bool) -> bool:
    """Whether a phrase tells the author to write it: "please describe the data", "add results here"."""
    polite = said[0] in words.POLITE
    said = said[1:] if polite else said
    if len(said) < 2 or said[0] not in words.VERBS:
        return False
    marked = polite or shown or said[-1] in words.HERE
    if not marked and said[0] not in words.BARE_VERBS:
        return False
    return _owed([word for word in said[1:] if word not in words.HERE and word not in words.ASKING])


def _goes_here(said: list[str]) -> bool:
    """Whether a phrase says that something is missing: "description goes here", "information to be added"."""
    text = " ".join(said)
    for ending in words.ENDINGS:
        if text.endswith(ending):
            head = text[: -len(ending)].split()
            if ending == " here" and (not head or head[-1] not in words.WRITTEN):
                return False
            return _owed(head) and (head[0] not in ("more", "further") or head[1] in words.DETAILS)
    return False


def _phrase(page, match, place: str) -> bool:
    said = _said(match.group(1))
    if place not in PROSE or not 2 <= len(said) <= 14:
        return False
    if not (said[-1] in words.LAST or said[0] in words.VERBS or said[0] in words.POLITE):
        return False
    before = page.before(match.start(1))
    if before.rstrip(" :*_").lower().endswith(_NOTED):
        return False  # the mark was found, and one place is one finding
    if page.shows_input(match.start(1)):
        return False
    if before.lstrip().startswith("#") or before.strip(" \t>*_")[:1].isdigit() or match.group(1)[:1].isdigit():
        return False  # headings and steps tell the reader what to do
    if page.after(match.end(1)).strip(EDGES) and page.after(match.end(1)).strip()[0] not in "|)）":
        return False
    opened = before.strip(" \t>-+")
    return _goes_here(said) or _asks(said, opened[:1] in _MARKS or opened[-1:] in ("(", "（", ":", "*", "_", "|"))


def _foreign(page, match, place: str) -> bool:
    return place in PROSE and page.is_value(*match.span()) and not page.before(match.start()).lstrip().startswith("#")


_FOREIGN = Lazy(rf"(?<!\w)(?:{'|'.join(sorted(words.FOREIGN, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
ROWS = (
    *(Row(FILLER, pattern, _phrase, "phrase", 1) for pattern in (_LINE, _CELL, _LABELLED, _ENCLOSED)),
    Row(FILLER, _FOREIGN, _foreign, "foreign"),
)
