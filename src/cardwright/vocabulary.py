"""The Hub's vocabularies, and the value somebody probably meant."""

from __future__ import annotations

from functools import cache

from . import schema


@cache
def values(name: str) -> frozenset[str]:
    """All ids of schemas/vocab/`name`.json."""
    return frozenset(schema.load(f"vocab/{name}.json")["enum"])


def fact(name: str, key: str):
    """An annotation of a vocabulary, such as its retired ids (`x-retired`)."""
    return schema.load(f"vocab/{name}.json")[key]


def nearest(word: str, candidates, cutoff: float = 0.75) -> str | None:
    """The candidate most like a word, or None when none is alike."""
    from difflib import get_close_matches

    if len(word) > 100:  # no id is that long, and comparing takes time
        return None
    folded = _fold(word)
    for candidate in candidates:
        if _fold(candidate) == folded:
            return candidate
    return next(iter(get_close_matches(word.lower(), candidates, 1, cutoff)), None)


def _fold(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")


def suggest(word: str, candidates, cutoff: float = 0.75) -> str:
    """`; did you mean "x"?` when a candidate is near, else nothing."""
    found = nearest(word, candidates, cutoff)
    return f"; did you mean `{found}`?" if found else ""


def language_for(word: str) -> str | None:
    """The code of a language given by its code in another case, its English name, or a well-known mistake."""
    lowered = word.strip().lower()
    if lowered in fact("languages", "x-mistakes"):
        return fact("languages", "x-mistakes")[lowered]
    if lowered in values("languages"):
        return lowered
    names = fact("languages", "x-names")
    return next((code for code, name in names.items() if lowered in name.lower().replace(",", " ").split()), None)
