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

from ...findings import edited
from ...known_keys import is_spelling, likely, top_level
from ...mending.yamledit import value
from ...schema import MODEL_CARD, accepts, clip, load
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    for key, name in top_level(context.card):
        meant = likely(name, context.settings.extra_keys)
        if meant:
            also = f" (`{meant}` is set as well)" if meant in context.card.metadata else ""
            message = f"the Hub does not know `{clip(name)}`; did you mean `{meant}`?{also}"
            yield key.span, message, None if also else _renamed(context.card, key, name, meant)


def _renamed(card, key, name: str, meant: str):
    """The right key, where the value fits it; not safe where another word was written, which may mean something else."""
    schema = load(MODEL_CARD)["properties"][meant]
    return edited(value(card, key, meant), is_spelling(name)) if accepts(card.metadata[name], schema, MODEL_CARD) else None
