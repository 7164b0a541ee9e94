"""The front matter has no end.

It opens with `---` and no later line consists of exactly three dashes, so the Hub sees no metadata and the reader sees
raw YAML at the top of the page.

Bad:

    ---
    license: mit

    # My model

Good:

    ---
    license: mit
    ---

    # My model
"""

from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    front = context.card.front
    if front.state == "unterminated":
        yield front.opening, "the front matter that opens here is never closed; put a line `---` after the metadata"
