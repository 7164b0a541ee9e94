"""`gated` in the card gates nothing.

Gating is a setting of the repository. The card only shapes the form (`extra_gated_*`); whoever relies on this key has an
open model.

Bad:

    ---
    license: mit
    gated: true
    ---

Good:

    ---
    license: mit
    extra_gated_prompt: Please tell us who you are.
    ---
"""

from ...findings import edited
from ...mending.yamledit import without_key
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    if "gated" in context.card.metadata:
        message = "`gated` has no effect in a card; gate the model in the repository's settings"
        yield context.card.key_span(("gated",)), message, edited(without_key(context.card, ("gated",)), safe=False)
