"""The model-index is an empty list.

It says nothing, and huggingface_hub removes it when it saves the card. Leave it out, or give it an entry: `results: []`
inside an entry is fine, and Trainer writes it.

Bad:

    ---
    license: mit
    model-index: []
    ---

Good:

    ---
    license: mit
    model-index:
    - name: my-model
      results: []
    ---
"""

from ...findings import edited
from .. import METADATA

level = "note"
needs = METADATA
fixable = True


def check(context):
    if context.card.metadata.get("model-index") == []:
        from ...mending.yamledit import without_key  # most cards need none

        fix = edited(without_key(context.card, ("model-index",)), safe=False)
        yield context.card.key_span(("model-index",)), "`model-index` is an empty list and says nothing; leave it out", fix
