"""A value is of a kind the Hub rejects.

`tags` must be a list, `license` text, `datasets` ids: with any other kind of value the push fails. An empty value counts:
`language:` with nothing behind it is null, not "none".

Bad:

    ---
    license: mit
    tags: translation
    ---

Good:

    ---
    license: mit
    tags:
    - translation
    ---
"""

from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for violation in context.broken(None):
        if violation.hub == "rejects":
            yield context.card.value_span(violation.path), f"{violation.message}; the Hub rejects the card"
