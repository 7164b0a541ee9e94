"""A control character stands in the text.

Colour codes of a terminal come along with copied logs (ESC and `[31m`), form feeds with text from PDF files. Browsers show
nothing or a box, YAML refuses the whole front matter. The fix takes the character out, a colour code as a whole.

Bad:

    Loss: \x1b[31m2.1\x1b[0m

Good:

    Loss: 2.1
"""

from ...lazy import Lazy
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_CONTROLS = Lazy(r"\x1b\[[0-9;?]{0,30}[A-Za-z]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


def check(context):
    text = context.card.text
    found = [match for match in _CONTROLS.finditer(text)]
    if found:
        from ...characters.invisible import without
    damaged = _damaged(text) if any(match[0] >= "\x80" for match in found) else set()
    for match in found:
        start, end = match.span()
        if start not in damaged:
            what = (
                "a terminal's colour code" if match[0].startswith("\x1b[") else f"the control character U+{ord(match[0][0]):04X}"
            )
            yield (start, end), f"{what} stands in the text; remove it", without(context.card, start, end)


def _damaged(text: str) -> set[int]:
    """Offsets within mojibake, which has a rule of its own."""
    from ...characters.mojibake import find

    return {offset for damage in find(text) for offset in range(damage.start, damage.end)}
