"""Markdown links that are none: what was meant to be one and shows as text, or leads to a mistyped address."""

from __future__ import annotations

from .. import findings
from ..lazy import Lazy
from . import links

_REACH = 300  # characters of a label that are looked at
_AFTER_BLANK = Lazy(r" \((https?://[^\s()<>]{1,2000})\)", 2)
_REVERSED = Lazy(r"\[(https?://[^\s\[\]()<>]{1,2000})\](?![(\[:])", 2)
_SPACED = Lazy(r"[ \t]{0,4}((?:\.{0,2}/)?[\w./-]{1,200}(?: {1,3}[\w.()+,&-]{1,100}){1,8}\.[a-z][a-z0-9]{1,4})[ \t]{0,4}\)", 2)
_OPEN = Lazy(r"(https?://[^\s()<>\[\]{}]{1,2000}(?:\([^\s()]{0,200}\)?)?)(?=[ \t]{0,9}(\r?\n|\Z)|\s)", 2)
_TYPED = Lazy(r"(?:(?!https?://)h*t+p+(s*)|https?://(?:http(s?)(?=:?//)))[:;]*/{0,4}(?P<rest>\S*)", 2)


_PROTOCOL = Lazy(r".{2,6}?(?::|;|//)")  # "http.md" and "ttp-server/" are files


def find(context):
    """Yield ((start, end), message, fix or None) of every one."""
    card = context.card
    for link in context.links:
        if found := _typed(link):
            yield found
    references = {link.label.strip().lower() for link in context.links if link.kind == links.DEFINITION}
    for needle, look in (("] (", _blank), ("](", _unfit), (")[", _reversed)):
        for at in links._spots(card.text, needle, card.body.start):
            found = look(card.text, at, references)
            if found and card.body.region(at) == "text":
                yield found


def _label(text: str, at: int, opening: str = "[", closing: str = "]") -> int:
    """Where the label begins that ends at an offset; -1 without one."""
    begin = text.rfind(opening, max(0, at - _REACH), at)
    label = text[begin + 1 : at]
    return begin if begin >= 0 and label.strip() and closing not in label and "\n" not in label else -1


def _typed(link):
    """A mistyped `https://`."""
    match = _TYPED.match(link.target)
    if not match or link.kind == links.BARE or "&" in link.target[:12] or not _PROTOCOL.match(link.target):
        return None
    rest = match.group("rest")
    scheme = "https" if match.group(1) or match.group(2) or "https" in match.group().lower() else "http"
    meant, where = f"{scheme}://{rest}", (link.at, link.stop)
    site = rest.partition("/")[0]
    if "." not in site.strip("."):
        return where, f"`{_shown(link.target)}` is no address: `{scheme}://` and a site's name were meant", None
    return where, f"`{_shown(link.target)}` is mistyped; write `{_shown(meant)}`", findings.replace(where, meant)


def _blank(text: str, at: int, references):
    match, begin = _AFTER_BLANK.match(text, at + 1), _label(text, at)
    label = text[begin + 1 : at].strip().lower()
    if not match or begin < 0 or label.lstrip("^").isdigit() or label == "x" or label in references:
        return None  # a citation, a box, a reference, and something in parentheses
    where = at + 1, match.start(1) - 1
    return (begin, match.end()), "a blank between `]` and `(`: this shows as text, not as a link", findings.replace(where, "")


def _unfit(text: str, at: int, _):
    """A target that ends too late or never."""
    if links._INLINE.match(text, at + 1):
        return None
    begin = _label(text, at)
    if begin < 0:
        return None
    if match := _SPACED.match(text, at + 2):
        where, name = match.span(1), match.group(1)
        message = f"the target has blanks, so this shows as text; write `<{_shown(name)}>`, or `%20` for each blank"
        return (begin, match.end()), message, findings.replace(where, f"<{name}>")
    match = _OPEN.match(text, at + 2)
    if not match or _closes_later(text, match.end()):
        return None
    fix = findings.replace((match.end(), match.end()), ")", safe=match.group(2) is not None)
    return (begin, match.end()), "the `)` after the address is missing, so this shows as text", fix


def _closes_later(text: str, at: int) -> bool:
    """Whether a parenthesis closes within this line or the next, so that something else is wrong."""
    end = text.find("\n", at, at + _REACH)
    second = text.find("\n", end + 1, end + 1 + _REACH) if end >= 0 else -1
    return ")" in text[at : second if second >= 0 else at + _REACH].replace("\n[", "\n").partition("[")[0]


def _reversed(text: str, at: int, _):
    begin, match = _label(text, at, "(", ")"), _REVERSED.match(text, at + 1)
    if not match or begin < 0 or text[begin - 1 : begin] == "]":
        return None
    label, where = text[begin + 1 : at], (begin, match.end())
    message = "the brackets of this link are swapped, so it shows as text; write `[text](address)`"
    return where, message, findings.replace(where, f"[{label}]({match.group(1)})", safe="[" not in label)


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
