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

from ...findings import edited
from ...ids import of_address, why_not
from ...mending.yamledit import instead
from ...schema import spell
from .. import METADATA

level = "error"
needs = METADATA
fixable = True


def check(context):
    for violation in context.broken("base-model-invalid"):
        name = of_address(violation.value, "model")
        fix = edited(name and instead(context.card, violation.path, name))
        yield context.card.value_span(violation.path), f"{spell(violation.path)}: {why_not(violation.value, 'model')}", fix
