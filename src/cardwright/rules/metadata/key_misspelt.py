"""A metadata key is probably misspelt.

The Hub keeps keys it does not know and has no use for them, so `licence: mit` is a model without a licence and nobody is
told. TRL itself wrote `licence` for a while.

Bad:

    ---
    licence: mit
    ---

Good:

    ---
    license: mit
    ---
"""

from ...known_keys import likely, top_level
from ...schema import clip
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for key, name in top_level(context.card):
        meant = likely(name, context.settings.extra_keys)
        if meant:
            also = f" (`{meant}` is set as well)" if meant in context.card.metadata else ""
            yield key.span, f"the Hub does not know `{clip(name)}`; did you mean `{meant}`?{also}"
