"""[Your Name], [e.g., 64], [Describe the data]: blanks in square brackets, told from links, tokens, citations and code."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import words
from .page import BIB, CODE, COMMENT, EXAMPLE, SPAN, TEXT, YAML

# `[[Name]](link)` is a link; a backslash before a bracket is how converters write a literal one.
_BRACKETS = Lazy(r"\[([^\[\]]{1,300})\]")
_REFERENCE = Lazy(r"^[ \t]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*\S", re.MULTILINE)
_NUMERIC = Lazy(r"[\s\d.,:;/+*×x^%°−–-]+\Z|[\d.]+ ?[a-z%]{0,3}\Z|v?\d[\w.]*\Z", re.IGNORECASE)
_DATE_SHAPE = Lazy(r"(?:YYYY|DD|MM|yyyy|dd|mm)(?:[-/. ](?:YYYY|DD|MM|yyyy|dd|mm|Month|Day|Year))+\Z")
_LETTER_VALUE = Lazy(
    r"[XN?](?:[./][XN\d]+|%|\+)?\Z|\+/?-? ?%\Z|%\Z|[XN]{2,4}(?:\.X+)?%?\Z|x\.y(?:\.z)?\Z"
    r"|[XN]{1,3} ?(?:hours?|days|minutes|epochs|steps|samples|tokens|GB|MB|kg|GPUs?|[BM])\Z"
)
_CITED = Lazy(r"\b(?:19|20)\d\d[a-z]?\b|\bet al\b|\b(?:Sec|Fig|Eq|Tab|Ch)\.|^[A-Z][a-zé]+ ?\+? ?\d\d$|[@^]")
_CODE_SIGNS = Lazy(r"[={}$<>\\|;\"`~]|\w\(|^['\-+*!/#]|\)\Z|\w\.\w+\.|::|->")
_CITE_SLOT = Lazy(r"\b(?:YEAR|(?:19|20)XX|YYYY)\b|\bAuthors?\b.{0,20}\bet al|\bauthors?,? year\b")
_QUESTION = Lazy(
    r"(?:what|which|how|who|whom|why|where|when|is|are|does|do|was|were|will|should|can)\b.*\?\Z", re.IGNORECASE | re.DOTALL
)
_EXAMPLE = Lazy(r"[-–,:(] ?e\.g\.")
_VERSION = Lazy(r"v\d[\d.]*\Z")
_AUTHOR_SLOT = Lazy(r"your[ _-]?(?:own[ _-]?)?([a-z]+)", re.IGNORECASE)
_TODO_NOTE = Lazy(r"(?:TODO|TBD|FIXME)(?::|\Z)|more information needed\Z", re.IGNORECASE)
_TODO = Lazy(r"(?:TODO|TBD|TBA|FIXME)\b|todo:|more information needed\Z", re.IGNORECASE)


def find(page):
    """Yield (start, end) of every blank in brackets."""
    sure, perhaps = [], []
    defined = None
    for match in page.matches(_BRACKETS):
        inner = match.group(1).strip(" \t*_`\\")
        if not _possible(page, match, inner):
            continue
        verdict = _judge(page, match, inner)
        if verdict == 1 and defined is None:
            defined = {m.group(1).lower() for m in page.matches(_REFERENCE) if not _prose_follows(page, m)}
        if verdict and not (verdict == 1 and inner.lower() in defined):
            (sure if verdict == 2 else perhaps).append((match.span(), inner))
    yield from (_with_escape(page.text, span) for span, _ in sure)
    certain = len({inner.lower() for _, inner in sure if not _TODO.match(inner)})
    if certain >= 3:
        yield from (_with_escape(page.text, span) for span, inner in perhaps if certain >= 8 or _fits(page, span, inner))


def _with_escape(text, span):
    return (span[0] - 1 if span[0] and text[span[0] - 1] == "\\" else span[0]), span[1]


def _prose_follows(page, match) -> bool:
    """Whether `[Limitation 1]: text` is a blank with a colon rather than the definition of a link."""
    rest = page.after(match.end() - 1)
    return " " in rest.strip() and not rest.lstrip().startswith(("http", "<", "#", "/", "."))


def _fits(page, span, inner: str) -> bool:
    """Whether brackets of a card with a few certain blanks read like one more."""
    return words.is_slot(inner) or page.is_value(*span) and (" " in inner or "/" in inner or _VERSION.match(inner) is not None)


def _possible(page, match, inner: str) -> bool:
    """Cheap grounds to leave most brackets alone."""
    if not inner or len(inner) < 2 and inner not in "XN%?" or inner.isdigit():
        return False
    if page.text.startswith("](", match.end() - 1) and inner[0] not in "TtFfIiMm":
        return False  # a link, and neither "TODO", "FIXME", "insert ..." nor "more information needed"
    first = inner[0]
    if not first.isalpha() and first not in "%+?(" and not (first.isdigit() and inner.count(" ") > 2):
        return False
    return inner.lower() not in words.TOKENS or inner.istitle() or _labelled(page, match)


def _labelled(page, match) -> bool:
    """Whether `Label: [date]` or a cell holds exactly this."""
    before = page.before(match.start()).rstrip()
    return before[-1:] in ":|=" or before.endswith(("**", "__")) and page.ends_value(match.end())


def _judge(page, match, inner: str) -> int:
    """2: a blank; 1: a blank if the card turns out to be a template; 0: something else."""
    start, end = match.span()
    place = page.place(start)
    if place in (COMMENT, EXAMPLE) or (place == TEXT and _is_quoted(page, start, end)):
        return 0
    if place == SPAN and _TODO_NOTE.match(inner):
        return 0  # `[More Information Needed]` in backticks is a word that is talked about
    if place in (CODE, SPAN):
        return _in_code(page, start, end, inner)
    order = words.is_order(inner)
    if _is_link(page, start, end):
        return 2 if order and (_TODO_NOTE.match(inner) or inner.lower().startswith("insert ")) else 0
    if order and "optional" != inner.lower():
        return 2
    if place == YAML:
        return 2 if _named_slot(inner) or _repeats_key(page, start, inner) else 0
    return _in_prose(page, start, end, inner, place)


def _named_slot(inner: str) -> bool:
    """In YAML brackets hold lists: [accuracy, f1]. A blank there is one name: [model name], [DATASET_NAME]."""
    return (
        words.is_slot(inner)
        and "," not in inner
        and words.words(inner)[-1] in ("name", "url", "link", "id")
        and len(words.words(inner)) > 1
    )


def _repeats_key(page, start: int, inner: str) -> bool:
    key = page.before(start).split(":")[0].strip().lower()
    return inner.lower() in (key, key.rstrip("s"), key.removesuffix("_name")) and len(inner) > 2


def _is_quoted(page, start: int, end: int) -> bool:
    """`It says "[Your Name]" when unsure`: a sentence about the words, or words that end in them."""
    line = page.before(start)
    opened = any(line.rfind(quote) > max(line.rfind(": "), line.rfind("| "), line.rfind("= ")) for quote in '"\u201c')
    return opened and page.text[end : end + 1] in ('"', "\u201d") and len(line.split()) > 2


def _in_prose(page, start: int, end: int, inner: str, place: str) -> int:
    if _DATE_SHAPE.match(inner) or _LETTER_VALUE.match(inner):
        return 0 if _is_task_box(page, start, end) or inner[0] == "?" and not page.is_field(start, end) else 2
    if _EXAMPLE.search(inner) and not _CITED.search(inner):
        return 2
    if _VERSION.match(inner):
        return 1
    if _CITE_SLOT.search(inner) or _QUESTION.match(inner) and _about_card(inner) and page.is_value(start, end):
        return 2
    if "(s)" in inner and _echoes(page, start, end, inner):
        return 2
    if _CITED.search(inner) or _CODE_SIGNS.search(inner) or _NUMERIC.match(inner):
        return 0
    if page.text[start - 1 : start].isalnum() or inner.lower() in ("optional", "x"):
        return 0
    if page.shows_input(start):
        return 1
    if _echoes(page, start, end, inner) or _plain_field(page, start, end, inner):
        return 2
    return 2 if _slot_value(page, start, end, inner, place) else 1


def _slot_value(page, start: int, end: int, inner: str, place: str) -> bool:
    """A slot's name as a whole value; a single word only where a value is certainly asked for."""
    if not words.is_slot(inner) or not (page.is_value(start, end) or place == BIB):
        return False
    lone = " " not in inner and not inner[-1].isdigit() and not _named_slot(inner)
    return not lone or place == BIB or page.is_field(start, end) or _lone_line(page, start, end, inner)


