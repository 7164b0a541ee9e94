"""The card is stored through Git LFS.

A pattern in .gitattributes sends README.md to Git LFS. What the Hub then finds in the repository is a pointer of three lines:
no metadata, no licence, no tags. Weights belong into LFS, cards do not.

Bad:

    # Tiny

    A small model.

Beside the bad one, .gitattributes:

    *.safetensors filter=lfs diff=lfs merge=lfs -text
    *.md filter=lfs diff=lfs merge=lfs -text

Good:

    # Tiny

    A small model.

Beside the good one, .gitattributes:

    *.safetensors filter=lfs diff=lfs merge=lfs -text
"""

from ...card import LFS_POINTER
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    from ...repository import gitattributes

    text = context.files.text(".gitattributes")
    if text and not context.card.text.startswith(LFS_POINTER):  # front-matter-missing says it of the pointer itself
        kind, pattern = gitattributes.filter_of(text, "README.md")
        if kind == "lfs":
            yield (
                (0, 0),
                f"`{pattern[:60]}` in .gitattributes stores the card through Git LFS; the Hub would see a pointer: take it out",
            )
