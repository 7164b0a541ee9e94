"""The base model is not on the Hub, or not for everybody.

`base_model` makes the link and the model tree on the page. The Hub accepts any id there, also one that nobody has: a misspelt
or renamed base leads to a 404, and the model is missing from its base's page. Asked with `--online` only, without a token, so a
private repository cannot be told from one that does not exist.

Bad:

    ---
    base_model: example-team/no-such-model
    ---

Good:

    ---
    base_model: example-team/sorter
    ---
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    yield from context.told_online("base-model-not-found")
