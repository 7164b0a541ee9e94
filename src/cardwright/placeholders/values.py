"""Accuracy: __ %, Date: YYYY-MM-DD, Version: X.Y.Z, tags: [tag1]: shapes that show what a value will look like."""

from __future__ import annotations

import re
from itertools import islice

from ..lazy import Lazy
from . import DUMMY
from .page import BIB, LIMIT, PROSE, TEXT, YAML, Row

_DATE = Lazy(
    r"(?<![\w/-])(?:(?:YYYY|yyyy|20XX)[-/.](?:MM|mm|XX)(?:[-/.](?:DD|dd|XX))?|(?:DD|dd|MM|mm)[-/.](?:MM"
    r"|mm|DD|dd)[-/.](?:YYYY|yyyy|YY))(?![\w/-])"
)
_DATED = Lazy(
    r"\b(?:date|released?|updated?|created|published|trained|modified|revised|accessed|cut-?off|until"
    r"|since|as of)\b[\w ()*]{0,20}"
    r"(?:[:|=][ \t*_\"']*|\b(?:on|in|by|at)? *)\Z",
    re.IGNORECASE,
)
_SCHEMA = Lazy(r"`|\b(?:format|formatted|input|field|column|string|pattern|written|dates|as)\b", re.IGNORECASE)
_VERSION = Lazy(r"(?<![\w.])v?[xX]\.[yYxX](?:\.[zZxX])?(?![\w.])")
_VERSIONED = Lazy(r"\b(?:version|release)\b[ \w*]{0,16}[:|=][ \t*_\"']*v?\Z", re.IGNORECASE)
_LINE_TO_FILL = Lazy(
    r"(?<![\w*_\\/.`-])(?:\\?_){2,30}(?:\.(?:\\?_){1,9})?(?![\w*_\\/.`(-]) ?(?:%|[KMGT]?B\b|hours?\b|h\b"
    r"|epochs?\b|GPUs?\b|ms\b|parameters\b|tokens\b)?"
)
_DOTS = Lazy(r"(?<=\|)[ \t]*(?:\.{3,5}|…)[ \t]*(?=\|)")
_COUNT = Lazy(
    r"\b[Tt]rained (?:\w+ ){0,3}(?:for|on|with|using|over) (?:[NXM]|XX+|_{2,}) (?:epochs?|steps|GPUs?|hours|days|samples|examples"
    r"|tokens|images|sentences|documents|A100s?|H100s?|TPUs?)\b"
)
_UNITS = Lazy(
    r"(?<![\w.-])(?:X{1,3}|N{2,3})(?:[BMK]\b| ?(?:hours?|hrs|epochs|[GMT]B|million|billion|tokens|steps"
    r"|days|GPUs?|samples|examples"
    r"|images|sentences|layers|parameters|ms)\b)(?! chromosome)"
)
_NUMBER = Lazy(
    r"(?<![\w])(?:doi\.org/)?10\.(?:[Xx]{4,6}|[0-9]{4,5})/(?:[A-Za-z]+\.)?[Xx]{4,10}(?:\.[Xx]+)?(?!\w)"
    r"|(?:arxiv\.org/(?:abs|pdf)/|\b[Aa]r[Xx]iv[: ]\s?)(?:[Xx]{4}|\d{4}|\d\dXX)\.[Xx]{4,5}(?!\w)"
)
_YEAR = Lazy(r"(?:[{\"]|= *)((?:20[Xx]{2}|YYYY|XXXX|YEAR|20__|<year>|Year))[}\",]")
_SLOT_ITEM = Lazy(
    r"\b(?:lang|tag|dataset|metric|language|author)[-_ ]?[1-9]\b|\b(?:any|a) valid license identifier\b"
    r"|\blist of iso 639-1 code for your language\b|\burl to a thumbnail\b[^\n\"']{0,60}|\bbase model hub identifier\b"
    r"|\b(?:your[-_ ](?:awesome[-_ ]|own[-_ ])?|my[-_ ]awesome[-_ ])(?:model|dataset)(?:[-_ ](?:name|id|here))?\b"
    r"|\byour[-_ ](?:name|language|license|licence|tags?|library|organi[sz]ation|team)\b"
    r"|\b(?:user[-_]?name|user|org)/(?:dataset|model|base[-_]model)(?:[-_](?:name|id))?\b",
    re.IGNORECASE,
)
_THUMBNAIL = Lazy(r"^(?:thumbnail|license_link|url|paper):[ \t]*[\"']?(url|link)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)


def _date(page, match, place: str) -> bool:
    before = page.before(match.start())
    if place == YAML or place == BIB:
        return page.is_value(*match.span())
    if place != TEXT or not page.ends_value(match.end()) or _SCHEMA.search(before):
        return False
    return _DATED.search(before) is not None


def _version(page, match, place: str) -> bool:
    if place not in PROSE or page.after(match.end()).strip(" *_|\"'.") or "`" in page.before(match.start()):
        return False
    return _VERSIONED.search(page.before(match.start())) is not None


def _line_to_fill(page, match, place: str) -> bool:
    """Underscores after a label or in a cell, or before a unit; a cloze is a sentence or follows "Answer:"."""
    before = page.before(match.start()).rstrip(" \t*_")
    if place != TEXT or re.search(r"\b(?:answer|question|q|a|output|input|prompt|sentence|user)\W*\Z", before, re.IGNORECASE):
        return False
    unit = match.group().strip(" \\_")
    if unit and before[-1:] in (":", "|", "=", "≈", "~"):
        return True
    return before[-1:] in (":", "|") and not page.after(match.end()).strip(" *_|.")


def _dots(page, match, place: str) -> bool:
    """A row whose first cell names something and whose other cells are all dots; a row of dots only stands for more rows."""
    if place != TEXT:
        return False
    line = page.before(match.start()) + match.group() + page.after(match.end())
    cells = [cell.strip(" \t*`") for cell in line.strip().strip("|").split("|")]
    named = cells[0].lower().strip(".… ") not in ("", "etc") and not cells[0].isdigit()
    return named and len(cells) > 1 and not any(cell.strip(".…") for cell in cells[1:])


def _units(page, match, place: str) -> bool:
    """XX hours, XXB: after a label or in a cell."""
    return place in PROSE and page.before(match.start()).rstrip(" \t*_~≈").endswith((":", "|", "="))


def _prose(page, match, place: str) -> bool:
    return place in PROSE or place == BIB


def _bib(page, match, place: str) -> bool:
    return place == BIB


def _yaml(page, match) -> bool:
    return (
        page.place(match.start()) == YAML
        and page.is_value(*match.span())
        and not page.before(match.start()).rstrip().endswith(("#", ">", "|"))
    )


def find_in_front(page):
    """Yield (kind, start, end) of the blanks that only front matter has."""
    for pattern, group in ((_SLOT_ITEM, 0), (_THUMBNAIL, 1)):
        for match in islice(pattern.finditer(page.text, page.yaml_start, page.yaml_end), LIMIT):
            if _yaml(page, match):
                yield DUMMY, *match.span(group)


ROWS = (
    Row(DUMMY, _DATE, _date, "date"),
    Row(DUMMY, _VERSION, _version, "version"),
    Row(DUMMY, _LINE_TO_FILL, _line_to_fill, "line"),
    Row(DUMMY, _DOTS, _dots, "dots"),
    Row(DUMMY, _COUNT, _prose, "count"),
    Row(DUMMY, _UNITS, _units, "units"),
    Row(DUMMY, _NUMBER, _prose, "number"),
    Row(DUMMY, _YEAR, _bib, "year", 1),
)
