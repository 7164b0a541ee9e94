"""A list names the same thing twice.

Harmless, and a sign that a script appended what was already there.

Bad:

    ---
    tags: [ocr, vision, ocr]
    ---

Good:

    ---
    tags: [ocr, vision]
    ---
"""

from ...findings import edited
from ...schema import clip, spell
from .. import METADATA

level = "note"
needs = METADATA
fixable = True

_LISTS = ("tags", "datasets", "language", "license", "base_model", "metrics")


def check(context):
    for name in _LISTS:
        items = context.card.metadata.get(name)
        seen: dict[str, int] = {}
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, str) and seen.setdefault(item, index) != index:
                from ...mending.yamledit import without_item  # most lists need none

                yield (
                    context.card.value_span((name, index)),
                    f"{spell((name, index))}: `{clip(item)}` is already in the list; remove one",
                    edited(without_item(context.card, (name, index))),
                )
