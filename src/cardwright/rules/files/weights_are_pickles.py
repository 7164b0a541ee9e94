"""The weights are pickles only.

A pickle runs code when it is loaded, so the Hub marks such files and many tools refuse them. `safetensors` holds the same
numbers and nothing else; `model.save_pretrained` writes it. Pickles are never opened here.

Bad:

    # Tiny

    A small model.

Beside the bad one, pytorch_model.bin:

    pickled weights

Good:

    # Tiny

    A small model.

Beside the good one, model.safetensors:

    {"w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}
"""

from .. import TEXT

level = "note"
needs = TEXT


def check(context):
    weights = context.weights
    safe = weights.files or any(name.endswith((".onnx", ".safetensors.index.json")) for name in context.files.names)
    if weights.pickles and not safe:
        more = f" and {len(weights.pickles) - 1} more" if len(weights.pickles) > 1 else ""
        yield (0, 0), f"`{weights.pickles[0]}`{more}: a pickle can run code when it is loaded; save the weights as safetensors"
