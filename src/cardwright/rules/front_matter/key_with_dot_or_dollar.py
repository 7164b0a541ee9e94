"""A key holds a dot or a dollar sign.

The Hub rejects the push: "You can't have a key with a "." or "$" character in your YAML metadata". This goes for keys at
any depth.

Bad:

    ---
    license: mit
    rouge-1.5: 41.2
    ---

Good:

    ---
    license: mit
    rouge-1-5: 41.2
    ---
"""

from ...schema import clip
from ...yaml12.yamltree import key_name
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for key in context.card.tree.keys:
        name = key_name(key)
        if ("." in name or "$" in name) and key.kind == "scalar":
            yield key.span, f"the key `{clip(name)}` holds a `.` or `$`, which the Hub rejects; use `-` or `_`"
