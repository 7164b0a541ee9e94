"""Every link of a card's body: what kind it is, where it stands and where its target is written.

Code and comments hold none. Linear in the length of the card, whatever it holds: brackets are matched with a stack, and no
pattern reads further than LONGEST characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import namedtuple

from ..lazy import Lazy

LINK, IMAGE, DEFINITION, BARE, HREF, SRC = "link", "image", "definition", "bare", "href", "src"
LONGEST = 2000  # characters of a target: browsers and servers take no longer address
LIMIT = 20_000  # links of one kind that are looked at: no card for people holds as many

Link = namedtuple("Link", "start end kind label at stop target")
Link.__doc__ = """A link: offsets of the whole, its kind, its label as written (or ""), offsets of its target, the target.

kind  LINK [label](target) · IMAGE ![label](target) · DEFINITION [label]: target · BARE an address in the text, in <> or not
      HREF, SRC the attributes of an HTML tag
"""

_BRACKET = Lazy(r"\\.|[\[\]]|\n[ \t\r]*\n", 16)  # re.DOTALL
_INLINE = Lazy(
    r"\((?: |\r?\n)?(?:<([^<>\n]{0,2000})>|([^\s()<]?[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,5}))"
    r"(?:\s{1,9}(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,9}\)"
)
_DEFINED = Lazy(r":[ \t]{0,9}(?:<([^<>\n]{0,2000})>|([^\s<]\S{0,2000}))")
_ATTRIBUTE = Lazy(
    r"(?<![A-Za-z])(?:href|src)\s{0,9}=(?:\s{0,9}\"([^\"<>]{0,2000})\"|\s{0,9}'([^'<>]{0,2000})'|([^\s\"'<>]{1,2000}))",
    2,  # re.IGNORECASE
)
_ADDRESS = Lazy(r"https?://[^\s<>\"'`|\\^{}]{1,2000}", 2)


def find(card) -> tuple[Link, ...]:
    """The links of a card in reading order."""
    found = [*_inline(card), *_attributes(card)]
    found.sort()
    return tuple(sorted([*found, *_bare(card, found)]))


def _spots(text: str, needle: str, start: int):
    """Where a literal stands, as often as is looked at."""
    at = text.find(needle, start)
    for _ in range(LIMIT):
        if at < 0:
            return
        yield at
        at = text.find(needle, at + len(needle))


def _inline(card):
    text, start = card.text, card.body.start
    if text.find("](", start) < 0 and text.find("]:", start) < 0:
        return
    opened, left = [], LIMIT
    for match in _BRACKET.finditer(text, start):
        at = match.start()
        sign = text[at]
        if sign == "[":
            opened.append(at)
        elif sign == "\n":
            opened.clear()
        elif sign == "]" and opened:
            link = _closed(text, opened.pop(), at)
            if link and card.body.region(at) == "text":
                yield link
                left -= 1
                if not left:
                    return


def _closed(text: str, opening: int, at: int) -> Link | None:
    """The link whose label stands between two brackets, if it is one."""
    after = text[at + 1 : at + 2]
    if after == "(":
        match = _INLINE.match(text, at + 1)
        image = text[opening - 1 : opening] == "!"
        kind, begin = (IMAGE, opening - 1) if image else (LINK, opening)
    elif after == ":" and text[opening + 1] not in "^]" and _begins_line(text, opening):
        match, kind, begin = _DEFINED.match(text, at + 1), DEFINITION, opening
    else:
        return None
    if not match:
        return None
    group = 1 if match.group(1) is not None else 2
    return Link(begin, match.end(), kind, text[opening + 1 : at], *match.span(group), match.group(group))


def _begins_line(text: str, at: int) -> bool:
    before = text[max(0, at - 9) : at]
    return not before.rpartition("\n")[2].strip(" >") and ("\n" in before or at < 9)


def _attributes(card):
    text = card.text
    lower = text.lower() if len(text.lower()) == len(text) else text
    for word, kind in (("href", HREF), ("src", SRC)):
        for at in _spots(lower, word, card.body.start):
            match = _ATTRIBUTE.match(text, at)
            tag = text.rfind("<", max(0, at - LONGEST), at)
            if match and tag >= 0 and text.find(">", tag, at) < 0 and text[at - 1].isspace() and card.body.region(at) == "text":
                yield Link(tag, match.end(), kind, "", *match.span(match.lastindex), match.group(match.lastindex))


def _bare(card, others: list):
    """Addresses that stand in no other link's target or label."""
    text, starts = card.text, [link.start for link in others]
    for at in _spots(text, "://", card.body.start):
        begin = at - 5 if text[at - 5 : at].lower() == "https" else at - 4
        match = _ADDRESS.match(text, max(begin, card.body.start))
        if not match or _covered(others, starts, at) or card.body.region(at) != "text":
            continue
        address = match.group().rstrip(".,;:!?*_~'\"")
        while address.endswith((")", "]")) and address.count(address[-1]) > address.count("(["[address[-1] == "]"]):
            address = address[:-1].rstrip(".,;:!?*_~")
        stop = match.start() + len(address)
        yield Link(match.start(), stop, BARE, "", match.start(), stop, address)


def _covered(others: list, starts: list, at: int) -> bool:
    """Whether an offset stands in one of the links before it; links stand in each other at most a few deep."""
    index = bisect_right(starts, at) - 1
    return any(others[i].start <= at < others[i].end for i in range(index, max(index - 4, -1), -1))
