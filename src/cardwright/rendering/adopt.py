"""Blocks for a hand-written card, below the headings it already has. No word of the card is touched: markers are put between
its lines, and `cardwright render` fills them.
"""

from __future__ import annotations

import os
from collections import namedtuple

from .. import sections
from ..card import Card
from ..errors import CardwrightError
from ..files import Files
from ..mending import yamledit
from ..templating import inspect, loading
from . import blocks, metadata, render

Adopted = namedtuple("Adopted", "path old new placed unplaced keys")
Adopted.__doc__ = """What adoption makes of a card.

old, new          its texts before and after
placed, unplaced  the blocks that found a heading, and those that did not
keys              the metadata keys that become ours
"""

TITLE = "title"


def adopted(asked: render.Asked, settings) -> Adopted:
    """The card of a folder with empty blocks and the line of managed keys; the same card where it has them all.

    Raises CardwrightError where there is no card, or its front matter cannot be read.
    """
    from ..facts import gather

    folder = asked.folder or "."
    path = asked.card or os.path.normpath(os.path.join(folder, render.NAME))
    old = render.existing(path, asked.within)
    if old is None:
        raise CardwrightError(f"{path}: there is no card to adopt", f"`cardwright render {folder}` makes one")
    files = Files((folder, asked.within, None))
    facts = gather.gather(files, asked.flags, asked.settings or (), asked.more or ())
    card = Card(old)
    name, home = render.chosen(asked, card, settings, folder, facts)
    known = [block.replace("_", "-") for block in inspect.telling(loading.environment(home, asked.within), name)]
    there = {each for segment in blocks.segments(card, path) for each in _names(segment)}
    places = _places(card, known, there)
    keys = _keys(card, facts)
    line_end = blocks.line_end(card.text)
    mark = name if name not in (render.USUAL, render.VARIANT) and not blocks.template(card) else None
    body = _marked(card, places, mark, line_end)
    head = metadata.claimed(card, keys, line_end)
    new = ("\ufeff" if card.bom else "") + head + body
    placed = [each for _, each in places]
    return Adopted(path, old, new, placed, [each for each in known if each not in there and each not in placed], keys)


def _names(segment) -> list[str]:
    if isinstance(segment, blocks.Block):
        return [segment.name]
    return [name for name, _ in segment.names] if isinstance(segment, blocks.Absent) else []


def _places(card, known: list[str], there: set[str]) -> list[tuple[int, str]]:
    """(offset, block) pairs: each block at the end of the text below its heading, before the next heading.

    Headings are read by the names of the sections that the template has most of.
    """
    rows = max((sections.HUB, sections.CAPSTONE), key=lambda rows: len({row.slug for row in rows} & set(known)))
    names, found, headings = sections.names(rows), [], [h for h in card.body.headings if h.level < 7]
    taken = set(there)
    for index, heading in enumerate(headings):
        slug = _slug(heading, names, known, taken)
        if slug is None:
            continue
        end = headings[index + 1].start if index + 1 < len(headings) else len(card.text)
        place = _gap(card, heading.end, end)
        if place is not None:
            taken.add(slug)
            found.append((place, slug))
    return found


def _slug(heading, names, known: list[str], taken: set[str]) -> str | None:
    """The block that a heading is for: by its own name, else by a name that only one free block has."""
    words = sections.normalise(heading.title)
    row = names.headings.get(words)
    told = [row.slug] if row else sorted(names.exact.get(words, ()) or sections.told_by(heading.title, names, False))
    free = [slug for slug in told if slug in known and slug not in taken and slug != TITLE]
    return free[0] if len(free) == 1 and len(told) == 1 else None


# Elements that a blank line does not end, and those that fold away what they hold.
_HOLDING = ("details", "table", "pre", "script", "style", "textarea", "ul", "ol")


def _gap(card, start: int, end: int) -> int | None:
    """Where a comment of its own can stand below a heading without becoming a part of what is there: behind the last line of its
    text. None where code, a comment or an element of HTML is still open there.
    """
    text = card.text
    place = start + len(text[start:end].rstrip())
    if text[place : yamledit.line_end(text, place)].strip():
        return None  # the next heading begins within a line
    fence = card.body.fence_at(max(start, place - 1))
    if fence is not None and fence.body_end == fence.end:
        return None
    if card.body.block(max(start, place - 1)) == "comment" and not text.endswith("-->", start, place):
        return None
    below = text[start:place].lower()
    return None if any(below.count(f"<{tag}") > below.count(f"</{tag}") for tag in _HOLDING) else place


def _marked(card, places, mark: str | None, line_end: str) -> str:
    pieces, reached = [], card.front.body
    if mark:
        pieces.append(blocks.marked_template(mark) + line_end * 2)
    for place, name in places:
        pieces += (card.text[reached:place], line_end * 2, blocks.absent([(name, True)]))
        reached = place
    rest = card.text[reached:]
    return "".join((*pieces, rest or (line_end if places else "")))


def _keys(card, facts) -> list[str]:
    """The metadata keys that become ours: those that the card does not have, and those that say what the facts say."""
    from . import front

    if not metadata.is_editable(card):
        return []
    wanted, _ = front.metadata(facts)
    ours = metadata.managed(card).keys
    return [key for key, value in wanted.items() if key not in ours and key in card.metadata and card.metadata[key] == value]
