"""What a card tells of all that a full one does: the same measure for every profile, so that audits can be compared."""

from __future__ import annotations

import re

from .. import outline, sections
from ..body import BOLD_LEVEL

# Twelve sections of the Hub's template that readers decide by, and eight things for the metadata; alternatives in a row.
SECTIONS = (
    ("description",), ("sources",), ("direct-use",), ("out-of-scope",), ("limitations", "recommendations"), ("get-started",),
    ("training-data",), ("training-procedure", "hyperparameters"), ("evaluation", "testing", "results"),
    ("environmental-impact",), ("citation",), ("contact", "authors"),
)  # fmt: skip
KEYS = (("license",), ("language",), ("library_name",), ("pipeline_tag",), ("base_model",), ("datasets",), ("tags",),
        ("model-index", "metrics"))  # fmt: skip
ALL = len(SECTIONS) + len(KEYS)

_BIT = {slug: 1 << number for number, row in enumerate(SECTIONS) for slug in row}
_WORD = re.compile(r"[^\W_]")
_told: dict[str, int] = {}  # a heading's text -> the bits of the sections it stands for; cards share most of their headings


def had(context) -> int:
    """How many of ALL things a context.Context's card has; had / ALL is its completeness.

    A section counts when a heading stands for it, by its own name or one that usually does, and there is something below it
    that is neither a comment nor a blank; its subsections count for it. A key counts when it has a value that is no blank.
    """
    card = context.card
    blanks = [(blank.start, blank.end) for blank in context.placeholders]
    metadata, keys = card.metadata, 0
    for row in KEYS:
        for key in row:
            if metadata.get(key):
                keys += 1
                break
    if blanks and keys and blanks[0][0] < card.front.body:
        keys = max(0, keys - _unfilled(card, blanks))
    return keys + _sections(card, blanks).bit_count()


def _unfilled(card, blanks) -> int:
    """How many of the keys have a blank for a value."""
    spans = [card.value_span((key,)) for row in KEYS for key in row if card.metadata.get(key)]
    return sum(any(low < end and start < high for low, high in blanks) for start, end in spans)


def _sections(card, blanks) -> int:
    """The bits of the sections that are told."""
    text, headings = card.text, [heading for heading in card.body.headings if heading.level != BOLD_LEVEL]
    ends = [heading.start for heading in headings[1:]] + [len(text)]
    plain = not blanks and not card.body.comments
    found, waiting = 0, []  # waiting: (level, bits) of the headings around, of which nothing is told so far
    for (level, title, _, start, _), end in zip(headings, ends):
        while waiting and waiting[-1][0] >= level:
            waiting.pop()
        bits = _told.get(title)
        if bits is None:
            bits = _bits(title)
        if not bits and not waiting:
            continue
        if _WORD.search(text, start, end) if plain else _says(card, start, end, blanks):
            found |= bits
            while waiting:
                found |= waiting.pop()[1]
        else:
            waiting.append((level, bits))
    return found


def _bits(title: str) -> int:
    if len(_told) > 20_000:
        _told.clear()
    known = sections.names(sections.PROFILES["hub"].sections)
    bits = 0
    for slug in sections.told_by(title, known, True):
        bits |= _BIT.get(slug, 0)
    _told[title] = bits
    return bits


def _says(card, start: int, end: int, blanks) -> bool:
    """Whether a line between two offsets says something: it holds a letter or a digit, and no blank."""
    inside = [blank for blank in blanks if start <= blank[0] < end]
    if not inside:
        return _WORD.search(outline.visible(card, start, end)) is not None
    at = start
    for line in card.text[start:end].split("\n"):
        after = at + len(line)
        blank = any(low <= after and at < high for low, high in inside)
        if not blank and _WORD.search(outline.visible(card, at, after)):
            return True
        at = after + 1
    return False
