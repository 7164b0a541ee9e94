"""More information needed, To be filled, TODO, TBD, lorem ipsum: words that stand where the text should."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import FILLER, words
from .page import BIB, CODE, PROSE, SPAN, TEXT, YAML, Row

# (a word of it in lower case, the pattern, how it is judged)
_NEEDED = Lazy(r"(?:needs? more information|more info(?:rmation)?(?: is)? needed|information needed)\b", re.IGNORECASE)
_TO_BE = Lazy(
    r"(?<![^\W_])to be (?:filled|added|determined|updated|completed|announced|provided|decided|defined"
    r"|confirmed|written|documented|done|specified|released)(?![^\W_])(?: (?:in|soon|later|here|shortly|out"
    r"|by the authors?))*",
    re.IGNORECASE,
)
_MARKS = Lazy(
    r"(?<![^\W_])(?<![./'\"-])(?:TBD|TBA|TBC|TODO|FIXME)(?![^\W_])(?![/'\"-])|(?<![^\W_])(?<![./-])(?:tbd"
    r"|tba)(?![^\W_])(?![/-])"
)
_LOREM = Lazy(r"\blorem ipsum dolor\b|\blorem ipsum\b", re.IGNORECASE)
_FILL = Lazy(
    r"(?<![^\W_])(?:please )?fill (?:me |this |it |that )?(?:in|out|here)(?![^\W_])(?: (?:here|later|soon))?", re.IGNORECASE
)
_ALONE = Lazy(
    r"\b(?:(?:this is (?:a|just a) )?placeholder(?: text)?(?: for [^\n.]{1,60})?|wip|(?:replace|change)[ _-]?me"
    r"|replace this (?:text|section|line)[^\n.]{0,80}|xxx+)\b",
    re.IGNORECASE,
)
_ABSENT = Lazy(r"(?<=[:\-] )[\"']?n/a[\"']?(?=[ \t]*(?:#|$))", re.IGNORECASE | re.MULTILINE)
_HERE = Lazy(r"\b(?:insert|add|enter|put|write|paste|describe|your)\b[^\n.|<>`\"']{1,60}?\bhere\b", re.IGNORECASE)
# What a card owes its reader; "write to us here" asks for none of it.
_OWED = frozenset(
    """
    abstract bibtex citation concept content description details evaluation example explanation info information
    introduction license licence link links limitations metrics model name overview paragraph reference references
    result results sentence snippet summary table text title url usage
    """.split()
)
_ELLIPSIS = Lazy(r"\b(?:and|on|the|from) \.\.\.(?: and \.\.\.)? (?:data(?:sets?)?|models?|corpus)\b")
_PLAN = Lazy(r"#[#*\s]*\Z")
_COMMENT_TODO = Lazy(r"(?:#|//|--|%|/\*)[ \t]*(?:TODO|FIXME)\b:?([^\n]{0,200})")
_AUTHORS_TASK = Lazy(
    r"\b(?:add|fill|write|provide|describe|link|snippet|card|readme|document|replace (?:language|\{))", re.IGNORECASE
)


def _needed(page, match, place: str) -> bool:
    """Not in the middle of a sentence ("if more information is needed, write to us")."""
    if place == SPAN:
        return page.text[match.start() - 1] == "`"
    before = page.before(match.start()).rstrip(" \t")
    if match.group()[0] in "Nn" and not page.ends_value(match.end()):
        return False
    return place in PROSE and (not before or not (before[-1].isalnum() or before[-1] in ",;"))


def _alone(page, match, place: str) -> bool:
    if place == SPAN:
        return page.text[match.start() - 1] == "`" and page.text[match.end()] == "`"
    return place in PROSE and page.is_value(*match.span())


def _whole(page, match, place: str) -> bool:
    """A word that says something in a sentence; a filler where it is all there is."""
    text = match.group().lower()
    before, after = page.before(match.start()), page.after(match.end())
    if place == YAML:
        return before.rstrip().endswith((":", "-", '"', "'")) and not after.strip(" \"'.") and text != "wip"
    if place != TEXT or before.endswith("-"):
        return False
    alone = not before.strip(' *_>|#"') and not after.strip(' *_.!|"…')
    cell = before.rstrip().endswith("|") and after.lstrip().startswith("|")
    return alone or (cell or before.rstrip(" *_").endswith(":") and not after.strip(" *_.!")) and text not in ("wip", "xxx")


def _mark(page, match, place: str) -> bool:
    if place == SPAN:
        return page.text[match.start() - 1] == "`" or page.text[match.start() - 1] in "[<("
    if place == BIB:
        return before_value(page, match.start())
    if place not in PROSE:
        return False
    after = page.after(match.end())
    before = page.before(match.start()).rstrip()
    if match.group().upper() in ("TODO", "FIXME"):
        # "a TODO app" in prose, "TODO:" and a TODO that opens or ends its line as a blank
        if _PLAN.match(before) and after.strip(" :").lower() in ("", "list", "items"):
            return False  # a heading over a list of plans
        opens = page.starts_value(match.start())
        return (
            after.lstrip("*_ ").startswith((":", "(", "["))
            or opens
            and (page.ends_value(match.end()) or not after.strip(" -–—*_|.") or _next_word(after) in words.VERBS)
        )
    if match.group().islower():
        return page.is_value(*match.span())
    if after[:1] == ":":
        return False  # an abbreviation that is explained
    return not before.endswith((" a", "the", "of")) and (
        not after[:2].strip() or not after[1:2].isalnum() or page.starts_value(match.start())
    )


def before_value(page, start: int) -> bool:
    """Whether BibTeX's value begins here: `{TODO`, `{[TODO`, not `{The {TODO} List`."""
    return page.before(start).rstrip(' {"[<(').endswith(("=", ","))


