"""The model-index has several entries.

Only one entry survives: huggingface_hub reads the results of all of them into one list and writes them back under the
name of the last. A card with an entry for each variant then says that the last variant scored everything. Put all
results into one entry, and give each variant a card of its own.

Bad:

    ---
    model-index:
    - name: my-model
      results: []
    - name: my-model-int4
      results: []
    ---

Good:

    ---
    model-index:
    - name: my-model
      results: []
    ---
"""

from ...schema import clip, spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    index = context.card.metadata.get("model-index")
    if not isinstance(index, list) or len(index) < 2:
        return
    names = [entry.get("name") for entry in index if isinstance(entry, dict)]
    last = f" under the last name, {clip(names[-1])!r}" if names and isinstance(names[-1], str) else ""
    path = ("model-index", 1)
    message = f"{spell(path)}: there are {len(index)} entries, and huggingface_hub folds them into one{last}; keep one entry"
    yield context.card.key_span((*path, "name")), message
