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


# Detector modules, each imported only when a sign of what it finds is in the text.
_DETECTORS = (("[", "brackets", BRACKET), ("<", "angles", ANGLE), ("](", "links", LINK))


def find(card) -> tuple[Placeholder, ...]:
    """Every blank of a card, in reading order; where two overlap, the one that holds the other."""
    from . import triggers

    hit, in_front = triggers.hit(card), triggers.in_front(card)
    detectors = [(module, kind) for sign, module, kind in _DETECTORS if sign in card.text]
    if triggers.variables(card):
        detectors.append(("variables", VARIABLE))
    if not (hit or in_front or detectors):
        return ()
    found = list(_found(card, hit, in_front, detectors))
    found.sort(key=lambda item: item[:2])
    merged, reached = [], 0
    for start, end, kind in found:
        if start >= reached:
            reached = -end
            merged.append(Placeholder(start, reached, kind, card.text[start:reached]))
    return tuple(merged)


def _found(card, hit, in_front, detectors):
    """(start, -end, kind) of what the modules find."""
    from importlib import import_module

    from .page import Page

    page = Page(card)
    for module, kind in detectors:
        for start, end in import_module(f"{__name__}.{module}").find(page):
            yield start, -end, kind
    if in_front:
        from . import values

        yield from ((start, -end, kind) for kind, start, end in values.find_in_front(page))
    if hit:
        from . import table

        yield from ((start, -end, kind) for kind, start, end in table.find(page, hit))
