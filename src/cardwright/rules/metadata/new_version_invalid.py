"""`new_version` is not the id of another model.

The Hub sends visitors of this page to the model named here and follows the chain to its end; a path, an address or the
model's own id leads nowhere.

Bad:

    ---
    new_version: https://huggingface.co/alice/opus-mini-2
    ---

Good:

    ---
    new_version: alice/opus-mini-2
    ---
"""

from ...ids import why_not
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for violation in context.broken("new-version-invalid"):
        yield context.card.value_span(violation.path), f"`new_version`: {why_not(violation.value, 'model')}"
    own = context.settings.repo
    if own and context.card.metadata.get("new_version") == own:
        yield context.card.value_span(("new_version",)), f"`new_version` is this model itself ({own})"
