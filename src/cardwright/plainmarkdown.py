"""The structure of a body that is plain Markdown: most lines are passed over after a look at their first character.

Plain is a body whose headings are `# ` lines and whose code stands between ``` lines, both at the left margin, without
quotations, indented code, HTML headings, comments, and setext or bold headings. For anything else `scan` answers None, and
markdown.scan reads it in full. tests/test_plain.py holds the two to the same Body.
"""

from __future__ import annotations

from .body import Body, Fence, Heading

_SIGNS = frozenset("#`~>=*_-+<\\ 0123456789")  # what a line begins with that is not the text of a paragraph or a table
_MARKERS = "-*+0123456789.) "  # of list items
_OPENERS = frozenset("#`~>")  # what would open something inside a list item


def scan(text: str, start: int) -> Body | None:
    """The Body of text[start:], or None when it is not plain."""
    if "\r" in text or "\t" in text or "````" in text or ("<" in text and any(sign in text for sign in ("<!--", "<h", "<H"))):
        return None
    headings: list[Heading] = []
    fences: list[Fence] = []
    opened = None  # (start, info, where the code begins) of an open fence
    at, above = start, ""
    for line in text[start:].split("\n"):
        end = at + len(line)
        if line and line[0] in _SIGNS:
            if opened is not None:
                if line[:3] == "```" and not line.rstrip(" ").strip("`"):
                    fences.append(Fence(opened[0], end, opened[1], opened[2], at))
                    opened = None
            elif line[:3] == "```":
                info = line[3:].strip()
                if "`" in info:
                    return None
                opened = at, info, end + 1
            elif line[0] == "#":
                _heading(line, at, headings)
            elif not _is_prose(line, above):
                return None
        at, above = end + 1, line
    return None if opened else Body(text, start, tuple(headings), tuple(fences), (), ())


def _is_prose(line: str, above: str) -> bool:
    """Whether a line that begins with a sign is certainly no heading, fence or code."""
    first = line[0]
    if first in " -+*_0123456789":
        if first == " " and not above.strip():
            return not line.strip()
        if first in "*_ " and line.lstrip()[:2] in ("**", "__") and line.rstrip()[-1] in "*_:":
            return False  # a bold line may be a heading
        if not line.strip(" -") and above:
            return False
        content = line.lstrip(_MARKERS)[:1]
        return content not in _OPENERS and content != "="
    return first in "<\\`" and line[:3] != "```"


_titles: dict[str, tuple[int, str]] = {}  # line -> level and title; cards share most of their headings


def _heading(line: str, at: int, found: list[Heading]) -> None:
    known = _titles.get(line)
    if known is None:
        known = _title(line)
        if len(line) < 200:
            _titles.clear() if len(_titles) > 5000 else None
            _titles[line] = known
    level, title = known
    if level:
        found.append(Heading(level, title, at, at + len(line), "atx"))


def _title(line: str) -> tuple[int, str]:
    """A heading's level and title; level 0 for a line that only begins with #."""
    title = line.lstrip("#")
    level = len(line) - len(title)
    if level > 6 or title[:1] not in (" ", ""):
        return 0, ""
    title = title.strip()
    if title[-1:] == "#":
        before = title.rstrip("#")  # a closing run of # is no part of the title, when a blank stands before it
        title = before.rstrip() if not before or before[-1] == " " else title
    return level, title
