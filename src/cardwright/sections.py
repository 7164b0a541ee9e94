"""The profiles, as data: which sections and metadata keys a card must have, and how strictly.

`hub` is for any card on the Hub, `strict` for a team that fills in the Hub's template, `quantized` and `adapter` for
models that rightly say less about training, `capstone` for the course template, `none` asks for nothing.
"""

from __future__ import annotations

import re
from collections import namedtuple
from functools import lru_cache

from .lazy import Lazy
from .section_rows import CAPSTONE, HUB, QUANTIZATION, Section

Profile = namedtuple("Profile", "name level sections required required_keys strict")
Profile.__doc__ = """What a card must tell.

level          how bad a missing section or key is
sections       every Section of the template in its order; required: the slugs a card must have
required_keys  metadata keys a card must have
strict         whether only the section itself counts, and whether order and level hold for every section
"""

_KEYS = ("license", "library_name", "pipeline_tag")
_MORE = (*_KEYS, "language", "tags")
# The template's own headings first; a quantized card tells of its quantization where the Hub's tells of training.
_QUANTIZED = tuple(part for row in HUB for part in ((QUANTIZATION, row) if row.slug == "training-details" else (row,)))
_OPTIONAL = frozenset(("training-stages", "benchmarks", "inference-parameters", "environmental-impact", "acknowledgments"))
_GROUPS = frozenset(a.slug for a, b in zip(CAPSTONE, CAPSTONE[1:]) if a.level < 3 and b.level > a.level)


def _profile(name: str, level: str, sections, required: str, keys, strict: bool = False) -> Profile:
    return Profile(name, level, sections, frozenset(required.split()), keys, strict)


PROFILES = {row.name: row for row in (
    _profile("hub", "warning", HUB, "description direct-use limitations get-started training-data evaluation", _KEYS),
    _profile("strict", "error", HUB,
             "description direct-use out-of-scope limitations get-started training-data training-procedure testing results",
             _MORE, strict=True),
    _profile("quantized", "error", _QUANTIZED, "description quantization limitations get-started evaluation",
             (*_MORE, "base_model", "base_model_relation")),
    _profile("adapter", "error", HUB, "description limitations get-started training-data training-procedure",
             (*_MORE, "base_model")),
    _profile("capstone", "error", CAPSTONE, " ".join(r.slug for r in CAPSTONE if r.slug not in _OPTIONAL | _GROUPS), _KEYS,
             strict=True),
    _profile("none", "note", (), "", ()),
)}  # fmt: skip


_last: list = [None, None]  # the settings asked about last, and their profile: all cards of a run have the same


def profile(settings) -> Profile:
    """The profile in force: the one that is named, with the project's own sections and keys in place of its."""
    if settings is not _last[0]:
        _last[:] = settings, _profile_of(settings)
    return _last[1]


def _profile_of(settings) -> Profile:
    named = PROFILES[settings.profile]
    if settings.required_keys is not None:
        named = named._replace(required_keys=tuple(settings.required_keys))
    if settings.sections is None:
        return named
    own = tuple(_own(number, table) for number, table in enumerate(settings.sections))
    required = frozenset(row.slug for row, table in zip(own, settings.sections) if table.get("required", True))
    level = "warning" if named.name in ("hub", "none") else named.level
    return named._replace(sections=own, required=required, strict=True, level=level)


def _own(number: int, table: dict) -> Section:
    return Section(table.get("level"), f"own-{number}", table["heading"], tuple(table.get("aliases", ())))


_LONGEST = 200  # characters of a heading that are looked at
_NOISE = Lazy(
    r"!\[[^\]]*\](?:\([^)]*\))?"  # image
    r"|(?<=\])\([^)]*\)"  # target of a link
    r"|<[^>]*>"  # tag
    r"|[\[(]optional[\])]"  # the Hub template's own marker
    r"|:[a-z0-9_+-]+:",  # emoji by name
    re.IGNORECASE,
)
_MARK = Lazy(r"\A\W*(?:[ivxl]+|[a-z])[.)]\s", re.IGNORECASE)
_BETWEEN = Lazy(r"[\W_]+")
_NUMBER = Lazy(r"\A(?:\d+ )+")
_SOFT = str.maketrans({",": " ", "-": " ", "/": " ", "&": " and "})  # parts words and has no other meaning


