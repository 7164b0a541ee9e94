"""A key is written twice.

The Hub rejects the push ("duplicated mapping key"). Python tools keep the last value and say nothing, so the card reads
differently in each.

Bad:

    ---
    license: mit
    tags: [ocr]
    license: apache-2.0
    ---

Good:

    ---
    license: apache-2.0
    tags: [ocr]
    ---
"""

from ...schema import clip
from ...yamltree import key_name
from .. import BLOCK

level = "error"
needs = BLOCK


def check(context):
    for first, second in context.card.tree.duplicates:
        line = context.card.position(first.start)[0]
        yield second.span, f"the key `{clip(key_name(second))}` is already on line {line}; keep one of them"
