"""Some of the model's weights files are missing.

A large model is stored in numbered files and an index that says which tensor is in which. With one of them missing nothing
can be loaded, and the Hub accepts the upload all the same.

Bad:

    # Tiny

    A small model.

Beside the bad one, model.safetensors.index.json:

    {"weight_map": {"w": "model-00001-of-00002.safetensors", "v": "model-00002-of-00002.safetensors"}}

Good:

    # Tiny

    A small model.

Beside the good one, model.safetensors:

    {"w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    missing = context.weights.missing
    if missing:
        name, lost = missing[0]
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield (0, 0), f"`{name}` is incomplete: {lost}{more} is not beside the card; fetch or upload all of the weights"
