"""[paper](), [here](...), [demo](link): links whose target was never filled in."""

from __future__ import annotations

import re

from .page import COMMENT, TEXT

_TARGET = re.compile(r"\]\([ \t]*(<[^<>\n]{0,80}>|[^()\s]{0,200})[ \t]*\)")
_HOLLOW = frozenset(
    "... … link url links todo tbd tba xxx xx xxxx here placeholder https:// http:// http https href path your_link your-link link_here "
    "link-here insert-link insert_link insert-link-here add-link link-to-paper link_to_paper paper-link paper_link paper_url demo-url your-url "
    "your_url example.link https://huggingface.co/ ?".split()
)
_MARKED = re.compile(r"(?:<?(?:your|insert|add|link[-_]to|url[-_]of)[-_ ]|[A-Z]*(?:YOUR|LINK|URL)[A-Z]*_|<[A-Z_]+>|\[)|[A-Z_]{0,20}(?:LINK|URL)\Z|(?:https?://)(?:your[-_.]|link[-_.]|url\b|example\.com/your|\.\.\.|xxx)|.*(?:arxiv\.org/(?:abs|pdf)/(?:X{2,}|x{2,})|/(?:XXX+|xxxx+)\b)|(?:TODO|TBD|FIXME)", re.DOTALL)


def find(page):
    """Yield (start, end) of every link without a target."""
    for match in _TARGET.finditer(page.text):
        target = match.group(1).strip("<>")
        if target and target.lower() not in _HOLLOW and not _MARKED.match(match.group(1)):
            continue
        label = _label_start(page.text, match.start())
        if label is None or page.place(match.start()) != TEXT or page.place(label) != TEXT:
            continue
        whole = page.text[label : match.start() + 1]
        if target.lower() == "https://huggingface.co/" and whole != "[]" or not target and "![" in whole:
            continue
        if target or len(whole) > 2 or page.text[label - 1 : label] == "!":
            yield label, match.end()


def _label_start(text: str, close: int) -> int | None:
    """Where the label that ends at a closing bracket begins."""
    depth, low = 0, max(0, close - 200)
    for index in range(close, low - 1, -1):
        depth += {"]": 1, "[": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return None
