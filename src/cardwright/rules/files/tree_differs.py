"""The repository tree in the card names a file that does not exist.

A tree is written once and the files change: `pytorch_model.bin` became `model.safetensors` years ago and stands in many trees
still. Looked at are trees most of whose names are really beside the card.

Bad:

    # Tiny

    ```
    tiny/
    ├── config.json
    └── pytorch_model.bin
    ```

Good:

    # Tiny

    ```
    tiny/
    ├── config.json    # the architecture
    └── README.md
    ```

Beside it, config.json:

    {"model_type": "llama"}
"""

from ...repository import filetree
from ...vocabulary import suggest
from .. import TEXT

level = "warning"
needs = TEXT

_WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".onnx")


def check(context):
    for tree in filetree.trees(context.card):
        for number, entry in enumerate(filetree.missing(context, tree)):
            hint = _hint(context.files.names, tree, entry) if number < 10 else None
            message = f"the tree names `{entry.path}`, which is not beside the card{hint or '; correct the tree'}"
            yield (entry.start, entry.end), message


def _hint(names, tree, entry) -> str:
    name = entry.path.rpartition("/")[2]
    weights = sorted(other for other in names if other.endswith((".safetensors", ".gguf")))
    if name.endswith(_WEIGHTS) and weights:
        return f"; did you mean `{weights[0]}`?"
    others = names - {other.path for other in tree}
    return suggest(name, others) if len(others) < 300 else ""
