"""A value is of a kind its readers do not expect.

The Hub takes the card and shows nothing for this key, or not what was meant; Python tools may raise.

Bad:

    ---
    license: mit
    library_name: [keras]
    ---

Good:

    ---
    license: mit
    library_name: keras
    ---
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for violation in context.broken(None):
        if violation.hub != "rejects":
            yield context.card.value_span(violation.path), violation.message
