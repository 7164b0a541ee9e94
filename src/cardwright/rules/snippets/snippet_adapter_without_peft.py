"""A card of an adapter loads it like a whole model and never mentions peft.

The files of a LoRA repository are an adapter, not a model. transformers can load them by the repository's id, but only where
the package peft is installed; without it `from_pretrained` stops because there are no weights. Load it with
`PeftModel.from_pretrained(base, "owner/name-lora")`, or at least say `pip install peft`.

Bad:

    ---
    library_name: peft
    base_model: ada/tiny
    ---
    ```python
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("ada/tiny-sonnets-lora")
    ```

Good:

    ---
    library_name: peft
    base_model: ada/tiny
    ---
    ```python
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("ada/tiny-sonnets-lora")
    ```
"""

import re

from ...snippets import loads
from .. import TEXT

level = "warning"
needs = TEXT

_MODEL = re.compile(r"(?:\w+\.)*(?:AutoModel\w*|\w+LMHeadModel|\w+For(?:CausalLM|\w*Classification|ConditionalGeneration))\Z")
_NAME = re.compile(r"[-_](?:q?lora|peft|adapter)s?\b(?![-_]merged)", re.IGNORECASE)


def check(context):
    text, body = context.lower, context.card.front.body
    if text.find("peft", body) >= 0 or text.find("adapter_model", body) >= 0 or text.find("unsloth", body) >= 0:
        return
    repo = (context.settings.repo or "").lower()
    bases = {value.lower() for _, value in context.card.texts("base_model")}
    says = context.card.metadata.get("library_name") == "peft" or context.card.metadata.get("base_model_relation") == "adapter"
    for load in context.loads:
        value = load.value.lower()
        if load.call != "from_pretrained" or not _MODEL.match(load.owner) or not loads.is_id(load.value) or value in bases:
            continue
        if "merged" not in value and (
            _NAME.search(value) and not (repo and value != repo) or says and (value == repo or bases and not repo)
        ):
            message = (
                f"`{load.value}` is an adapter: `{load.owner}` loads it only where peft is installed; use PeftModel, or name peft"
            )
            yield (load.start, load.end), message
            return
