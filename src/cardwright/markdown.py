"""The block structure of a card's Markdown that rules ask about: headings, code, comments, and where each stands.

One pass over the lines, no Markdown parser: importing one costs more than checking a card. `bench/structure.py` compares
the result with markdown-it-py over real cards. Deliberately wider than CommonMark where readers are: headings inside
`<div>` blocks, `<h2>` lines, and a bold line used as a heading (kind "bold", level 7) are headings to whoever reads.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import namedtuple

from .body import BOLD_LEVEL, Body, Fence, Heading
from .lazy import Lazy

_ATX = re.compile(r"#{1,6}(?=[ \t]|\Z)")
# No pattern here may look at a character more than a bounded number of times: a card may be 5 MB of anything.
_HTML_HEADING = Lazy(r"<h([1-6])\b[^<>]{0,300}>(.*?)(?:</h\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_HTML_HEADING_END = Lazy(r"</h([1-6])", re.IGNORECASE)
_HTML_TAG = Lazy(r"<[^<>]*>")
_REMARK = Lazy(r"<!--(?:[^-]|-(?!->))*-->")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{2,80})(?<=\S)\1[ \t]*:?[ \t]*\Z")
_CONTAINER = re.compile(r">[ \t]?[ \t]*|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_DEEPEST = 16  # containers opened on one line that are looked into
_TABLE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*\Z")
_FENCE_OPEN = re.compile(r"(`{3,})([^`\n]*)\Z|(~{3,})([^\n]*)\Z")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|\Z)")

_OpenFence = namedtuple("_OpenFence", "marker start info body column quoted")


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(4))


def _is_rule(text: str) -> bool:
    """Whether a line is a thematic break; a pattern for it would keep 150 bytes a dash of a line of dashes."""
    marker = text[0]
    return marker in "-*_" and not text.strip(marker + " \t") and text.count(marker) > 2


def scan(text: str, start: int = 0) -> Body:
    """The structure of text[start:]."""
    return _Scanner(text, start).run()


class _Scanner:
    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.separator = "\n" if "\n" in text else "\r"
        self.headings: list[Heading] = []
        self.fences: list[Fence] = []
        self.code: list[tuple[int, int]] = []
        self.comments: list[tuple[int, int]] = []
        self.fence = None  # _OpenFence
        self.items: list[int] = []  # columns where the contents of the open list items begin
        self.in_table = False
        self.paragraph = None  # (start, end) of the line above, when it can be a setext heading's text
        self.in_list = False
        self.after_blank = True
        self.skip_to = start
        self.no_comment_end = len(text)  # from here on no comment is closed; known once it was looked for

    def run(self) -> Body:
        position, size = self.start, len(self.text)
        while position < size:
            end = self.text.find(self.separator, position)
            end = size if end < 0 else end
            if end >= self.skip_to:
                self.line(position if position >= self.skip_to else self.skip_to, end)
            position = end + 1
        if self.fence:
            self.close_fence(size, size)
        return Body(self.text, self.start, tuple(self.headings), tuple(self.fences), tuple(self.code), tuple(self.comments))

    def line(self, start: int, end: int) -> None:
        line = self.text[start:end].rstrip("\r")
        if line[:1].isalpha() and not self.fence and "<" not in line:  # most lines: text that goes on or begins
            self.in_list = self.in_list and not self.after_blank
            if not self.paragraph:
                self.items.clear()
            if not self.in_table:
                self.paragraph = (self.paragraph[0] if self.paragraph else start, start + len(line))
            self.after_blank = False
            return
        bare = line.lstrip(" \t")
        if self.fence and not self.leaves_fence(line, bare):
            self.inside_fence(bare, start, end)
            return
        if self.fence:  # the list item or quotation that holds it ends here, and the fence with it
            self.close_fence(start, start)
        if not bare:
            self.paragraph, self.after_blank, self.in_table = None, True, False
        else:
            self.block(line, bare, start, start + len(line))
            self.after_blank = False

    def leaves_fence(self, line: str, bare: str) -> bool:
        if self.fence.quoted:
            return not bare.startswith(">")
        return bool(self.fence.column and bare) and _width(line[: len(line) - len(bare)]) < self.fence.column

    def inside_fence(self, bare: str, start: int, end: int) -> None:
        marker = self.fence.marker
        closing = (bare.lstrip("> \t") if self.fence.quoted else bare).rstrip()
        if len(closing) >= len(marker) and not closing.strip(marker[0]):
            self.close_fence(end, start)

    def close_fence(self, end: int, body_end: int) -> None:
        fence, self.fence, self.after_blank = self.fence, None, False
        self.fences.append(Fence(fence.start, end, fence.info, min(fence.body, body_end), body_end))

    def block(self, line: str, bare: str, start: int, end: int) -> None:
        indent = len(line) - len(bare)
        first = bare[0]
        above, self.paragraph = self.paragraph, None
        marked = first in ">-*+0123456789"
        listed = _LIST_ITEM.match(line) if marked else None
        if self.items and (listed or first in "#`~>" or not above):
            self.leave_items(_width(line[:indent]))
        if indent >= 4 or line[0] == "\t":
            if self.indented_code(start, end, above):
                return
        elif self.after_blank and not listed:
            self.in_list = self.in_list and indent > 0
        if above and first in "=-" and not bare.strip().strip(first):
            self.setext(above, 1 if first == "=" else 2, end)
            return
        if _is_rule(bare):
            return
        opened, quoted = self.containers(bare, line[:indent]) if marked else (0, False)
        if first in "`~" or opened:
            if self.opens_fence(bare[opened:], start + indent, end, quoted):
                return
        self.in_list = self.in_list or bool(listed)
        if not bare.startswith("#", opened) or not self.atx(bare, opened, start + indent, end):
            self.prose(bare, start + indent, end, None if listed else above, listed)

    def leave_items(self, width: int) -> None:
        while self.items and width < self.items[-1]:
            self.items.pop()

    def containers(self, bare: str, indent: str) -> tuple[int, bool]:
        """How far the markers of quotations and list items go that a line opens, and whether it is quoted."""
        position, quoted = 0, False
        for _ in range(_DEEPEST):
            match = _CONTAINER.match(bare, position)
            if not match or _is_rule(bare[position:]):
                break
            quoted = quoted or bare[position] == ">"
            position = match.end()
            if not quoted:
                self.items.append(_width(indent + bare[:position]))
        return position, quoted

    def atx(self, bare: str, opened: int, column: int, end: int) -> bool:
        match = _ATX.match(bare, opened)
        if match:
            title = bare[match.end() :].strip()
            before = title.rstrip("#")  # a closing run of # is no part of the title, when a blank stands before it
            title = before.rstrip() if not before or before[-1] in " \t" else title
            title = self.remarks(title, column, end) if "<!--" in title else title
            self.headings.append(Heading(match.end() - opened, title, column + opened, end, "atx"))
        return bool(match)

    def remarks(self, title: str, column: int, end: int) -> str:
        """The title without its comments, which are recorded; one cannot run on into the next line."""
        known = len(self.comments)
        if self.text.rfind("-->", column, end) > self.text.rfind("<!--", column, end):
            self.comment(column, end)
        return title if len(self.comments) == known else " ".join(_REMARK.sub("", title).split())

    def prose(self, bare: str, column: int, end: int, above, listed) -> None:
        first = bare[0]
        self.in_table = self.in_table or (first in "|:-" and bool(_TABLE.match(bare)))
        if "<" in bare:
            self.html(bare, column, end)
        told = self.headings and self.headings[-1].end > column  # by an HTML heading on this line
        if told:
            return
        if first in "*_" and (match := _BOLD_LINE.match(bare)):
            self.headings.append(Heading(BOLD_LEVEL, match.group(2).strip(), column, end, "bold"))
        elif first not in "|<>" and not listed and not self.in_table:
            self.paragraph = (above[0] if above else column, end)

    def indented_code(self, start: int, end: int, above) -> bool:
        if self.in_list or above or not (self.after_blank or (self.code and self.code[-1][1] == start - 1)):
            return False
        if self.code and self.text[self.code[-1][1] : start].strip() == "" and self.code[-1][1] >= self.start:
            self.code[-1] = (self.code[-1][0], end)
        else:
            self.code.append((start, end))
        return True

    def opens_fence(self, rest: str, column: int, end: int, quoted: bool) -> bool:
        opening = _FENCE_OPEN.match(rest.rstrip())
        if not opening:
            return False
        marker = opening.group(1) or opening.group(3)
        info = (opening.group(2) or opening.group(4) or "").strip()
        body = end + (2 if self.text[end : end + 2] == "\r\n" else 1)
        self.fence = _OpenFence(marker, column, info, body, self.items[-1] if self.items else 0, quoted)
        return True

    def setext(self, above, level: int, end: int) -> None:
        title = " ".join(self.text[above[0] : above[1]].split())
        self.headings.append(Heading(level, title, above[0], end, "setext"))

    def html(self, bare: str, column: int, end: int) -> None:
        self.comment(column, end)
        match = _HTML_HEADING.search(bare)
        if not match or self.skip_to > column or self.quoted(bare, column, column + match.start()):
            return
        title, stop = match.group(2), end
        if not bare[match.start() :].rstrip().lower().endswith(">") or not title.strip():
            closing = _HTML_HEADING_END.search(self.text, column + match.start(2), column + 500)
            if closing and closing.group(1) == match.group(1):
                title, stop = self.text[column + match.start(2) : closing.start()], min(closing.end() + 1, len(self.text))
        title = _HTML_TAG.sub("", title)
        if title.strip():
            if stop > end:
                line_end = self.text.find(self.separator, stop) % (len(self.text) + 1)  # -1 is the end of the text
                self.skip_to = stop if self.text[stop:line_end].strip() else line_end + 1
            self.headings.append(Heading(int(match.group(1)), " ".join(title.split()), column + match.start(), stop, "html"))

    def quoted(self, bare: str, column: int, at: int) -> bool:
        """Whether a tag stands in inline code or in a comment of its own line."""
        index = bisect_right(self.comments, (at, len(self.text))) - 1
        return "`" in bare[: at - column] or (index >= 0 and at < self.comments[index][1])

    def comment(self, start: int, end: int) -> None:
        """Record the comments that begin on this line; one that runs on hides the lines up to its end."""
        line, ticks = start, 0
        while (opened := self.text.find("<!--", start, end)) >= 0:
            ticks += self.text.count("`", start, opened)
            start = opened + 4
            if ticks % 2:  # inside inline code
                continue
            closed = self.comment_end(start)
            if closed < 0:
                if self.text[line:opened].strip():
                    return
                closed = len(self.text)
            line = start = min(closed + 3, len(self.text))
            self.comments.append((opened, start))
            if start > end:
                self.skip_to = start
                return

    def comment_end(self, start: int) -> int:
        if start >= self.no_comment_end:
            return -1
        closed = self.text.find("-->", start)
        if closed < 0:
            self.no_comment_end = start
        return closed
