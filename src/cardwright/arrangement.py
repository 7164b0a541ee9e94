"""Where a card's sections stand, against the order and the levels of the template."""

from __future__ import annotations

from collections import Counter


def misplaced(outline):
    """(Place, where it belongs) of each section that stands elsewhere than in the template."""
    groups: dict = {}
    for place in outline.places:
        # The Hub's template has this section in the middle, its annotated page at the end, and most cards have it first.
        if place.row.slug == "get-started" and not outline.profile.strict:
            continue
        parent = outline.parent(place)
        if parent and outline.place(parent) and _around(outline, place, parent.level) is not parent:
            yield place, f"under `{parent.heading}`"
        elif not parent or outline.place(parent):
            groups.setdefault(parent, []).append(place)
    for places in groups.values():
        kept = _longest_rise(places)
        for place in places:
            if place not in kept:
                yield place, _neighbour(place, kept)


def _around(outline, place, level: int):
    """The last section of a level of the template that begins before a place."""
    last = None
    for other in outline.places:
        if other is place:
            break
        last = other.row if other.row.level == level else last
    return last


def _longest_rise(places: list) -> list:
    """The longest run of places that are in the template's order, so that as few as possible are called wrong."""
    if all(above.rank < below.rank for above, below in zip(places, places[1:])):
        return places  # as in nearly every card
    best: list[list] = []
    for place in places:
        longest = max((run for run in best if run[-1].rank < place.rank), key=len, default=[])
        best.append([*longest, place])
    return max(best, key=len)


def _neighbour(place, kept: list) -> str:
    before = [other for other in kept if other.rank < place.rank]
    return f"after `{before[-1].row.heading}`" if before else f"before `{kept[0].row.heading}`"


def wrong_levels(outline):
    """(Place, right level) of each section whose heading has another level than its place in the card calls for."""
    shift = _shift(outline)
    off = {place.row.slug: place.heading.level - place.row.level - shift for place in outline.places if place.row.level}
    for place in outline.places:
        parent, wrong = outline.parent(place), off.get(place.row.slug)
        # A section that moved takes its subsections along; that is one mistake.
        if wrong and not (parent and off.get(parent.slug) == wrong) and _matters(outline, place, parent, wrong):
            yield place, place.row.level + shift


def _own_list(outline) -> bool:
    return any(row.slug.startswith("own-") for row in outline.profile.sections)


def _shift(outline) -> int:
    """How many levels the whole card stands above (-) or below (+) the template."""
    if _own_list(outline):
        return 0
    top = [place for place in outline.places if place.row.level == 2] or outline.places
    shifts = Counter(place.heading.level - place.row.level for place in top if place.row.level)
    return shifts.most_common(1)[0][0] if shifts else 0


def _matters(outline, place, parent, wrong: int) -> bool:
    if _own_list(outline):
        return True
    if wrong < 0:  # a subsection without its section may well stand alone
        return parent is not None and outline.place(parent) is not None
    return outline.profile.strict or (bool(place.above) and place.above != (parent.slug if parent else ""))
