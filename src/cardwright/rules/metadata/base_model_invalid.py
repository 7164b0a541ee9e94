"""`base_model` is not a model id.

Trainers copy the path they loaded from (`./outputs/checkpoint-200`, `/home/...`); the Hub rejects the push. It must be
the id of a model on the Hub: `name` or `namespace/name`.

Bad:

    ---
    base_model: ./outputs/checkpoint-200
    ---

Good:

    ---
    base_model: google-t5/t5-small
    ---
"""

from ...ids import why_not
from ...schema import spell
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for violation in context.broken("base-model-invalid"):
        yield context.card.value_span(violation.path), f"{spell(violation.path)}: {why_not(violation.value, 'model')}"
