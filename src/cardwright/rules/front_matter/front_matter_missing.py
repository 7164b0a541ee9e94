"""The card has no front matter.

Without the block between `---` fences at the top of the file the Hub knows no licence, task, library or base model: the
model cannot be found by any filter and gets no snippet. The Hub accepts the push and only warns ("empty or missing yaml
metadata in repo card").

Bad:

    # My model

    It translates.

Good:

    ---
    license: mit
    ---

    # My model
"""

from ...card import LFS_POINTER
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    if context.card.text.startswith(LFS_POINTER):
        yield (0, 0), "this is a Git LFS pointer, not the card: store Markdown as text (remove `*.md` from .gitattributes)"
    elif context.card.front.state == "missing":
        yield (0, 0), "there is no front matter; begin the file with a line `---`, the metadata, and another line `---`"
