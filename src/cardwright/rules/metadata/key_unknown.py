"""A metadata key the Hub has no use for.

It is kept and shown nowhere; no filter finds it. Facts for people belong in the text, facts for your own programs under
one key of your own, listed as `extra-keys` in the configuration.

Bad:

    ---
    license: mit
    favourite_colour: blue
    ---

Good:

    ---
    license: mit
    ---
"""

from ...known_keys import is_known, likely, top_level
from ...schema import clip
from .. import METADATA

level = "note"
needs = METADATA


def check(context):
    extra = context.settings.extra_keys
    for key, name in top_level(context.card):
        refused = "." in name or "$" in name  # key-with-dot-or-dollar says it
        if key.kind == "scalar" and not refused and not is_known(name, extra) and not likely(name, extra):
            yield key.span, f"the Hub has no use for `{clip(name)}`; if it is meant for you, list it under extra-keys"
