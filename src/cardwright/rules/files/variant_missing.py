"""The card names a variant's folder that is not there.

`subfolder="int8"` fails for everyone who copies it when the repository has no folder `int8`. Looked for are quantized variants
(`int8`, `int4-weight-only`, `fp8`, `gguf` ...), and only beside a model's files.

Bad:

    # Tiny

    The 4-bit weights are in `int4/`.

Good:

    # Tiny

    The 8-bit weights are in `int8/`.

Beside it, int8/config.json:

    {}
"""

from ...files import is_variant
from ...repository import variants
from ...vocabulary import suggest
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    there = context.files.names
    if not context.files.listing.holds_model:
        return
    variant = is_variant(context.files.own_name)  # then the other folders stand beside its own
    for where, name in variants.named(context):
        if name not in there and not (variant and context.files.path(f"../{name}")):
            hint = suggest(name, [folder for folder in there if folder.startswith(name[:3])][:50], 0.5)
            yield where, f"there is no folder `{name}` beside the card{hint or '; make the variant or remove it from the card'}"
