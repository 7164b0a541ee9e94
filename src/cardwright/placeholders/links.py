"""[paper](), [here](...), [demo](link): links whose target was never filled in."""

from __future__ import annotations

import re

from ..lazy import Lazy
from .page import TEXT

_HUB = "https://huggingface.co/"  # where the Trainer's link to an unknown base model leads
_LINK = Lazy(r"\[([^\[\]\n]{0,200})\]\([ \t]*(<[^<>\n]{0,80}>|[^()\s]{0,200}|[\w ]{1,30} (?:link|url|here|LINK|URL))[ \t]*\)")
_HOLLOW = frozenset(
    """
    ... … link url links todo tbd tba xxx xx xxxx here placeholder https:// http:// http https href path your_link
    your-link link_here link-here insert-link insert_link insert-link-here add-link link-to-paper link_to_paper
    paper-link paper_link paper_url demo-url your-url your_url example.link https://huggingface.co/ ?
    """.split()
)
_MARKED = Lazy(
    r"(?:<?(?:your|insert|add|link[-_]to|url[-_]of)[-_ ]|[A-Z]*(?:YOUR|LINK|URL)[A-Z]*_|<[A-Z_]+>|\[)"
    r"|[A-Z_]{0,20}(?:LINK|URL)\Z|[\w ]{1,30} (?:link|url|here|LINK|URL)\Z|(?:https?://)(?:your[-_.]"
    r"|link[-_.]|url\b|example\.com/your|\.\.\.|xxx)"
    r"|.*(?:arxiv\.org/(?:abs|pdf)/(?:X{2,}|x{2,})|/(?:XXX+|xxxx+)\b)|(?:TODO|TBD|FIXME)|(?:\./"
    r"|/)?(?:path|link|url)[-_/]to[-_/]|\w{0,20}_(?:PATH|HERE)\Z|[\w-]{1,30}[-_]here\Z"
    r"|(?:link|url|image|img|paper|demo|repo|code|model|dataset)[-_](?:to[-_]\w+|url|link|here)\Z"
    r"|https?://.*(?:/(?:\.\.\.|…)\Z|/<[\w -]+>)",
    re.DOTALL,
)


def find(page):
    """Yield (start, end) of every link without a target."""
    for match in page.matches(_LINK):
        label, written = match.groups()
        target = written.strip("<>")
        if target and target.lower() not in _HOLLOW and not _MARKED.match(written):
            continue
        image = page.text[match.start() - 1 : match.start()] == "!"
        named = label or image or target
        if named and not (label and target.lower() == _HUB) and page.place(match.start()) == TEXT:
            yield match.span()
