"""A link leads to a heading that the card does not have.

`[Results](#results)` scrolls to the heading "Results". The Hub makes the anchor of a heading as GitHub does: lower case,
blanks become hyphens, other signs go, and the second heading of a name gets `-1`. An anchor in another case, or of a heading
that was renamed, does nothing when it is clicked. Anchors set by hand (`<a id="...">`, `name="..."`) count.

Safe fix: the anchor of the one heading that differs from it in nothing but case and signs.

Bad:

    [How to use](#How-To-Use)

    ## How to use

Good:

    [How to use](#how-to-use)

    ## How to use
"""

from ... import findings
from ...linking import links
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True
_HERE = frozenset(("", "top"))  # the top of the page, by HTML's rules


def check(context):
    if not context.card.body_is_certain or len(context.card.body.headings) > links.LIMIT:
        return
    from ...linking.anchors import Anchors

    targets = [link for link in context.links if link.target.startswith("#") and link.kind != links.SRC]
    anchors = Anchors(context.card) if targets else None
    for link in targets:
        anchor = _decoded(link.target[1:])
        if anchor.lower() not in _HERE and not anchor.startswith((":~:", "/")) and "{" not in anchor and not anchors.has(anchor):
            yield _missing(link, anchor, anchors)


def _decoded(anchor: str) -> str:
    if "%" not in anchor:
        return anchor
    from urllib.parse import unquote

    return unquote(anchor)


def _missing(link, anchor: str, anchors):
    where, said = (link.at, link.stop), f"no heading of this card has the anchor `#{anchor[:100]}`"
    meant = anchors.meant(anchor)
    if meant:
        return where, f"{said}; it is `#{meant}`", findings.replace(where, f"#{meant}")
    return where, said + (anchors.suggest(anchor) or "; name one that is there, or add the heading")
