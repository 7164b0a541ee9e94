"""Which value of the Hub's vocabularies a written one certainly means, and which one it probably means.

Each function gives (value, whether that is certain) or None. Certain is what differs in case, blanks and punctuation only,
and names that belong to one licence or language alone.
"""

from __future__ import annotations

import re

from ..vocabulary import fact, language_for, values

# Folded names that no other licence has. A bare `apache` or `gpl3` leaves a version or an `or later` open.
_LICENCES = {
    "apache2": "apache-2.0",
    "apachev2": "apache-2.0",
    "apachev20": "apache-2.0",
    "apachelicense2": "apache-2.0",
    "apachelicenseversion20": "apache-2.0",
    "apachelicensev20": "apache-2.0",
    "apachelicensev2": "apache-2.0",
    "apache20license": "apache-2.0",
    "mitlicense": "mit",
    "themitlicense": "mit",
    "cc0": "cc0-1.0",
}
_PROBABLY = {
    "apache": "apache-2.0",
    "gpl3": "gpl-3.0",
    "gplv3": "gpl-3.0",
    "gpl2": "gpl-2.0",
    "gplv2": "gpl-2.0",
    "lgplv3": "lgpl-3.0",
    "agplv3": "agpl-3.0",
}
_REGIONS = frozenset("ar be br ca ch sg tw".split())  # that are codes of languages too
_LOOSE = re.compile(r"(?:-or-later|-only|\+)\Z")  # SPDX's, and lost on the Hub


def licence(word: str) -> tuple[str, bool] | None:
    if len(word) > 100:
        return None
    folded = _fold(word)
    if folded in _LICENCES:
        return _LICENCES[folded], True
    known = values("licenses")
    spelt = [each for each in known if _fold(each) == folded] or [
        each for each, name in fact("licenses", "x-names").items() if _fold(name) == folded
    ]
    if len(spelt) == 1:
        return spelt[0], True
    bare = _LOOSE.sub("", word.lower())
    probably = _PROBABLY.get(folded) or (bare if bare in known else None)
    return (probably, False) if probably else None


def language(word: str) -> tuple[str, bool] | None:
    lowered = word.strip().lower()
    if lowered in values("languages"):
        return lowered, True
    named = [code for code, name in fact("languages", "x-names").items() if name.lower() == lowered]
    if len(named) == 1:
        return named[0], True
    head, dash, region = lowered.replace("_", "-").partition("-")
    if region in values("languages") and region not in _REGIONS:
        return None  # two languages
    code = language_for(head)
    known = code if (head if dash else lowered) in (code, *fact("languages", "x-mistakes")) else None
    return (known, False) if known else None


def library(word: str) -> tuple[str, bool] | None:
    spelt = [each for each in values("libraries") if each.lower() == word.lower()]
    return (spelt[0], True) if len(spelt) == 1 else None


def task(word: str) -> tuple[str, bool] | None:
    spelt = re.sub(r"[ _]+", "-", word.strip().lower())
    if spelt in values("pipeline-tags"):
        return spelt, True
    retired = fact("pipeline-tags", "x-retired").get(spelt)
    return (retired, False) if retired else None


def _fold(word: str) -> str:
    return re.sub(r"[\s_.,()-]+", "", word.lower())
