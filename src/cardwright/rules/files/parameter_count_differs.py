"""The card states another number of parameters than the weights hold.

Readers choose a model by its size. The numbers are counted from the headers of the weights beside the card, and only where
that is certain: adapters, mixtures of experts, quantized weights and weights shared between layers are left alone.

Bad:

    # Tiny

    **Parameters:** 1.1B

Good:

    # Tiny

    **Parameters:** 360M

Beside it, model.safetensors.index.json:

    {"metadata": {"total_parameters": 361821120}, "weight_map": {"w": "model-00001-of-00001.safetensors"}}
"""

from ...repository import modelsize, stated
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for (start, end), shown in modelsize.claims(context):
        held = stated.people(context.weights.count)
        yield (start, end), f"{shown}, but the weights beside the card hold {held}; correct it"
