"""UTF-8 was read in another encoding: there is `Ã©` where `é` was meant.

An editor, a template or a copy took the bytes of the text for MacRoman or Windows-1252. Readers see letter salad in place of
ticks, warning signs and quotes, and nothing says that the file is broken: it is valid UTF-8. The damage can be undone
exactly, once or twice over, and the fix gives back the very text. What only looks like it (`√π`, `« é »`) is left alone.

Bad:

    # Safety â€” and its limits

    Prices are in â‚¬.

Good:

    # Safety — and its limits

    Prices are in €, and the mean distance is √π.
"""

from ... import findings
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    from ...characters.mojibake import find

    text = context.card.text
    for damage in find(text):
        where = damage.start, damage.end
        seen, was = _short(text[damage.start : damage.end]), _short(damage.text)
        message = f"`{seen}` is UTF-8 that was read as {damage.encoding}; it was `{was}`"
        yield where, message, findings.replace(where, damage.text)


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
