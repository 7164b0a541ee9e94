"""There is a front matter, and the Hub does not see it.

The Hub looks for one exact shape: the first thing in the file is a line of exactly three dashes, and so is the line after
the metadata. Text or a comment before it, `--- ` with a blank, `----`, `...` as the end, a code fence around it, or
line ends converted twice, and all metadata is silently lost.

Bad:

    <!-- generated -->
    ---
    license: mit
    ---

Good:

    ---
    license: mit
    ---
    <!-- generated -->
"""

from ...card import Card
from ...findings import edited
from ...frontmatter import hub_key
from ...lazy import Lazy
from .. import TEXT

level = "error"
needs = TEXT
fixable = True

_ODD = Lazy(r"-{3,}[ \t]*(?=[\r\n]|\Z)")


def check(context):
    front = context.card.front
    if front.state == "undetected":
        yield front.opening, f"the Hub does not see this front matter: {front.reason}", edited(_fences(context.card))


def _fences(card):
    """Edits that make both fences three dashes, when that is all it takes for the Hub to read metadata with a key of its own."""
    text, edits = card.text, []
    for _ in range(2):
        at = Card(_with(text, edits)).front.opening[0] - sum(len(new) - (end - start) for start, end, new in edits)
        odd = _ODD.match(text, at)
        if not odd or (edits and at <= edits[-1][0]):
            return None
        edits.append((*odd.span(), "---"))
        mended = Card(_with(text, edits))
        if mended.front.state == "found":
            return edits if mended.root is not None and hub_key(mended.text, *mended.front.yaml) else None
    return None


def _with(text: str, edits) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text
