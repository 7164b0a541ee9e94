"""A variant's card says something else than the model's card.

A quantized variant is the same model: it has the same licence, languages and task, and its base is this model or the one
this was made from. Where the two cards differ, one of them was forgotten.

Bad:

    ---
    license: apache-2.0
    ---

    # Tiny

Good:

    ---
    license: mit
    ---

    # Tiny

Beside it, int8/README.md:

    ---
    license: mit
    ---

    # Tiny in 8 bits
"""

from ...repository import variants
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    card = context.card
    for variant in variants.beside(context):
        for key in ("license", "language", "pipeline_tag"):
            ours, theirs = _values(card.metadata, key), _values(variant.metadata, key)
            if ours and theirs and ours != theirs:
                shown = ", ".join(sorted(theirs))
                yield (
                    card.value_span((key,)),
                    f"`{variant.name}/README.md` has `{key}: {shown}`; a variant has the same as its model",
                )
        bases, repo = _values(variant.metadata, "base_model"), context.settings.repo
        if repo and bases and not bases & (_values(card.metadata, "base_model") | {repo}):
            shown = ", ".join(sorted(bases))
            message = f"`{variant.name}/README.md` has `base_model: {shown}`; a variant is made from `{repo}`"
            yield card.value_span(("base_model",)), message


def _values(metadata: dict, key: str) -> set:
    value = metadata.get(key)
    return {item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)}
