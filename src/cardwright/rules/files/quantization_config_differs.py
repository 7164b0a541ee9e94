"""The card calls the model quantized, and its files say something else.

Libraries believe `quantization_config` in config.json, people the card. A tag such as `4-bit`, a folder called `int8` or
`base_model_relation: quantized` is wrong when that says other bits, or when the weights are plain 16 or 32-bit numbers: some
quantizers change nothing on some models and do not say so.

Bad:

    ---
    tags: [4-bit]
    ---

    # Tiny

Good:

    ---
    tags: [8-bit]
    ---

    # Tiny

Beside it, config.json:

    {"quantization_config": {"quant_method": "bitsandbytes", "load_in_8bit": true}}
"""

from ... import modelkind, variants
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    configured = modelkind.bits_configured(context.files.config.get("quantization_config"))
    plain = _plain(context)
    for where, what, bits in _claims(context):
        if plain:
            yield where, f"{what}, but the weights beside the card are plain {plain} and config.json has no quantization_config"
        elif configured and bits and configured not in bits:
            yield where, f"{what}, but quantization_config in config.json says {configured} bits; correct one of them"


def _plain(context) -> str | None:
    """The format of weights that are certainly not quantized, or None."""
    config, weights = context.files.config, context.weights
    if not config or any(key in config for key in ("quantization_config", "quantization", "compression_config")):
        return None
    others = any(name.endswith((".gguf", ".onnx", ".bin")) for name in context.files.names)
    if weights.packed or not weights.elements or others or variants.names(context):
        return None
    return weights.elements.most_common(1)[0][0]


def _claims(context):
    """(where, what says so, bits or an empty set) of the first statement that the model is quantized."""
    card = context.card
    for path, tag in card.texts("tags"):
        bits = modelkind.bits_named(tag)
        if len(bits) == 1 and len(tag) < 12:
            yield card.value_span(path), f"the tag `{tag}` says {min(bits)} bits", bits
            return
    bits = modelkind.bits_named(context.files.own_name)
    if variants.is_variant(context.files.own_name) and len(bits) == 1:
        yield card.opening_fence, f"the folder is called `{context.files.own_name}`", bits
    elif card.metadata.get("base_model_relation") == "quantized":
        yield card.value_span(("base_model_relation",)), "`base_model_relation` is quantized", set()
