"""`base_model_relation` stands without `base_model`.

A relation to nothing is ignored: the model is in no model's tree.

Bad:

    ---
    base_model_relation: quantized
    ---

Good:

    ---
    base_model: google-t5/t5-small
    base_model_relation: quantized
    ---
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    if "base_model_relation" in context.card.metadata and "base_model" not in context.card.metadata:
        yield context.card.key_span(("base_model_relation",)), "`base_model_relation` needs `base_model` beside it"
