"""The adapter was made for another model than the card says.

`adapter_config.json` says which model an adapter is loaded on; PEFT believes it, people believe the card. A local path there
is what the training script used, and nobody else has it. A quantized copy of the same model counts as the same.

Bad:

    ---
    base_model: Qwen/Qwen2.5-0.5B
    ---

    # Tiny adapter

Good:

    ---
    base_model: HuggingFaceTB/SmolLM2-135M
    ---

    # Tiny adapter

Beside it, adapter_config.json:

    {"peft_type": "LORA", "base_model_name_or_path": "HuggingFaceTB/SmolLM2-135M"}
"""

import re

from .. import TEXT

level = "warning"
needs = TEXT

_COPY = re.compile(r"(?:[-_](?:unsloth|bnb|4bit|8bit|gptq|awq|int[48]|fp8|bf16|fp16|hf|quantized|gguf|w4a16|mxfp4))+\Z")


def check(context):
    base = context.files.adapter_config.get("base_model_name_or_path")
    if not isinstance(base, str) or not base.strip():
        return
    shown, stated = base[:100], [name for _, name in context.card.texts("base_model")]
    where = context.card.value_span(("base_model",))
    if re.match(r"[/~.]|[A-Za-z]:[\\/]", base) or "\\" in base or base.count("/") > 1:
        yield where, f"adapter_config.json names the local path `{shown}` as base; write the id of the model on the Hub there"
    elif stated and _core(base) not in map(_core, stated):
        yield where, f"adapter_config.json says the adapter was made for `{shown}`; the card names another `base_model`"
    elif not stated and "base_model" not in context.card.metadata and "base_model" not in context.profile.required_keys:
        yield where, f"the front matter names no `base_model`; adapter_config.json says `{shown}`"


def _core(name: str) -> str:
    return _COPY.sub("", name.lower().rpartition("/")[2])
