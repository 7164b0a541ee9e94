"""How far a card is filled in: section by section, what is there, what is blank and what is missing.

A field is a blank, or a piece of content without one: a paragraph, a list item, a code block, a table cell that is no label
(below the head, right of the first column), a metadata key. A missing or empty section or key is one open field. A section's
share is its filled fields of all its fields; the card's is the mean of its sections, the front matter counting as one.
So filling in a blank never lowers either, and 100 means: nothing blank, nothing asked for missing, nothing empty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import namedtuple

from . import formfields, sections
from .body import BOLD_LEVEL
from .outline import visible

PRESENT, MISSING, EMPTY = "present", "missing", "empty"
FRONT = "front matter"

Left = namedtuple("Left", "line column text")
Left.__doc__ = """What is to be filled in: a blank as written, or a key's name."""

Section = namedtuple("Section", "slug heading line required state filled left")
Section.__doc__ = """One section's progress.

slug      the profile's name for it, "front-matter", or None for a heading of the author's own
line      of its heading; None when it is missing
state     "present", "missing" or "empty"
filled    how many fields are filled in; left: tuple of Left
"""
Section.total = property(lambda row: row.filled + (len(row.left) or row.state != PRESENT))
Section.share = property(lambda row: row.filled / row.total)

Progress = namedtuple("Progress", "path sections problem", defaults=("",))
Progress.__doc__ = """One card's progress; problem: why the file could not be read."""
Progress.filled = property(lambda card: sum(row.filled for row in card.sections))
Progress.total = property(lambda card: sum(row.total for row in card.sections))
Progress.percent = property(lambda card: percent([row.share for row in card.sections]) if not card.problem else 0)


def percent(shares) -> int:
    """The mean of shares in percent, rounded down: 100 is nothing but all of it."""
    return int(100 * sum(shares) / len(shares) + 1e-9) if shares else 100


def of(origin, settings) -> Progress:
    """The progress of a source.Source against the profile in force."""
    from .check import Context

    context = Context(origin, settings)
    if context.card is None:
        return Progress(origin.path, (), context.problem_detail)
    blanks = _blanks(context)
    starts = [blank.start for blank in blanks]
    between = lambda start, end: blanks[bisect_left(starts, start) : bisect_left(starts, end)]
    rows = [*_front(context, between), *_with_missing(context, list(_told(context, between)))]
    return Progress(origin.path, tuple(rows))


_RULES = {
    "variable": "template-variable", "bracket": "bracket-placeholder", "angle": "angle-placeholder",
    "filler": "filler-text", "dummy": "dummy-value", "link": "empty-link",
}  # fmt: skip


def _blanks(context) -> list:
    """The card's blanks without those that its author or its project says are none."""
    ignored = {kind for kind, rule in _RULES.items() if {rule, "placeholders"} & set(context.settings.ignore)}
    found = [blank for blank in context.placeholders if blank.kind not in ignored]
    if not found or not context.suppressions:
        return found
    from . import rules, suppress

    sieve = suppress.Sieve(context.card, context.suppressions)
    return [blank for blank in found if sieve.passes(((blank.start, blank.end), rules.get(_RULES[blank.kind])))]


def _left(card, blanks) -> list[Left]:
    return [Left(*card.position(blank.start), " ".join(blank.text.split())) for blank in blanks]


def _front(context, between):
    card, required = context.card, context.profile.required_keys
    left = _left(card, between(0, card.front.body))
    spans = {key: _key_span(card, key) for key in card.metadata}
    open_keys = [key for key, value in card.metadata.items() if value in (None, "", [], {})]
    open_keys = [key for key in open_keys if not between(*spans[key])]
    left += [Left(*card.position(card.key_span((key,))[0]), key) for key in open_keys]
    left += [Left(*card.position(card.opening_fence[0]), key) for key in required if key not in card.metadata]
    filled = sum(key not in open_keys and not between(*span) for key, span in spans.items())
    if filled or left:
        state = PRESENT if card.metadata else EMPTY if card.front.state in ("found", "empty") else MISSING
        line = card.position(card.opening_fence[0])[0] if state != MISSING else None
        yield Section("front-matter", FRONT, line, bool(required), state, filled, tuple(sorted(left)))


def _key_span(card, key) -> tuple[int, int]:
    name, value = card.root.entry(key)
    return name.start, max(name.end, value.end) if value else name.end


def _told(context, between):
    """(rank, Section) of what the card tells, in its order; rank: where the template has it, None for the author's own."""
    card, outline = context.card, context.outline
    known = sections.names(context.profile.sections)
    headings = _headings(card)
    following = dict(zip(headings, headings[1:]))
    for (slug, heading), spans in _regions(card, outline, known).items():
        blanks = [blank for span in spans for blank in between(*span)]
        filled = sum(formfields.count(card, *span, between(*span)) for span in spans)
        if heading is not None and heading.level == 1 and not between(heading.start, heading.end):
            filled += 1  # the card's name
        state = PRESENT
        if not filled and not blanks:
            if heading is None or not _is_empty(card, outline, heading, following.get(heading)):
                continue
            state = EMPTY
        line = card.position(heading.start if heading else spans[0][0])[0]
        title = " ".join(heading.title.split()) if heading else "before the first heading"
        row = Section(slug, title, line, slug in context.profile.required, state, filled, tuple(_left(card, blanks)))
        yield known.ranks.get(slug), row


def _headings(card) -> list:
    return [heading for heading in card.body.headings if heading.level != BOLD_LEVEL]


def _regions(card, outline, known) -> dict:
    """(slug, heading) -> spans: a section's own text, with the subsections that the template does not know."""
    headings = _headings(card)
    ends = [*(heading.start for heading in headings), len(card.text)]
    regions, open_ = {(None, None): [(card.front.body, ends[0])]}, []
    for heading, end in zip(headings, ends[1:]):
        slug = _slug(outline, known, heading)
        while open_ and open_[-1][0] >= heading.level:
            open_.pop()
        inherits = slug is None and open_ and open_[-1][0] > 1
        key = open_[-1][1] if inherits else (slug, heading)
        open_.append((heading.level, key))
        regions.setdefault(key, []).append((heading.start, end))
    return regions


def _slug(outline, known, heading) -> str | None:
    place = next((place for place in outline.places if place.heading is heading), None)
    if place:
        return place.row.slug
    told = sections.told_by(heading.title, known, False)
    return min(told, key=known.ranks.__getitem__) if told else None


def _is_empty(card, outline, heading, following) -> bool:
    """Whether nothing stands below a heading, not even a subheading."""
    if heading.level == 1 or (following and (following.level > heading.level or outline.belongs(following, heading))):
        return False
    return not visible(card, heading.end, following.start if following else len(card.text)).strip(" \t\r\n-*_")


def _with_missing(context, told: list) -> list[Section]:
    """The sections with those that the profile asks for and the card does not have, each where its template has it."""
    ranks = sections.names(context.profile.sections).ranks
    for row in context.outline.missing():
        if row.slug in context.profile.required:
            rank = ranks[row.slug]
            at = max((index + 1 for index, (other, _) in enumerate(told) if other is not None and other < rank), default=0)
            told.insert(at, (rank, Section(row.slug, row.heading, None, True, MISSING, 0, ())))
    return [row for _, row in told]