@lru_cache(maxsize=1024)  # cards share their headings, and several rules ask about each
def normalise(title: str) -> str:
    """A heading's words: lower case, without numbering, markup, links, emoji, punctuation and `[optional]`."""
    return _words(title[:_LONGEST])


@lru_cache(maxsize=2048)  # cards share most of their headings
def _words(title: str) -> str:
    soft = title.translate(_SOFT)
    if (letters := soft.replace(" ", "")).isalnum() and not letters[0].isdigit():  # most headings, and all names in the rows
        return " ".join(soft.lower().split())
    title = _MARK.sub("", _NOISE.sub(" ", title)).lower().replace("&amp;", "&").replace("&", " and ")
    return _NUMBER.sub("", _BETWEEN.sub(" ", title.replace("'", "").replace("’", "")).strip())


Names = namedtuple("Names", "sections headings exact phrases near near_phrases ranks parents")
Names.__doc__ = """What a template's sections are called.

sections            the Sections these are the names of
headings            own heading -> Section
exact, near         name -> slugs; near: names that count outside strict profiles
phrases             first word -> (words, slug) pairs, "" for scripts without blanks; near_phrases likewise
ranks               slug -> where its Section stands in the template
parents             slug -> the Section that the template has it under, or None
"""


_NAMES: dict[int, Names] = {}  # by identity, which the Names keep alive: hashing a template takes longer than a card


def names(sections: tuple) -> Names:
    """The names of a template's sections, normalised."""
    known = _NAMES.get(id(sections))
    if known is None or known.sections is not sections:
        _NAMES.clear() if len(_NAMES) > 16 else None
        known = _NAMES[id(sections)] = _names(sections)
    return known


def _names(sections: tuple) -> Names:
    found = Names(sections, {}, {}, {}, {}, {}, {}, {})
    for rank, row in enumerate(sections):
        found.ranks[row.slug], found.parents[row.slug] = rank, _parent(row, sections[:rank])
        if "<" in row.heading:  # the title names the model, not a section
            continue
        found.headings.setdefault(normalise(row.heading), row)
        _add(found.exact, found.phrases, row.slug, (row.heading, *row.aliases))
        _add(found.near, found.near_phrases, row.slug, row.near)
    return found


def _parent(row: Section, before):
    return next((above for above in reversed(before) if above.level and row.level and 1 < above.level < row.level), None)


def _add(exact: dict, phrases: dict, slug: str, listed) -> None:
    for name in listed:
        words = normalise(name.lstrip("~"))
        if name[0] == "~":
            # A script without blanks between words has no edges to find them by.
            first, words = (words.partition(" ")[0], f" {words} ") if words.isascii() else ("", words)
            phrases.setdefault(first, []).append((words, slug))
        elif words:
            exact.setdefault(words, set()).add(slug)


def told_by(title: str, known: Names, near: bool) -> set[str]:
    """The slugs of the sections that a heading stands for; `near` takes the names that only nearly count."""
    words = normalise(title)
    found = _exact(words, known.exact) or _held(words, known.phrases)
    return found | _exact(words, known.near) | _held(words, known.near_phrases) if near else found


def _exact(words: str, slugs: dict) -> set[str]:
    if words.isascii():
        return slugs.get(words, set())
    latin = " ".join(word for word in words.split() if word.isascii())  # "使用 Usage", or an emoji in a damaged encoding
    return slugs.get(words, set()) | slugs.get(latin, set())


def _held(words: str, phrases: dict) -> set[str]:
    """The slugs of the phrases that a heading holds."""
    padded, firsts = f" {words} ", words.split() if words.isascii() else ["", *words.split()]
    return {slug for first in firsts if first in phrases for phrase, slug in phrases[first] if phrase in padded}
