"""The card names another library or task than the files are for.

The Hub makes its snippet from `library_name` and its search from `pipeline_tag`. An adapter is loaded with `peft`, a pipeline
of several models with `diffusers`; a model that ends in a classifier of whole texts cannot generate any.

Bad:

    ---
    library_name: transformers
    ---

    # Tiny adapter

Good:

    ---
    library_name: peft
    ---

    # Tiny adapter

Beside it, adapter_config.json:

    {"peft_type": "LORA", "base_model_name_or_path": "HuggingFaceTB/SmolLM2-135M"}
"""

from ...repository import modelkind
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    card, files = context.card, context.files
    library, task = card.metadata.get("library_name"), card.metadata.get("pipeline_tag")
    wanted = modelkind.library(files)
    if wanted and library == "transformers":
        message = f"`{wanted.because}` beside the card is for `{wanted.library}`; write `library_name: {wanted.library}`"
        yield card.value_span(("library_name",)), message
    architecture = modelkind.contradiction(files.config, task)
    if architecture:
        message = f"config.json has the architecture `{architecture}`, which is not for `{task}`; correct the task"
        yield card.value_span(("pipeline_tag",)), message
