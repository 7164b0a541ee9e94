"""Licences by the names people write: rows of a pattern and the id it stands for."""

from __future__ import annotations

import re

from ..lazy import Lazy

_FLAGS = re.IGNORECASE
# (id or what it begins with, pattern). A group is the version, where the name has one.
_ROWS = (
    ("apache-2.0", Lazy(r"\bapache(?![a-z])(?![- ](?:spark|arrow|airflow|beam|kafka|tvm|mxnet))", _FLAGS)),
    ("mit", Lazy(r"\bMIT\b(?![- ](?:csail|press|lab|media|university|students?|\d))|\bmit licen|^mit\b")),
    ("agpl-", Lazy(r"\bagpl(?:v(?![a-z])|(?![a-z]))[- ]?(?:v|version )?(3)?|\baffero general public licen[cs]e", _FLAGS)),
    (
        "lgpl-",
        Lazy(r"\blgpl(?:v(?![a-z])|(?![a-z]))[- ]?(?:v|version )?([23](?:\.\d)?)?|\blesser general public licen[cs]e", _FLAGS),
    ),
    (
        "gpl-",
        Lazy(
            r"(?<![a-z])gpl(?:v(?![a-z])|(?![a-z]))[- ]?(?:v|version )?([23])?"
            r"|(?<!affero )(?<!lesser )general public licen[cs]e(?:,? v(?:ersion )?([23]))?",
            _FLAGS,
        ),
    ),
    ("bsd", Lazy(r"\bbsd\b", _FLAGS)),
    ("mpl-2.0", Lazy(r"\bmpl[- ]?2|\bmozilla public licen[cs]e", _FLAGS)),
    ("cc0-1.0", Lazy(r"\bcc[- ]?0\b", _FLAGS)),
    ("llama", Lazy(r"\bllama[- ]?([234](?:\.[1-3])?)(?: community)? licen[cs]e", _FLAGS)),
    ("gemma", Lazy(r"\bgemma (?:terms of use|licen[cs]e)", _FLAGS)),
    ("rail", Lazy(r"\b(?:open[- ]?)?rail\b(?:\+\+)?|\bopenrailm?(?![a-z])", _FLAGS)),
    ("unlicense", Lazy(r"\bthe unlicense\b", _FLAGS)),
)
_CC = Lazy(r"\bcc[- ]by((?:[- ](?:nc|sa|nd)){0,2})(?![a-z])(?:[- ]?v?(\d\.\d))?", _FLAGS)
_CC_LONG = Lazy(
    r"\bcreative commons attribution((?:[-– /]{1,3}(?:non[- ]?commercial|share[- ]?alike|no[- ]?deriv\w{1,8})){0,2})"
    r"(?:[- ]{0,3}(?:international |unported |licen[cs]e )?v?(\d\.\d))?",
    _FLAGS,
)
_TERMS = (("nc", "commercial"), ("nd", "deriv"), ("sa", "share"))


def named(text: str) -> set[str]:
    """The licences a text names: ids, or as much of them as it says (`cc-by-nc`, `gpl`)."""
    found = set()
    for known, pattern in _ROWS:
        for match in pattern.finditer(text):
            found.add(_with_version(known, next(filter(None, match.groups()), "") if match.re.groups else ""))
    for match in _CC.finditer(text):
        found.add(_cc(match[1].lower().replace(" ", "-").split("-"), match[2]))
    for match in _CC_LONG.finditer(text):
        spoken = match[1].lower()
        found.add(_cc([short for short, word in _TERMS if word in spoken], match[2]))
    return found


def agree(said: str, license_id: str) -> bool:
    """Whether what a text says may be the licence of an id."""
    if "rail" in said or "rail" in license_id:
        return "rail" in said and "rail" in license_id
    if license_id in ("cc", "gpl", "lgpl", "bsd") or said in ("gpl", "lgpl", "agpl", "bsd"):
        return said.split("-")[0].startswith(license_id.split("-")[0])
    if said.startswith("llama") and license_id.startswith("llama"):
        return said[5:] == license_id[5:]
    name, version = _split(said)
    other, its = _split(license_id)
    return name == other and (not version or not its or float(version) == float(its))


def _cc(terms: list[str], version: str | None) -> str:
    ordered = [term for term in ("nc", "nd", "sa") if term in terms]
    return "-".join(("cc-by", *ordered, *([version] if version else [])))


def _with_version(known: str, version: str) -> str:
    if known == "llama":
        return known + version
    if known.endswith("-"):
        return f"{known}{version}" + (".0" if version and "." not in version else "") if version else known[:-1]
    return known


def _split(name: str) -> tuple[str, str]:
    match = re.match(r"(.*?)-?(\d+(?:\.\d+)?)?\Z", name)
    return match[1], match[2] or ""
