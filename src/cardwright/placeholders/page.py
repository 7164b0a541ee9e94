"""Where in a card a candidate stands: the same characters are a blank in prose, an index in code and a list in YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import namedtuple
from itertools import islice

from ..lazy import Lazy

# Places. A reader's own values live in CODE, SPAN and EXAMPLE; nothing in COMMENT is seen by readers.
TEXT, YAML, BIB, CODE, SPAN, COMMENT, EXAMPLE = "text", "yaml", "bib", "code", "span", "comment", "example"
PROSE = frozenset((TEXT, YAML))

LIMIT = 20_000  # candidates of one pattern that are looked at: no card for people holds as many
REACH = 240  # characters looked at on either side of a candidate: lines of a hostile card can be megabytes long

_TOP_KEY = Lazy(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
# Front matter that holds what a reader may type in or be asked, not what the author knows.
_EXAMPLE_KEYS = frozenset(
    """
    widget inference extra_gated_prompt extra_gated_fields extra_gated_heading extra_gated_description
    """.split()
)
_BIB_LINE = Lazy(r"[ \t]*(?:@\w+\{|\w+[ \t]*=[ \t]*[{\"])")
_BIB_START = Lazy(r"\s*(?:%[^\n]{0,200}\n\s*)?@\w+\s*\{")
_BIB_INFOS = frozenset(("bib", "bibtex", "latex", "tex", "biblatex"))
_OPENERS = frozenset(":|>*_#=([{\"'~-+•：（【「《，")
_CLOSERS = frozenset("|*_<.,;)]}\"'`!。，；）】」》！…")

Row = namedtuple("Row", "kind pattern judge words needles group part", defaults=(None, 0, ""))
Row.__doc__ = """What to look for: `judge(page, match, place)` says whether a match of the pattern is a blank of this kind.

