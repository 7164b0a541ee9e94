"""The Hub's own validator rejects the card.

With `--online` the card's bytes are sent to `/api/validate-yaml`, which every upload passes: what it calls an error stops a push.
What a rule of ours says about the same place is not said twice.

Bad:

    ---
    widget: not-a-list-of-examples
    ---

Good:

    ---
    license: mit
    ---
"""

from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    yield from context.told_online("hub-rejects")
