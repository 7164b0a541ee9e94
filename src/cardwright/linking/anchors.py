"""The anchors of a card: what `#some-heading` can lead to.

The Hub makes them as GitHub does (github-slugger): lower case, letters, digits, `-` and `_` stay, blanks become `-`, all
else goes; the second of a name gets `-1`. So "Speed & Memory" is `#speed--memory`, with two hyphens.
"""

from __future__ import annotations

from ..body import BOLD_LEVEL
from ..lazy import Lazy

_LINK = Lazy(r"!?\[([^\[\]]{0,300})\](?:\([^()]{0,500}\)|\[[^\[\]]{0,100}\])")
_IMAGE = Lazy(r"!\[[^\[\]]{0,300}\]\([^()]{0,500}\)")
_TAG = Lazy(r"<[^<>]{0,500}>")
_MARKS = Lazy(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_NAMED = Lazy(r"\s(?:id|name)\s{0,9}=\s{0,9}[\"']?([^\s\"'<>]{1,200})|\{#([^\s{}]{1,200})\}", 2)  # re.IGNORECASE


def slug(title: str) -> str:
    """The anchor that a heading's text gives."""
    return "".join(c if c.isalnum() or c in "-_" else "-" if c == " " else "" for c in shown(title).lower())


def shown(title: str) -> str:
    """A heading's text as readers see it."""
    if "[" in title:
        title = _LINK.sub(lambda match: match.group(1), _IMAGE.sub("", title))
    if "<" in title:
        title = _TAG.sub("", title)
    title = _MARKS.sub("", title).replace("\\", "")
    if "&" in title:
        from html import unescape

        title = unescape(title)
    return title.strip()


def folded(anchor: str) -> str:
    """An anchor without what people mistype: case and everything that is no letter or digit."""
    return "".join(c for c in anchor.casefold() if c.isalnum())


class Anchors:
    """The anchors of one card.

    exact   every anchor that exists: of headings, and of `id` and `name` attributes
    folded  folded(anchor) -> the anchors of headings that give it
    """

    def __init__(self, card) -> None:
        self.exact: set[str] = set()
        self.folded: dict[str, list[str]] = {}
        self.suggested = 0
        seen: dict[str, int] = {}
        slugs: dict[str, str] = {}
        for heading in card.body.headings:
            if heading.level != BOLD_LEVEL:
                title = heading.title
                if title not in slugs:
                    slugs[title] = slug(title)
                self._add(slugs[title], seen)
        for match in _NAMED.finditer(card.text, card.body.start):
            self.exact.add(match.group(1) or match.group(2))

    def _add(self, plain: str, seen: dict) -> None:
        anchor = plain
        while anchor in seen:
            seen[plain] += 1
            anchor = f"{plain}-{seen[plain]}"
        seen[anchor] = 0
        self.exact.add(anchor)
        self.folded.setdefault(folded(anchor), []).append(anchor)

    def has(self, anchor: str) -> bool:
        """Whether an anchor leads somewhere. Where signs outside ASCII play a part nobody has told what the Hub does with
        them, and what differs only in signs counts as there."""
        if anchor in self.exact or anchor.removeprefix("user-content-") in self.exact:
            return True
        near = self.folded.get(folded(anchor), ())
        return bool(near) and (not anchor.isascii() or any(not n.isascii() or n.strip("-") == anchor.strip("-") for n in near))

    def meant(self, anchor: str) -> str | None:
        """The anchor of the one heading that differs in nothing but case and signs."""
        same = folded(anchor)
        near = self.folded.get(same, ()) if same else ()
        return near[0] if len(near) == 1 else None

    def suggest(self, anchor: str) -> str:
        """`; did you mean ...?` for the nearest anchor, if any is near; comparing takes time, so not for ever."""
        from ..vocabulary import suggest

        self.suggested += 1
        return suggest(anchor, sorted(self.exact), 0.6) if len(self.exact) <= 500 and self.suggested <= 50 else ""
