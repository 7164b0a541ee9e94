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

from ...repository import modelkind
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    settings = context.files.config.get("quantization_config")
    configured, plain, claims = (
        modelkind.bits_configured(settings),
        modelkind.plain(context),
        list(modelkind.quantized_claims(context)),
    )
    if plain and isinstance(settings, dict):
        if settings.get("quant_method") in modelkind.PACKING:
            where = claims[0][0] if claims else context.card.opening_fence
            yield (
                where,
                f"quantization_config says `{settings['quant_method']}`, but none of the weights is quantized: all are {plain}",
            )
        return
    for where, what, bits in claims:
        if plain:
            yield where, f"{what}, but the weights beside the card are plain {plain} and config.json has no quantization_config"
        elif configured and bits and configured not in bits:
            yield where, f"{what}, but quantization_config in config.json says {configured} bits; correct one of them"