def _about_card(inner: str) -> bool:
    return any(word in words.ASKED_ABOUT for word in words.words(inner))


def _lone_line(page, start: int, end: int, inner: str) -> bool:
    """[Date] alone on its line; [DATE] may be a token, [Paper] a link that somebody forgot to close."""
    before, after = page.before(start).strip(" >*_"), page.after(end).strip(" *_.")
    return inner.istitle() and (not before and not after or before[-1:] == "|" == after[:1])


def _plain_field(page, start: int, end: int, inner: str) -> bool:
    """Developed by: [Institution]"""
    label = page.before(start).rstrip()
    return (
        label[-1:] == ":" and len(label.split()) < 5 and inner.istitle() and words.is_slot(inner) and not page.after(end).strip()
    )


def _echoes(page, start: int, end: int, inner: str) -> bool:
    """Whether a field's value only repeats its label: "Supervisor: [supervisor name]", "Language: [Language(s)]"."""
    if not page.is_field(start, end):
        return False
    label = page.before(start).lower().replace("(s)", "")
    return any(len(word) > 3 and word in label for word in words.words(inner.replace("(s)", "")))


def _is_link(page, start: int, end: int) -> bool:
    text = page.text
    following = text[end : end + 2]
    if following[:1] in ("(", "[") or following in ("](", "][", " (") and text[end : end + 6] != " (e.g.":
        return following != " (" or "http" in text[end : end + 8]
    if following[:1] == ":" and page.before(start).strip() == "":
        return not (" " in page.after(end + 1).strip() or not page.after(end + 1).strip())
    return text[end : end + 3] == "</a" or text[start - 1 : start] == "!"


def _is_task_box(page, start: int, end: int) -> bool:
    return end - start == 3 and page.before(start).strip() in ("-", "*", "+") and page.text[end : end + 1] == " "


def _in_code(page, start: int, end: int, inner: str) -> int:
    """In code a list, an index and a prompt stand in brackets too: only what the author alone can know is a blank."""
    if _TODO.match(inner):
        return 2
    slot = _AUTHOR_SLOT.match(inner)
    if not slot or slot.group(1).lower() not in words.AUTHOR_WORDS:
        return 0
    quoted = page.text[start - 1 : start] in ('"', "'", "/") or page.text[end : end + 1] == "/"
    return 2 if quoted and "name" != slot.group(1).lower() else 0
