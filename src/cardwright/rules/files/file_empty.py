"""The file is empty.

A model without a card is shown with a page that says so; an empty README.md is shown as a blank one.

Bad:

    a README.md of no bytes, or of blank lines only

Good:

    ---
    license: apache-2.0
    ---
    # My model

    What it is and what it is for.
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.card is not None and not context.card.text.strip():
        yield (0, 0), "the file is empty; a model card needs at least a front matter and a description"
