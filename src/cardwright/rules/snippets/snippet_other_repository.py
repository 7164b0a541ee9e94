"""The snippets of a card load other repositories and never this one.

A card that shows how to use its base model, or a copy under an old name, shows something else than what readers came for.
Generators do that when they take the id from the training configuration.

Nothing is said while the repository's id is unknown (`repo` in the configuration), where any snippet loads it, or where
the card names it in a command.

Configuration:

    repo = "ada/tiny-chat"

Bad:

    ---
    base_model: ada/tiny
    ---
    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny")
    ```

Good:

    ---
    base_model: ada/tiny
    ---
    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny-chat")
    ```
"""

from ...snippets import loads
from .. import TEXT

level = "note"
needs = TEXT


def check(context):
    repo = context.settings.repo
    if not repo:
        return
    found = [load for load in context.loads if loads.is_id(load.value) or load.value.lower() == repo.lower()]
    named = any(context.lower.find(repo.lower(), fence.start, fence.end) >= 0 for fence in context.card.body.fences)
    if found and not named:
        first = found[0]
        bases = [text for _, text in context.card.texts("base_model")]
        what = "the base model" if first.value in bases else "another repository"
        yield (first.start, first.end), f"`{first.value}` is {what}, and no snippet loads this one; write `{repo}`"
