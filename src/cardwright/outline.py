"""A card's headings held against the sections of a profile: what the card tells and what is missing."""

from __future__ import annotations

from collections import namedtuple

from . import sections
from .body import BOLD_LEVEL
from .lazy import Lazy

Place = namedtuple("Place", "heading row rank above")
Place.__doc__ = """A heading that is a section of the template.

row, rank  its Section and where that stands in the template
above      slug of the section whose heading encloses this one in the card; "" for none, None for a heading of the author's own
"""

# Fewer of the template's own headings than this, or less than two thirds of all, is a scheme of the author's own.
_ENOUGH = 5


class Outline:
    """The sections of one card.

    told    slugs of the sections that some heading stands for
    places  tuple of Place, in the card's order, each section once
    """

    def __init__(self, card, profile, near: bool = True) -> None:
        """Without `near`, names that only nearly count never do, and the outline depends on the headings alone."""
        self.card, self.profile = card, profile
        self._known = sections.names(profile.sections)  # kept for all cards, and its Sections with it
        self.told: set[str] = set()
        self._size = 0  # headings that are no bold lines
        first: dict[str, Place] = {}
        self._open: list = []  # (level, slug) of the headings around the present one
        for heading, end in _with_ends(card):
            counts = near and not profile.strict and bool(visible(card, heading.end, end).strip())
            self.told |= sections.told_by(heading.title, self._known, counts)
            if heading.level == BOLD_LEVEL:
                continue
            self._size += 1
            if place := self._place(heading):
                first.setdefault(place.row.slug, place)
        self.places, self._by_slug = tuple(first.values()), first

    def _place(self, heading) -> Place | None:
        row = self._row(heading)
        while self._open and self._open[-1][0] >= heading.level:
            self._open.pop()
        above = self._open[-1][1] if self._open else ""
        title = heading.level == 1 and not self._open
        self._open.append((heading.level, row.slug if row else "" if title else None))
        return row and Place(heading, row, self._known.ranks[row.slug], above)

    def _row(self, heading):
        words = sections.normalise(heading.title)
        if words in self._known.headings or not self.profile.strict:
            return self._known.headings.get(words)
        slugs = self._known.exact.get(words, ())
        return next((row for row in self._known.sections if row.slug in slugs), None)

    def follows(self) -> bool:
        """Whether order and level mean something: the card is made from the template, or the profile is strict."""
        if self.profile.strict:
            return True
        return len(self.places) >= _ENOUGH and 3 * len(self.places) >= 2 * self._size

    def place(self, row) -> Place | None:
        return self._by_slug.get(row.slug)

    def parent(self, place: Place):
        """The Section that the template has a place under, or None."""
        return self._known.parents[place.row.slug]

    def belongs(self, heading, above) -> bool:
        """Whether the template has one heading's section as a part of another's."""
        place, over = (next((p for p in self.places if p.heading is h), None) for h in (heading, above))
        return bool(place and over) and self.parent(place) is over.row

    def missing(self) -> list:
        """The sections that the profile asks for and the card does not have."""
        absent = {row.slug for row in self._known.sections if row.slug in self.profile.required - self.told}
        if self.follows():
            absent |= {row.slug for row in map(self._skipped, self.places) if row and row.slug not in self.told}
        else:
            absent = {slug for slug in absent if not _told_otherwise(self.card, slug)}
        return [row for row in self._known.sections if row.slug in absent]

    def _skipped(self, place: Place):
        """The parent that a section lost, so that it now reads as a part of another section."""
        parent = self.parent(place)
        if not parent or self.place(parent) or not place.above:
            return None
        if sections.normalise(place.heading.title) != sections.normalise(place.row.heading):
            return None  # an author's own name for it is no sign of the template
        above = self._known.sections[self._known.ranks[place.above]]
        return parent if above.level == parent.level else None


Doubts = namedtuple("Doubts", "missing misplaced skips")
Doubts.__doc__ = """Which rules of the family sections may have something to say, by the headings alone.

missing: section-missing; misplaced: section-out-of-order and section-wrong-level; skips: heading-skips-level
"""

_doubts: dict[tuple, Doubts] = {}  # cards of one kind have the same headings, but for their titles
_readings: dict[tuple, tuple] = {}


