"""Where a card's text says under which licence the model itself stands."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import fields

_LABELS = frozenset(("license", "licence", "model license", "model licence", "licensing"))
_SECTION = Lazy(r"[^A-Za-z]*(?:model )?licen[cs](?:e|ing)(?: information| & usage)?[^A-Za-z]*\Z", re.IGNORECASE)
_SENTENCE = Lazy(
    r"(?:this|the|these|our) (?:[\w-]{1,20} ){0,2}?(?:models?|weights?|checkpoints?|adapters?|work)\b[^.\n]{0,40}\b(?:licen[cs]ed"
    r"|released|distributed|available|published|shared)[^.\n]{0,30}\bunder\b([^\n]{0,120})",
    re.IGNORECASE,
)
_GIVEN = frozenset(b"licensed licenced released distributed available published shared".split())  # one in each sentence
_OTHERS = Lazy(
    r"\b(?:code|codes|scripts?|software|data|datasets?|corpus|corpora|base|original(?:ly)?|upstream|parent|inherit\w*|dual|tokeni[sz]er"
    r"|librar(?:y|ies)|repository|repo|third|images?|fork|subject to|derived|combined|audio|text|depends?|except|paper|compatible"
    r"|instead|not|unlike|previous|formerly|documentation|components?|architecture|implementation)\b",
    re.IGNORECASE,
)
_LONGEST = 600
# What the licence's own name holds for certain: a stretch with it agrees and needs no closer look.
_OWN = {
    "apache-2.0": "apache",
    "mit": "mit",
    "gemma": "gemma",
    "openrail": "rail",
    "creativeml-openrail-m": "rail",
    "mpl-2.0": "mozilla",
}


def find(card, ids: list[str]):
    """(start, end, text) of every stretch that may say something else than the ids of the metadata."""
    own = [_OWN[name] for name in ids if name in _OWN]
    stretches = [(start, end, card.text[start:end]) for start, end in _stretches(card)]
    if any(word in text.lower() for word in own for *_, text in stretches):
        return  # one place agrees; the others are about something else
    for start, end, text in stretches:
        if not _OTHERS.search(text):
            yield start, end, text


def _stretches(card):
    for field in fields.find(card, _LABELS):
        yield field.start, field.end
    headings = card.body.headings
    for index, heading in enumerate(headings):
        if "icen" in heading.title.lower() and _SECTION.match(heading.title):
            stop = headings[index + 1].start if index + 1 < len(headings) else len(card.text)
            if stop - heading.end <= _LONGEST:
                start = heading.end + len(card.text[heading.end : stop]) - len(card.text[heading.end : stop].lstrip())
                yield start, max(start, len(card.text[:stop].rstrip()))
    if b"under" in card.words and not _GIVEN.isdisjoint(card.words) and card.text.lower().find("icen", card.front.body) >= 0:
        for match in _SENTENCE.finditer(card.text, card.front.body):
            if not fields.about_others(card, match.start()) and card.body.region(match.start()) == "text":
                yield match.span()
