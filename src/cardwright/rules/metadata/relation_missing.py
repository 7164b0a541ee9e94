"""A quantized model does not say that it is one.

Without `base_model_relation` the Hub guesses, and shows many quantized models as fine-tuned ones. GGUF files it
recognises; safetensors with int4, GPTQ, AWQ, EXL2 or torchao weights mostly not.

Bad:

    ---
    base_model: Qwen/Qwen3-0.6B
    tags: [torchao, int4]
    ---

Good:

    ---
    base_model: Qwen/Qwen3-0.6B
    base_model_relation: quantized
    tags: [torchao, int4]
    ---
"""

from ...findings import edited
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True

_SIGNS = frozenset(
    "gptq awq exl2 exl3 hqq aqlm torchao bitsandbytes bnb compressed-tensors llm-compressor quantized quantization quantised"
    " int4 int8 4-bit 8-bit 4bit 8bit w4a16 w8a8 fp8 nvfp4 mxfp4".split()
)


def check(context):
    metadata = context.card.metadata
    asked = "base_model_relation" in context.profile.required_keys  # then key-missing says it
    if asked or not metadata.get("base_model") or "base_model_relation" in metadata:
        return
    tags = metadata.get("tags")
    signs = [tag for tag in tags if isinstance(tag, str) and tag.lower() in _SIGNS] if isinstance(tags, list) else []
    if signs or "quantized_by" in metadata:
        from ...mending.yamledit import line_after  # most cards need none

        sign = f"tag `{signs[0]}`" if signs else "key `quantized_by`"
        yield (
            context.card.key_span(("base_model",)),
            (
                f"the {sign} says the model is quantized; add `base_model_relation: quantized`,"
                " or the Hub may list it as fine-tuned"
            ),
            edited(line_after(context.card, "base_model", "base_model_relation: quantized"), safe=False),
        )