Only a card that holds one of the words (or signs) is looked at, and only the lines around the needles (default: the words).
part: "front" for what only counts in front matter, BIB for what only counts in BibTeX, "" for all of the card.
"""


class Triggers:
    """The words and signs of a table of rows, and which of them a text holds: one pass that spares a search for each."""

    def __init__(self, rows) -> None:
        triggers = {word for row in rows for word in row.words}
        self.words = {word.encode(): word for word in triggers if word.isalpha() and word.isascii()}
        self.folded = frozenset(self.words)
        rest = triggers.difference(self.words.values())
        self.signs = tuple(word for word in rest if word.isascii())
        self.foreign = tuple(rest.difference(self.signs))

    def within(self, page) -> set:
        found = {self.words[word] for word in self.folded & page.card.words}
        found.update(sign for sign in self.signs if sign in page.lower)
        if not page.text.isascii():
            found.update(word for word in self.foreign if word in page.lower)
        return found


class Page:
    """A card seen by the detectors."""

    __slots__ = ("card", "text", "lower", "body", "yaml_start", "yaml_end", "_keys", "_bib", "_near")

    def __init__(self, card) -> None:
        self.card, self.text, self.body = card, card.text, card.body
        lower = card.text.lower()
        # A few capitals (İ) grow when lowered; offsets must stay those of the text.
        self.lower = lower if len(lower) == len(card.text) else "".join(map(_lowered, card.text))
        self.yaml_start, self.yaml_end = card.front.yaml
        self._keys = self._bib = None
        self._near = {}

    def place(self, offset: int) -> str:
        """What kind of place an offset is."""
        if offset < self.body.start:
            return self._in_yaml(offset)
        region = self.body.region(offset)
        if region == "text":
            before = self.before(offset)
            if before.rfind("<code") > before.rfind("</code") or before.rfind("<pre") > before.rfind("</pre"):
                return SPAN
            return BIB if _BIB_LINE.match(before) else TEXT
        if region == "fence":
            return BIB if self._is_bib(self.body.fence_at(offset)) else CODE
        if region == "code":
            return BIB if _BIB_LINE.match(self.before(offset)) else CODE
        return region

    def before(self, offset: int) -> str:
        """The text of the line before an offset, as far as it is looked at."""
        low = max(0, offset - REACH)
        return self.text[max(self.text.rfind("\n", low, offset) + 1, low) : offset]

    def after(self, offset: int) -> str:
        """The text of the line after an offset, as far as it is looked at."""
        end = self.text.find("\n", offset, offset + REACH)
        return self.text[offset : end if end >= 0 else offset + REACH].rstrip("\r")

    def starts_value(self, start: int) -> bool:
        """Whether something begins at `start`: a line, a cell, a list item, what a label announces."""
        before = self.before(start).rstrip(" \t")
        return not before or before[-1] in _OPENERS or _NUMBERED.match(before) is not None

    def ends_value(self, end: int) -> bool:
        after = self.after(end)
        rest = after.lstrip(" \t")
        return not rest or rest[0] in _CLOSERS or rest[0] == "#" and rest is not after

    def is_value(self, start: int, end: int) -> bool:
        """Whether text[start:end] stands alone: the whole line, cell, list item, or all that follows a label."""
        return self.starts_value(start) and self.ends_value(end)

    def is_field(self, start: int, end: int) -> bool:
        """Whether text[start:end] is all that a form's field holds: "- Name: x", "**Name:** x". Not "Output: x" in prose."""
        before = self.before(start).rstrip(" ")
        if self.after(end).strip(" *_|.`"):
            return False
        return (
            before.endswith((":**", "**:", ":__")) or before.endswith((":", "=")) and before.lstrip()[:1] in ("-", "*", "+", "|")
        )

    def shows_input(self, start: int) -> bool:
        """Whether a label before an offset announces what goes into a model or comes out of it, not a fact about it."""
        return _SHOWN.search(self.before(start)) is not None

    def near(self, needles: tuple[str, ...], whole: bool = False, part: str = "") -> list[tuple[int, int]]:
        """Stretches of the text, lines at most, around lower-case needles: patterns need not read all the rest.

        Finding a literal costs a fiftieth of running a pattern, and most cards hold none of them.
        """
        if (needles, whole) not in self._near:
            found, reached = [], 0
            bounds = self.bounds(part)
            for spot in sorted(spot for needle in needles for spot in self._spots(needle, whole, *bounds)):
                if spot >= reached:
                    low = max(reached, self.text.rfind("\n", max(0, spot - REACH), spot) + 1, spot - REACH)
                    reached = self.text.find("\n", spot, spot + 2 * REACH)
                    reached = reached if reached >= 0 else min(spot + 2 * REACH, len(self.text))
                    found.append((low, reached))
            self._near[needles, whole] = found
        return self._near[needles, whole]

    def bounds(self, part: str) -> tuple[int, int]:
        """Where a part of the card begins and ends, by a cheap look."""
        if part == "front":
            return 0, self.yaml_end
        if part == BIB:
            start = self.lower.find("@")
            return (start, len(self.lower)) if start >= 0 else (0, 0)
        return 0, len(self.lower)

    def holds(self, row: Row) -> bool:
        """Whether a needle of a row is in its part of the card."""
        start, end = self.bounds(row.part)
        return any(self.lower.find(needle, start, end) >= 0 for needle in row.needles)

    def _spots(self, needle: str, whole: bool, start: int, end: int) -> list[int]:
        """Where a literal stands in a stretch of the lower-case text; one that is a word, as a word."""
        lower, size, found, looked = self.lower, len(needle), [], 0
        word = whole and needle.isascii() and needle.isalpha()
        position = lower.find(needle, start, end)
        while position >= 0 and looked < LIMIT:
            looked += 1
            if not word or not (
                lower[position - 1 : position].isalpha() or lower[position + size : position + size + 1].isalpha()
            ):
                found.append(position)
            position = lower.find(needle, position + size, end)
        return found

    def each(self, row: Row, present: set) -> list[tuple[int, int]]:
        """The spans of what a row finds in a card that holds these words and signs."""
        needles = row.needles or tuple(word for word in row.words if word in present)
        found, looked = [], 0
        for low, high in self.near(needles, row.needles is None, row.part):
            for match in row.pattern.finditer(self.text, low, high):
                looked += 1
                if looked > LIMIT:
                    return found
                if row.judge(self, match, self.place(match.start())):
                    found.append(match.span(row.group))
        return found

    def matches(self, pattern):
        """A pattern's matches, as many as are looked at."""
        return islice(pattern.finditer(self.text), LIMIT)

    def fence_info(self, offset: int) -> str:
        fence = self.body.fence_at(offset)
        return fence.info.split(" ")[0].strip("{.}").lower() if fence else ""

    def _is_bib(self, fence) -> bool:
        if self._bib is None:
            self._bib = {}
        if fence.start not in self._bib:
            info = fence.info.strip("{.}").lower()
            self._bib[fence.start] = info in _BIB_INFOS or bool(_BIB_START.match(self.text, fence.body_start))
        return self._bib[fence.start]

    def _in_yaml(self, offset: int) -> str:
        if not self.yaml_start <= offset < self.yaml_end:
            return TEXT
        before = self.before(offset)
        if before.lstrip().startswith("#") or " #" in before:
            return COMMENT
        if self._keys is None:
            found = _TOP_KEY.finditer(self.text, self.yaml_start, self.yaml_end)
            self._keys = [(match.start(), match.group(1)) for match in found]
        index = bisect_right(self._keys, (offset, "￿")) - 1
        return EXAMPLE if index >= 0 and self._keys[index][1] in _EXAMPLE_KEYS else YAML


_SHOWN = Lazy(
    r"\b(?:inputs?|outputs?|formats?|shapes?|prompts?|instructions?|user|human|assistant|system"
    r"|questions?|task|example|syntax|usage"
    r"|labels?|tokens?)\b(?: is| are)?[\s*_\"'`]*[:|=][\s*_\"'`]*\Z",
    re.IGNORECASE,
)
_NUMBERED = Lazy(r"[ \t>]*(?:[0-9]{1,3}[.)]|[-*+]|[^\w\s])\Z")


def _lowered(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
