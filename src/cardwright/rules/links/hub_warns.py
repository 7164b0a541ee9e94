"""The Hub's own validator warns about the card.

With `--online` the card's bytes are sent to `/api/validate-yaml`. A warning does not stop a push; the page shows it in a yellow
banner. What a rule of ours says about the same place is not said twice.

Bad:

    ---
    thumbnail: frowned-upon.png
    ---

Good:

    ---
    license: mit
    ---
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    yield from context.told_online("hub-warns")
