"""Where in a rendered text a mark stands, as far as it matters for how its value is written there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import namedtuple

from ..lazy import Lazy
from . import codetext

Place = namedtuple("Place", "kind before after language quote", defaults=("", ""))
Place.__doc__ = """Where a value goes.

kind           prose, address, first (the beginning of an address), title, tag, html, comment, code or fence
before, after  the rest of its line; of a long one, what matters
language, quote   of a fence: its language, and the quote of the string that the value stands in
"""

_LONG = 2000  # characters of a line or paragraph that are looked at
_NEAR = 300  # of a line longer than that; a template may print many values on one
_CUT = re.compile(r"\A\d*\ue004|\ue000\d*\Z")
_DESTINATION = re.compile(r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?)([^()\s]*)\Z|<[A-Za-z][A-Za-z0-9+.-]{1,31}:([^\s<>]*)\Z")
_TITLE = re.compile(r"""\]\([^()\s]*\s+["'][^"']*\Z""")
_TAG = re.compile(r"<[A-Za-z/][^<>]*\Z")
_HTML_LINE = Lazy(r"^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))*[ \t]*<[A-Za-z/!?]", re.MULTILINE)
_RAW = Lazy(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
_BLANK = Lazy(r"\n[ \t>]*(?:\n|\Z)")
# Tags that begin a block of HTML, in which a fence is none.
_BLOCKS = """address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|
h[1-6]|header|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul""".replace("\n", "")
_BLOCK = Lazy(rf"[\s>*+-]*</?(?:{_BLOCKS})\b|[\s>*+-]*</?[A-Za-z][^<>]*>[ \t]*$", re.IGNORECASE | re.MULTILINE)


class Places:
    """The Places of the marks of one text, whose structure is a Body."""

    def __init__(self, text: str, body, shown) -> None:
        """`shown`: what replaces the marks on a line for those that stand behind them."""
        self.text, self.body, self.shown = text, body, shown
        self.regions = list(_html(text)) if "<" in text else []
        self.starts = [region[0] for region in self.regions]
        self.quotes: dict = {}  # start of a fence -> offset of a mark -> quote; None where HTML goes on

    def at(self, start: int, end: int) -> Place:
        region = self.body.block(start)
        before, after = self.line(start, end)
        if region == "fence":
            return self.in_fence(start, before, after)
        kind = region or self.kind(start, before)
        return Place(kind, before, after)

    def line(self, start: int, end: int) -> tuple[str, str]:
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        before = self.text[first:start]
        if len(before) > _LONG:
            before = _CUT.sub("", before[:_NEAR]) + _CUT.sub("", before[-_NEAR:])
        return self.shown(before), self.text[end : min(last if last >= 0 else len(self.text), end + _NEAR)]

    def kind(self, start: int, before: str) -> str:
        match = _DESTINATION.search(before)
        if match:
            return "address" if match[1] or match[2] is not None else "first"
        near = self.text[max(0, start - _LONG) : start]
        if _TAG.search(near[max(near.rfind("\n\n"), 0) :]):
            return "tag"
        return "title" if _TITLE.search(before) else "html" if self.in_html(start) else "prose"

    def in_html(self, start: int, block: bool = False) -> bool:
        """Whether HTML goes on at an offset; `block`: surely, and not only perhaps."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= self.regions[index][1]:
            return False
        return not block or _BLOCK.match(self.text, self.starts[index]) is not None

    def in_fence(self, start: int, before: str, after: str) -> Place:
        fence = self.body.fence_at(start)
        kind = codetext.language(fence.info)
        if fence.start not in self.quotes:
            code = None if self.in_html(fence.start, True) else self.text[fence.body_start : fence.body_end]
            self.quotes[fence.start] = code and codetext.quotes(code, fence.body_start, kind)
        quotes = self.quotes[fence.start]
        return Place("html", before, after) if quotes is None else Place("fence", before, after, kind, quotes.get(start, ""))

    def span(self, start: int) -> tuple[int, int] | None:
        """The code span that holds an offset, backticks included."""
        if self.body.block(start) or "`" not in self.text:
            return None
        spans = self.body.spans
        index = bisect_right(spans, (start, len(self.text))) - 1
        return spans[index] if index >= 0 and start < spans[index][1] else None


def _html(text: str):
    """Where HTML may go on: from a line that begins with a tag to the next blank one, or to the end of what is raw."""
    reached = 0
    for match in _HTML_LINE.finditer(text):
        if match.start() < reached:
            continue
        raw = _RAW.match(text, match.end() - 2)
        closing = text.lower().find(f"</{raw[1].lower()}", match.end()) if raw else -1
        blank = _BLANK.search(text, closing if closing >= 0 else match.end())
        reached = len(text) if raw and closing < 0 or not blank else blank.start()
        yield match.start(), reached
