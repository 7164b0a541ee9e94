"""Whether a card may hold links of the kinds that rules look for, told at a glance: most cards link nothing but plain addresses.

odd       a link that is more than [label](https://...) or [label](#...), or brackets that may be meant as one
relative  a link that may lead to a file
anchor    a link that may lead to a heading
page      an address of the Hub with three parts or more that is not plainly a page
"""

from __future__ import annotations

_HERE = ("localhost", "127.", "0.0.0.0", "[")
_PAGES = ("tree", "blob", "resolve")
_FAR = 2100  # a little more than links.LONGEST


def find(text: str, lower: str, words: frozenset[bytes]) -> set[str]:
    """The signs of a card; `lower` is its text in lower case, `words` are its words."""
    signs: set[str] = set()
    if "]" in text:
        signs = _targets(text)
        if "] (" in text or ")[" in text:
            signs.add("odd")
        if "]:" in text:
            signs.update(("odd", "relative", "anchor"))
    for word in ("src", "href"):
        if word.encode() in words and (f"{word}=" in lower or f"{word} " in lower):
            signs.update(("odd", "anchor"))
            if lower.count(word) != lower.count(f'{word}="https://') + lower.count(f'{word}="http://'):
                signs.add("relative")
    if b"huggingface" in words and _page(lower, "huggingface.co/") or b"hf" in words and _page(lower, "//hf.co/"):
        signs.add("page")
    return signs


def _targets(text: str) -> set[str]:
    """What the targets in ](...) say."""
    signs: set[str] = set()
    at = text.find("](")
    while at >= 0 and len(signs) < 3:
        end = text.find(")", at, at + _FAR)
        if end < 0:  # no link, or a mistyped one
            return {"odd", "relative", "anchor"}
        target = text[at + 2 : end]
        if target[:8] == "https://":
            plain = not target.startswith("http", 8)
        elif target[:7] == "http://":
            plain = not target[7:].lower().startswith((*_HERE, "http"))
        elif target[:1] == "#":
            signs.add("anchor")
            plain = True
        else:
            signs.update(("odd", "relative", "anchor") if "#" in target[:4] else ("odd", "relative"))
            plain = True
        if not plain or "(" in target or len(target.split(None, 1)) > 1 or target[-1:].isspace():
            signs.add("odd")
        at = text.find("](", at + 2)
    return signs


def _page(lower: str, site: str) -> bool:
    at = lower.find(site)
    while at >= 0:
        at += len(site)
        parts = lower[at : at + 210].split("/", 3)
        if len(parts) > 2 and not parts[2].startswith(_PAGES) and parts[0] != "docs" and parts[1].isprintable():
            if " " not in parts[0] and " " not in parts[1]:
                return True
        at = lower.find(site, at)
    return False
