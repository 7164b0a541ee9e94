"""The licence id names a family, not a licence.

`gpl`, `cc` or `bsd` leave open which version and which conditions, so nobody knows what is allowed. The Hub takes them
for old cards' sake.

Bad:

    ---
    license: cc
    ---

Good:

    ---
    license: cc-by-4.0
    ---
"""

from ...schema import spell
from ...vocabulary import fact, values
from .. import METADATA

level = "note"
needs = METADATA


def check(context):
    for path, name in context.card.texts("license"):
        if name in fact("licenses", "x-families"):
            exact = sorted(value for value in values("licenses") if value.startswith(f"{name}-") or value.startswith(f"{name}0"))
            which = f", such as `{exact[-1]}`" if exact else ""
            yield context.card.value_span(path), f"{spell(path)}: `{name}` is a family of licences; name the exact one{which}"
