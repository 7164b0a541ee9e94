"""`base_model` names nothing.

An empty list, or the word `None` that a script wrote, is accepted and means no base model: the model is missing from its
base's tree, and nobody is told. Remove the key if the model was trained from scratch.

Bad:

    ---
    base_model: []
    ---

Good:

    ---
    base_model: google-t5/t5-small
    ---
"""

from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    if context.card.metadata.get("base_model") == []:
        yield context.card.value_span(("base_model",)), "`base_model` is an empty list; name the model or remove the key"
    for path, name in context.card.texts("base_model"):
        if name.lower() in ("none", "null", "nan", "unknown"):
            yield context.card.value_span(path), f"{spell(path)} is `{name}`, which names no model; name it or remove the key"
