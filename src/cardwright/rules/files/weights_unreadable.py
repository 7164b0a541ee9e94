"""A weights file beside the card cannot be loaded.

Only headers are read, never a tensor. A header that lies about its length, a file cut off by an interrupted upload, an index
that points outside the repository, a folder or a device of that name: whoever downloads the model gets an error. Files that
Git LFS has not fetched yet are fine.

Bad:

    # Tiny

    A small model.

Beside the bad one, model.safetensors:

    <html><body>Please sign in to download</body></html>

Good:

    # Tiny

    A small model.

Beside the good one, model.safetensors:

    {"w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}
"""

from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for name, reason in context.weights.problems:
        yield (0, 0), f"`{name}` beside the card cannot be loaded: {reason}; make or fetch the file again"
