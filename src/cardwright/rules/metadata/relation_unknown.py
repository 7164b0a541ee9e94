"""`base_model_relation` is none of the four the Hub knows.

The Hub rejects any value but `adapter`, `merge`, `quantized` and `finetune`.

Bad:

    ---
    base_model: google-t5/t5-small
    base_model_relation: quantised
    ---

Good:

    ---
    base_model: google-t5/t5-small
    base_model_relation: quantized
    ---
"""

from ...schema import clip, describe, load
from ...vocabulary import suggest
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for violation in context.broken("relation-unknown"):
        known = load("model-card.schema.json")["properties"]["base_model_relation"]["enum"]
        where, value = context.card.value_span(violation.path), violation.value
        if isinstance(value, str):
            way_out = suggest(value, known, 0.5) or f"; use one of {', '.join(known)}"
            yield where, f"`base_model_relation`: the Hub has no relation {clip(value)!r}{way_out}"
        else:
            yield where, f"`base_model_relation` is {describe(value)}; it must be one word: {', '.join(known)}"
