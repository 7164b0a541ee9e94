"""A snippet uses what a library has taken out.

Whoever follows the card today installs today's library, and the snippet fails at its import or its first call. transformers 5
took out TensorFlow and JAX, `AutoModelWithLMHead`, `load_in_8bit=`, `use_auth_token=` and the pipelines for summarization,
translation and question answering; torchao renamed its functions to config classes and refuses names as text.

Left alone: cards that ask for a release that still had it (`transformers<5`, `torchao==0.14.1`).

Bad:

    ```python
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("ada/tiny", load_in_8bit=True)
    ```

Good:

    ```python
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    model = AutoModelForCausalLM.from_pretrained("ada/tiny", quantization_config=BitsAndBytesConfig(load_in_8bit=True))
    ```
"""

from ...snippets import gone
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    told, pinned = set(), {}
    for spot in gone.find(context.notebook):
        if spot.row not in pinned:
            pinned[spot.row] = gone.pinned(context.card.text, spot.row)
        if (spot.shown, spot.row) not in told and not pinned[spot.row]:
            told.add((spot.shown, spot.row))
            gone_from = f"is gone from {spot.row.library} ({spot.row.version} has none)"
            yield (spot.start, spot.end), f"`{spot.shown}` {gone_from}: {spot.row.instead}, or pin an earlier release"
