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

from ...findings import edited
from ...ids import of_address, why_not
from ...mending.yamledit import instead
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    for violation in context.broken("new-version-invalid"):
        name = of_address(violation.value, "model")
        fix = edited(name and instead(context.card, violation.path, name))
        yield context.card.value_span(violation.path), f"`new_version`: {why_not(violation.value, 'model')}", fix
    own = context.settings.repo
    if own and context.card.metadata.get("new_version") == own:
        yield context.card.value_span(("new_version",)), f"`new_version` is this model itself ({own})"
