"""Unfilled places of a card.

Each detector module yields what it is sure of; `find` merges them. A card without brackets, braces and the few words that
fillers are made of never imports most of them.
"""

from __future__ import annotations

from collections import namedtuple

Placeholder = namedtuple("Placeholder", "start end kind text")
Placeholder.__doc__ = """One unfilled place: offsets into the card's text, what kind of blank it is, and the blank as written."""

VARIABLE, BRACKET, ANGLE, FILLER, DUMMY, LINK = "variable", "bracket", "angle", "filler", "dummy", "link"


def shown(blank: Placeholder) -> str:
    """The blank as a message names it: on one line, shortened."""
    text = " ".join(blank.text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…")


def find(card) -> tuple[Placeholder, ...]:
    """Every blank of a card, in reading order; where two overlap, the one that holds the other."""
    from . import angles, brackets, links, table, variables
    from .page import Page

    page = Page(card)
    found = [(start, -end, VARIABLE) for start, end in variables.find(page)]
    for kind, detector in ((BRACKET, brackets), (ANGLE, angles), (LINK, links)):
        found += [(start, -end, kind) for start, end in detector.find(page)]
    found += [(start, -end, kind) for kind, start, end in table.find(page)]
    found.sort(key=lambda item: item[:2])
    merged, reached = [], 0
    for start, end, kind in found:
        if start >= reached:
            reached = -end
            merged.append(Placeholder(start, reached, kind, card.text[start:reached]))
    return tuple(merged)
