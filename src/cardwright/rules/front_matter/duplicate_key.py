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

from ...findings import edited
from ...schema import clip
from ...yaml12.yamltree import key_name
from .. import BLOCK

level = "error"
needs = BLOCK
fixable = True


def check(context):
    homes = {}
    for first, second in context.card.tree.duplicates:
        homes = homes or {
            id(key): (node, i) for node in _mappings(context.card.tree.root) for i, (key, _) in enumerate(node.entries)
        }
        line = context.card.position(first.start)[0]
        message = f"the key `{clip(key_name(second))}` is already on line {line}; keep one of them"
        yield second.span, message, edited(_without(context.card, first, second, homes))


def _without(card, first, second, homes):
    """The edit that takes the second key away when it says the same as the first."""
    from ...mending.yamledit import without_entry

    mapping, index = homes.get(id(second), (None, 0))
    if mapping is None or not mapping.start <= second.start < mapping.end:
        return None
    value = next(value for key, value in mapping.entries if key is first)
    same = mapping.entries[index][1]
    return without_entry(card, mapping, index) if card.text[slice(*value.span)] == card.text[slice(*same.span)] else None


def _mappings(node):
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.kind == "mapping":
            yield node
        waiting += [*node.items, *(value for _, value in node.entries)]
