"""Where a card says how many parameters its model has."""

from __future__ import annotations

import re
from collections import namedtuple

from ..lazy import Lazy
from . import fields, names

Told = namedtuple("Told", "millions text source start end")
Told.__doc__ = """A number of parameters in millions, as written, who says so, and where."""

_LABELS = frozenset(
    (
        "parameters",
        "parameter count",
        "number of parameters",
        "model size",
        "params",
        "total parameters",
        "model parameters",
        "num parameters",
    )
)
_VALUE = Lazy(
    r"[~≈]?[ \t]?(?:about |approx\w*\.? |around )?(\d{1,4}(?:\.\d{1,3})?)[ ]?(B|M|billion|million)\b(?! tokens)", re.IGNORECASE
)
_EXACT = Lazy(r"[~≈]?[ \t]?(\d{1,3}(?:,\d{3}){2,3})(?![\d,])")
_MIXED = ("moe", "mixture", "distil", "prun", "merge", "upscal", "franken", "active param", "speculative", "draft")


def find(card):
    """What the title, a field and the base model's name tell, in this order."""
    title, start, end = fields.title(card)
    if title and (millions := names.size(title)):
        yield Told(millions, names.written(title), "the title", start, end)
    for field in fields.find(card, _LABELS):
        if (told := _value(field)) is not None:
            yield told
    bases = [name for _, name in card.texts("base_model")]
    if len(bases) == 1 and (millions := names.size(bases[0].rpartition("/")[2])):
        path = ("base_model",) if isinstance(card.metadata["base_model"], str) else ("base_model", 0)
        yield Told(millions, names.written(bases[0]), f"the base model {bases[0]}", *card.value_span(path))


def is_mixed(card) -> bool:
    """Whether a model may rightly be of another size than its base."""
    lower = card.text.lower()
    return any(word in lower for word in _MIXED)


def _value(field) -> Told | None:
    where = field.start, field.end
    if match := _VALUE.match(field.value):
        factor = 1000 if match[2][0] in "bB" else 1
        return Told(float(match[1]) * factor, match[0].strip(), f"the field `{field.label}`", *where)
    if match := _EXACT.match(field.value):
        return Told(int(match[1].replace(",", "")) / 1e6, match[0].strip(), f"the field `{field.label}`", *where)
    return None
