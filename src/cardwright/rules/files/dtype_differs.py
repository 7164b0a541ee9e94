"""The card states another number format than the weights are stored in.

Who downloads a model plans disk and memory by it: `float32` takes twice what `bfloat16` does. Read from the headers of the
weights beside the card. What the model was trained in is another matter and is left alone.

Bad:

    # Tiny

    **Tensor type:** BF16

Good:

    # Tiny

    **Tensor type:** F32

Beside it, model.safetensors:

    {"w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}
"""

from ...repository import modelsize
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    weights = context.weights
    if weights.packed or not weights.elements or "quantization_config" in context.files.config:
        return
    total, held = sum(weights.elements.values()), weights.elements.most_common(1)[0][0]
    for where, written, dtype in modelsize.dtypes(context):
        if weights.elements[dtype] * 10 < total:  # a tenth or more in it: a mixture, and the card names one side
            yield where, f"the card says `{written}`, but the weights beside it are stored as {held}; correct one of them"