def doubts(card, profile) -> Doubts:
    """The Doubts about a card."""
    known = sections.names(profile.sections)
    if len(_readings) > 20_000 or len(_doubts) > 2_000:
        _readings.clear()
        _doubts.clear()
    shape = tuple([(heading.level, _reading(heading.title, known)) for heading in card.body.headings])
    key = (id(profile), shape)
    if key not in _doubts:
        _doubts[key] = _worked_out(card, profile)
    return _doubts[key]


def _reading(title: str, known) -> tuple:
    """All that an Outline without `near` takes from a heading's text."""
    key = (id(known), title)
    if key not in _readings:
        words = sections.normalise(title)
        told = tuple(sorted(sections.told_by(title, known, False)))
        _readings[key] = told, tuple(sorted(known.exact.get(words, ()))), words if words in known.headings else ""
    return _readings[key]


def _worked_out(card, profile) -> Doubts:
    from . import arrangement

    outline = Outline(card, profile, near=False)
    # Names that nearly count only add to what is told, and with it take away from what is missing.
    absent = bool(profile.required - outline.told) or any(map(outline._skipped, outline.places))
    follows = outline.follows()
    misplaced = follows and (any(arrangement.misplaced(outline)) or any(arrangement.wrong_levels(outline)))
    levels = [heading.level for heading in card.body.headings if heading.level != BOLD_LEVEL]
    return Doubts(absent, misplaced, any(below > above + 1 for above, below in zip(levels, levels[1:])))


def may_be_empty(card) -> bool:
    """Whether a section may hold nothing: cheap, for most sections begin with a word."""
    text, headings = card.text, card.body.headings
    for heading, following in zip(headings[1:], [*headings[2:], None]):
        if following is None or following.level <= heading.level:
            begin = text[heading.end : heading.end + 12].lstrip()[:1]
            if not begin.isalnum() and begin not in ("|", "`") or (following is not None and following.start < heading.end + 12):
                return True
    return False


def _with_ends(card):
    """Each heading and where its own text ends: at the next heading; a bold line ends only another one's."""
    following, following_bold, found = len(card.text), len(card.text), []
    for heading in reversed(card.body.headings):
        bold = heading.level == BOLD_LEVEL
        found.append((heading, following_bold if bold else following))
        following_bold = heading.start
        following = following if bold else heading.start
    return reversed(found)


_RUNS = Lazy(r"\bimport |from_pretrained|pipeline\(|\bpip install|ollama |llama[-_.]|vllm |curl |python3? ")
_LEAD = 20  # letters before the first heading or under the title that make a description; a Chinese one says as much as three


def _told_otherwise(card, slug: str) -> bool:
    """Whether a card tells something without a heading for it."""
    if slug == "get-started":
        return any(_RUNS.search(card.text, fence.body_start, fence.body_end) for fence in card.body.fences)
    if slug == "evaluation":
        return "model-index" in card.metadata or "following results on the evaluation set" in card.text
    if slug == "training-data":  # told on the base model's card, and repeated here it would only be copied
        return card.metadata.get("base_model_relation") == "quantized"
    return slug == "description" and any(_prose(card, start, end) for start, end in _openings(card))


def _openings(card):
    """What stands before the first heading, and under the title."""
    headings = [heading for heading in card.body.headings if heading.level != BOLD_LEVEL]
    edges = [card.front.body, *(edge for heading in headings[:2] for edge in (heading.start, heading.end)), len(card.text)]
    return zip(edges[:4:2], edges[1:4:2])


_NOT_PROSE = Lazy(r"!?\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|<[^<>]{0,2000}>|https?://\S+")


def _prose(card, start: int, end: int) -> bool:
    text = visible(card, start, min(end, start + 5000))
    letters = [character for character in _NOT_PROSE.sub(" ", text) if character.isalpha()]
    return len(letters) + 2 * sum(character >= "\u3040" for character in letters) >= _LEAD


def visible(card, start: int, end: int) -> str:
    """The text between two offsets without its comments."""
    if not card.body.comments:
        return card.text[start:end]
    parts = []
    for opened, closed in card.body.comments_between(start, end):
        parts.append(card.text[start:opened])
        start = max(start, closed)
    return "".join([*parts, card.text[start:end]])
