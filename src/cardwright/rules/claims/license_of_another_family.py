"""The licence is one of a model family that the base model does not belong to.

The community licences of Llama and the terms of Gemma bind who uses those models. On a model made from another family they
are a leftover of the card it was copied from, and the base model's own licence goes unmentioned.

Bad:

    ---
    license: llama3.1
    base_model: Qwen/Qwen3-8B
    ---

Good:

    ---
    license: llama3.1
    base_model: meta-llama/Llama-3.1-8B
    ---
"""

from ...schema import clip
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    from ...claims.names import families

    card = context.card
    bases = [name for _, name in card.texts("base_model")]
    meant = [families(base) for base in bases]
    for path, license_id in card.texts("license"):
        family = next((name for name in ("llama", "gemma") if license_id.lower().startswith(name)), None)
        if family and bases and all(meant) and not any(family in one for one in meant):
            shown = clip(", ".join(bases))
            message = f"`{license_id}` is a licence of {family.capitalize()} models, and {shown} is none"
            yield card.value_span(path), f"{message}; look up the licence of the base model"