def _next_word(after: str) -> str:
    """The first word after a blank or a dash."""
    parts = after.replace("-", " ").split(None, 1)
    return parts[0].lower() if after[:1] == " " and parts else ""


def _task(page, match, place: str) -> bool:
    """A task in the code's comments is the author's when it is about the card; otherwise it is for whoever runs the code."""
    quoted = page.text[match.start() - 1 : match.start()] in ('"', "'", "`") and match.start() > 0
    return place in (CODE, TEXT) and not quoted and _AUTHORS_TASK.search(match.group(1)) is not None


def _here(page, match, place: str) -> bool:
    text = match.group().lower()
    if place not in PROSE or not page.is_value(*match.span()) or text.startswith("your") and len(text.split()) > 5:
        return False
    inside = words.words(text)[:-1]
    if inside[0] in ("paste", "enter", "type") and "text" in inside:
        return False
    return not any(word in words.READER_WORDS and word != "text" for word in inside) and any(word in _OWED for word in inside)


def _lorem(page, match, place: str) -> bool:
    return place in PROSE and ("dolor" in match.group().lower() or page.is_value(*match.span()))


def _ellipsis(page, match, place: str) -> bool:
    return place == TEXT


def _absent(page, match, place: str) -> bool:
    return place == YAML


ROWS = (
    Row(FILLER, _NEEDED, _needed, "needed"),
    Row(FILLER, _TO_BE, _alone, "to-be"),
    Row(FILLER, _MARKS, _mark, "marks"),
    Row(FILLER, _COMMENT_TODO, _task, "task"),
    Row(FILLER, _LOREM, _lorem, "lorem"),
    Row(FILLER, _FILL, _alone, "fill"),
    Row(FILLER, _HERE, _here, "here"),
    Row(FILLER, _ELLIPSIS, _ellipsis, "ellipsis"),
    Row(FILLER, _ALONE, _whole, "alone"),
    Row(FILLER, _ABSENT, _absent, "absent"),
)
