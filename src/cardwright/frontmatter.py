"""Where the front matter of a card is, by the Hub's own grammar, or why the Hub sees none.

Two forms of the grammar are known. Both are in huggingface_hub's ``repocard.py``, which mirrors the Hub's server: the
older one (1.14.0) takes a closing fence of exactly three dashes, the newer one (2.4.0) also takes blanks after it.
Which one the live server runs is not known, so a card that only one of them reads alike is told so.
"""

from __future__ import annotations

import re
from collections import namedtuple

from .lazy import Lazy

# JavaScript's \s, which the Hub's pattern uses: unlike Python's it covers the byte order mark and not U+001C to U+001F.
_JS_SPACE = "[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"

_OPENING = Lazy(rf"{_JS_SPACE}*(---)(\r\n|\r|\n)")
_CLOSING_NEW = Lazy(r"(?:\r\n|\r|\n)(---[ \t]*)(?:\r\n|\n|\Z)")
_CLOSING_OLD = Lazy(r"[\r\n](---)(?:\r\n|\n|\Z)")
_BREAKS = Lazy(r"[\r\n]*")

FOUND, EMPTY, MISSING, UNTERMINATED, UNDETECTED = "found", "empty", "missing", "unterminated", "undetected"

FrontMatter = namedtuple("FrontMatter", "state opening yaml closing body old_closing reason")
FrontMatter.__doc__ = """One card's front matter.

state        FOUND, EMPTY (fences with nothing between), MISSING, UNTERMINATED or UNDETECTED
opening      (start, end) of the opening fence, or of the place that explains why there is none
yaml         (start, end) of the text between the fences; (0, 0) unless FOUND
closing      (start, end) of the closing fence, or None
body         offset where the Markdown begins
old_closing  (start, end) of the closing fence by the older grammar, None if it finds none
reason       for UNDETECTED: why, in words
Offsets are in code points of the text without its byte order mark.
"""


def find(text: str) -> FrontMatter:
    """The front matter of a card's text (its byte order mark already removed)."""
    return _ordinary(text) or _by_grammar(text)


def _ordinary(text: str) -> FrontMatter | None:
    """Front matter as nearly every card has it, which both grammars read alike: fences alone on lines that end in \\n."""
    if text[:4] != "---\n" or text[4:5] in "\n-":
        return None
    end = text.find("\n---", 4)
    if end < 0 or text[end + 4 : end + 5] not in ("\n", "") or text.find("\r", 4, end) >= 0:
        return None
    fence = end + 1, end + 4
    return FrontMatter(FOUND, (0, 3), (4, end), fence, min(end + 5, len(text)), fence, "")


def _by_grammar(text: str) -> FrontMatter:
    opening = _OPENING.match(text)
    if not opening:
        return _explain(text)
    fence = opening.span(1)
    # The line break before the closing fence may be the opening fence's own only when something follows it.
    closing = _CLOSING_NEW.search(text, opening.end())
    # The older pattern takes all line breaks after the opening fence when it can: a fence right below them closes nothing
    # as long as another one follows.
    old = _CLOSING_OLD.search(text, _BREAKS.match(text, opening.end()).end()) or _CLOSING_OLD.search(text, opening.end())
    closing = closing or old
    if text.startswith("---", opening.end()) and re.compile(r"---[ \t]*(?:\r?\n|\Z)").match(text, opening.end()):
        end = opening.end() + 3
        return FrontMatter(EMPTY, fence, (0, 0), (opening.end(), end), _after_line(text, end), None, "")
    if not closing:
        return _explain_open(text, fence, opening)
    return FrontMatter(
        FOUND, fence, (opening.end(), closing.start()), closing.span(1), closing.end(), old.span(1) if old else None, ""
    )


def _after_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _unseen(state: str, span: tuple[int, int], reason: str = "") -> FrontMatter:
    return FrontMatter(state, span, (0, 0), None, 0, None, reason)


_ODD_CLOSING = Lazy(r"[\r\n](?P<fence>\.\.\.|-{4,}|--|—-?|–{2,3}|[ \t]+---|---[ \t]*[^\s-][^\r\n]*)[ \t]*(?=[\r\n]|\Z)")


def _explain_open(text: str, fence: tuple[int, int], opening) -> FrontMatter:
    """There is an opening fence and no closing one the Hub accepts."""
    if "\r\r\n" in text:
        return _unseen(UNDETECTED, fence, "its lines end in \\r\\r\\n (line ends converted twice); save it with plain \\n")
    if opening.group(2) == "\r" and "\n" not in text:
        return _unseen(UNDETECTED, fence, "its lines end in a bare \\r; save it with \\n line ends")
    odd = _ODD_CLOSING.search(text, opening.end() - 1)
    if odd and hub_key(text, opening.end(), odd.start()):
        seen = odd.group("fence")
        return _unseen(UNDETECTED, odd.span("fence"), f"{seen[:20]!r} does not close it; write a line of exactly three dashes")
    return _unseen(UNTERMINATED, fence)


# Keys that tell a Hub card's metadata from any other "word: text" line.
_HUB_KEY = Lazy(
    r"^[ \t]*(license|licence|language|tags|datasets|metrics|base_model|base_model_relation|library_name|pipeline_tag"
    r"|model-index|widget|thumbnail|inference|license_name|license_link|extra_gated_\w+|co2_eq_emissions|new_version"
    r"|model_name|quantized_by)[ \t]*:",
    re.MULTILINE,
)


def hub_key(text: str, start: int = 0, end: int | None = None):
    """The first line in text[start:end] that begins with a key of the Hub's card metadata, as a match, or None."""
    return _HUB_KEY.search(text, start, len(text) if end is None else end)


_FIRST_LINE = Lazy(r"\s*([^\r\n]*)")
_DASHES = Lazy(r"(?:-{4,}|---[ \t]+|--[ \t]*|[—–][-—–]*[ \t]*)\Z")
_BLOCK = Lazy(r"^[ \t]*---[ \t]*\r?$", re.MULTILINE)
_LOOK_AHEAD = 8_000  # characters in which a misplaced block is looked for; a card's metadata stands at its top


def _explain(text: str) -> FrontMatter:
    """No opening fence where the Hub wants one: is there a block that was meant as front matter?"""
    first = _FIRST_LINE.match(text)
    line, span = first.group(1), first.span(1)
    head = text[:_LOOK_AHEAD]
    key = hub_key(head)
    if not key:
        return _unseen(MISSING, (0, 0))
    if _DASHES.match(line):
        if key.start() < (head.find("\n#", span[1]) + 1 or len(head)):
            why = "it ends in blanks" if line.rstrip() == "---" else f"it is {line.strip()!r}"
            return _unseen(UNDETECTED, span, f"the opening fence must be exactly three dashes and {why}")
        return _unseen(MISSING, (0, 0))
    if key.start(1) == span[0] and _BLOCK.search(head, key.end()):
        return _unseen(UNDETECTED, key.span(1), "the opening fence, a line of exactly three dashes above this one, is missing")
    fences = [match for match in _BLOCK.finditer(head)]
    for opening, closing in zip(fences, fences[1:]):
        if hub_key(head, opening.end(), closing.start()):
            return _unseen(UNDETECTED, (opening.start(), opening.start() + len(opening.group().rstrip())), _before(line))
    return _unseen(MISSING, (0, 0))


def _before(line: str) -> str:
    what = {"<!": "an HTML comment", "``": "a code fence", "~~": "a code fence"}.get(line[:2], "other text")
    return f"{what} stands before it; the opening fence must be the first line of the file"
