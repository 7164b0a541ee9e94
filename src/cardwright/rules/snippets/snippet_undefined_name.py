"""A snippet uses a name that nothing in the card binds or imports.

The fences of a card are read as one notebook: what an earlier (or later) one imports or binds counts. What is left is a
NameError for whoever pastes the code, most often `torch` in `dtype=torch.bfloat16` without its import.

Left alone: excerpts (fences of a card that imports nothing and loads nothing, fences with many open names) and what the
reader brings (`image`, `text`, `your_token`).

Bad:

    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny", dtype=torch.bfloat16)
    ```

Good:

    ```python
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny", dtype=torch.bfloat16)
    ```
"""

from ...snippets import analysis
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for spot in analysis.open_names(context.notebook):
        unbound = f"did you mean `{spot.near}`?" if spot.near else "no fence of this card binds it; define it or import it"
        way_out = f"add `{spot.source}`" if spot.source else unbound
        yield (spot.start, spot.end), f"`{spot.name}` is not defined: {way_out}"
