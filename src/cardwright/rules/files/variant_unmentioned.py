"""A variant of the model is not mentioned in its card.

The Hub shows the card at the top of the repository and no other. A quantized variant in a folder that this card never names
is found by nobody, and its size and quality stay unknown.

Bad:

    # Tiny

    A small model.

Good:

    # Tiny

    A small model, also in 8 bits: load it with `subfolder="int8"`.

Beside it, int8/config.json:

    {}
"""

from ...repository import variants
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    if context.card.body_is_certain:
        for name in variants.names(context):
            if name.lower() not in context.lower:
                yield (
                    context.card.body_first_line,
                    f'the variant in `{name}/` is not mentioned; say so, with `subfolder="{name}"`',
                )
