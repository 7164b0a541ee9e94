"""A snippet loads the model from a path of the author's own disk.

`from_pretrained("./output")` or `"outputs/checkpoint-500"` works where the model was trained, and nowhere else: readers have
the repository's id. Trainers write such paths into the cards they generate.

Left alone: paths that the card itself explains (a download into it, a `save_pretrained`, a clone), placeholder values.

Bad:

    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("outputs/run-3/checkpoint-500")
    ```

Good:

    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny")
    ```
"""

from ...schema import clip
from ...snippets import loads
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    paths: dict[str, list] = {}
    for load in context.loads:
        if load.call not in ("snapshot_download", "hf_hub_download") and loads.is_path(load.value):
            paths.setdefault(load.value, []).append(load)
    saves = "save_pretrained(" in context.notebook.text
    for value, found in paths.items():
        where = min((load.start, load.end) for load in found)
        if not saves and not _explained(value, context.card.text, len({load.start for load in found})):
            way_out = f"`{context.settings.repo}`" if context.settings.repo else "the id of this repository"
            yield where, f"`{clip(value)}` is a path on its author's disk; readers load {way_out}"


def _explained(value: str, text: str, times: int) -> bool:
    """Whether the card names the path elsewhere too, so that readers know how it comes to be; or leaves it to them."""
    folder = value.strip("./~").partition("/")[0]
    if not folder or folder == "local" or "path" in value.lower() or "your" in value.lower():
        return True
    return text.count(value.strip("./")) > times or "local_dir" in text or "local-dir" in text
