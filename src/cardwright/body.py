"""What a card's Markdown holds: headings, code and comments with their places. markdown.scan finds them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import namedtuple

from . import inline

BOLD_LEVEL = 7

Heading = namedtuple("Heading", "level title start end kind")
Heading.__doc__ = """A heading: level 1-6 (BOLD_LEVEL for a bold line), title as written, offsets of the whole.

kind  "atx", "setext", "html" or "bold"
"""

Fence = namedtuple("Fence", "start end info body_start body_end")
Fence.__doc__ = """A fenced code block: the whole block, its info string ("python"), and the code between the fences."""


class Body:
    """What `scan` found. All offsets are into the card's text.

    headings   tuple of Heading, in order
    fences     tuple of Fence
    code       tuple of (start, end): indented code blocks
    comments   tuple of (start, end): HTML comments
    """

    __slots__ = ("text", "start", "headings", "fences", "code", "comments", "_spans", "_regions", "_region_starts")

    def __init__(self, text, start, headings, fences, code, comments):
        self.text, self.start = text, start
        self.headings, self.fences, self.code, self.comments = headings, fences, code, comments
        self._spans = self._regions = None

    def region(self, offset: int) -> str:
        """What stands at an offset: "fence", "code", "comment", "span" (inline code) or "text"."""
        block = self.block(offset)
        if block:
            return block
        spans = self.spans
        index = bisect_right(spans, (offset, len(self.text))) - 1
        return "span" if index >= 0 and offset < spans[index][1] else "text"

    def block(self, offset: int) -> str:
        """What of "fence", "code" and "comment" an offset stands in, "" for none: `region` without a look for inline code."""
        if self._regions is None:
            self._regions = sorted(
                [(f.start, f.end, "fence") for f in self.fences]
                + [(start, end, "code") for start, end in self.code]
                + [(start, end, "comment") for start, end in self.comments]
            )
            self._region_starts = [region[0] for region in self._regions]
        index = bisect_right(self._region_starts, offset) - 1
        if index >= 0 and offset < self._regions[index][1]:
            return self._regions[index][2]
        return ""

    def above(self, offset: int) -> int:
        """The index of the heading that an offset stands below; -1 above the first."""
        return bisect_right(self.headings, offset, key=lambda heading: heading.start) - 1

    def fence_at(self, offset: int) -> Fence | None:
        """The fenced block that holds an offset."""
        index = bisect_right(self.fences, offset, key=lambda fence: fence.start) - 1
        return self.fences[index] if index >= 0 and offset < self.fences[index].end else None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Inline code, backticks included, outside fences and comments."""
        if self._spans is None:
            self._spans = inline.code(self.text, self.start, self.fences)
        return self._spans

    def comments_between(self, start: int, end: int) -> tuple[tuple[int, int]]:
        """The comments that begin between two offsets."""
        return self.comments[bisect_left(self.comments, (start,)) : bisect_left(self.comments, (end,))]
