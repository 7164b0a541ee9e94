"""A YAML tag the Hub does not know.

Tags such as `!!python/tuple` come from dumping Python objects without `safe_dump`. The Hub rejects the push, and a loader
that does understand them runs code from the card.

Bad:

    ---
    base_model: !!python/tuple [google-t5/t5-small]
    ---

Good:

    ---
    base_model: [google-t5/t5-small]
    ---
"""

from ...schema import clip
from .. import BLOCK

level = "error"
needs = BLOCK


def check(context):
    for node in context.card.tree.tags:
        name = node.tag.replace("tag:yaml.org,2002:", "!!")
        text = context.card.text
        end = next((i for i in range(node.start, node.end) if text[i].isspace()), node.end)
        yield (node.start, end), f"the tag `{clip(name)}` is not known to the Hub; write the value without a tag"
