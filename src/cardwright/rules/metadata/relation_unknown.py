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

from ...schema import clip, load
from ...vocabulary import suggest
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for violation in context.broken("relation-unknown"):
        known = load("model-card.schema.json")["properties"]["base_model_relation"]["enum"]
        value = clip(violation.value) if isinstance(violation.value, str) else violation.value
        near = suggest(value, known, 0.5) if isinstance(value, str) else ""
        way_out = near or f"; use one of {', '.join(known)}"
        yield context.card.value_span(violation.path), f"`base_model_relation`: the Hub has no relation {value!r}{way_out}"
