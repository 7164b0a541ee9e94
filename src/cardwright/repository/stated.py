"""What a card states about its weights: labelled facts (`**Parameters:** 1.1B`, `| Size | 2 GB |`), sizes and counts."""

from __future__ import annotations

import re
from collections import namedtuple

from ..lazy import Lazy

_LONGEST = 400  # characters of a line that is looked at: a labelled fact is a short line
_MOST = 3000  # lines looked at for one word: no card of a model has as many
_DECORATION = " \t*_`|>-+•"

Fact = namedtuple("Fact", "label value start end")
Fact.__doc__ = """A labelled fact: the label in lower case, the text of its value, where that stands."""

Number = namedtuple("Number", "value step")
Number.__doc__ = """A number as it is written: its value, and what one more in its last written digit is worth."""


def lines(context, needle: str):
    """(start, end) of every line of prose, list or table in the body that holds a lower-case needle."""
    card = context.card
    text, lower = card.text, context.lower
    haystack = lower if len(lower) == len(text) else text
    position = card.front.body
    for number in range(_MOST):
        found = haystack.find(needle, position)
        if found < 0 or (number == 0 and not card.body_is_certain):
            return
        start = max(text.rfind("\n", 0, found) + 1, card.front.body)
        end = text.find("\n", found)
        end = position = len(text) if end < 0 else end
        if end - start <= _LONGEST and not card.body.block(found):
            yield start, end


def facts(context, needle: str, labels: frozenset):
    """Every Fact whose label is one of `labels`; each of them holds the needle."""
    text = context.card.text
    for start, end in lines(context, needle):
        fact = fact_of(text, start, end)
        if fact and fact.label in labels:
            yield fact


def fact_of(text: str, start: int, end: int) -> Fact | None:
    """The Fact a line states: `label: value` or the first two cells of a table's row."""
    line = text[start:end]
    row = line.lstrip().startswith("|")
    label, separator, _ = line.lstrip(_DECORATION).partition("|" if row else ":")
    if not separator or len(label) > 60:
        return None
    at = line.index(label + separator) + len(label) + 1
    value = line[at:].partition("|")[0] if row else line[at:]
    bare = value.strip(_DECORATION + "\r")
    place = start + at + value.find(bare)
    name = " ".join(label.strip(_DECORATION).lower().split())
    return Fact(name, bare, place, place + len(bare)) if bare else None


_COUNT = Lazy(
    r"(?<![\w.,-])(\d{1,3}(?:[,_ ]\d{3}){1,4}(?!\d)|\d{1,15}(?:\.\d{1,9})?)"
    r"[ -]?(trillion|billion|million|thousand|bn|mn|[tbmk])?(?![\w%])",
    re.IGNORECASE,
)
_SCALES = {"t": 1e12, "b": 1e9, "m": 1e6, "k": 1e3}
_SIZE = Lazy(r"(?<![\w.,-])(\d{1,6}(?:[.,]\d{1,3})?)[ \u00a0]?(kib|mib|gib|tib|kb|mb|gb|tb)\b", re.IGNORECASE)
_BYTES = {"kb": 1, "mb": 2, "gb": 3, "tb": 4, "kib": 1, "mib": 2, "gib": 3, "tib": 4}


def counts(text: str) -> list[Number]:
    """The counts in a short text: `1.1B`, `1,100,048,384`, `350 million`."""
    found = []
    for match in _COUNT.finditer(text):
        digits, unit = match.groups()
        scale = _SCALES.get({"thousand": "k", "mn": "m"}.get(unit.lower(), unit[0].lower()), 1) if unit else 1
        found.append(_number(digits.replace(",", "").replace("_", "").replace(" ", ""), scale))
    return found


def sizes(text: str) -> list[tuple]:
    """(Number in bytes, Number in bytes, start, end) of the file sizes in a short text, read as decimal and as binary units."""
    found = []
    for match in _SIZE.finditer(text):
        unit = match.group(2).lower()
        digits, power = match.group(1).replace(",", "."), _BYTES[unit]
        binary = _number(digits, 1024.0**power)
        found.append((binary if "i" in unit else _number(digits, 1000.0**power), binary, *match.span()))
    return found


def _number(digits: str, scale: float) -> Number:
    places = len(digits.partition(".")[2])
    return Number(float(digits) * scale, scale / 10**places)


def near(stated: Number, measured: float, tolerance: float) -> bool:
    """Whether a measured value could have been written as stated: half a last digit, or a share of it, away at most."""
    return abs(stated.value - measured) <= max(stated.step * 0.51, measured * tolerance)


def heading_above(card, offset: int) -> str:
    """The titles of the heading above an offset and of those it stands below, in lower case."""
    headings, index = card.body.headings, card.body.above(offset)
    titles, level = [], 99
    for heading in reversed(headings[max(0, index - 30) : index + 1]):
        if heading.level < level:
            titles.append(heading.title.lower())
            level = heading.level
    return " / ".join(titles)


def people(count: int) -> str:
    """A count as people say it, and exactly: 1.1B (1,100,048,384)."""
    for unit, scale in (("B", 1e9), ("M", 1e6), ("K", 1e3)):
        if count >= scale:
            return f"{count / scale:.3g}{unit} ({count:,})"
    return str(count)


def weight(size: float) -> str:
    """Bytes as people say them: 2.2 GB."""
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.3g} {unit}"
    return f"{size:g} bytes"
