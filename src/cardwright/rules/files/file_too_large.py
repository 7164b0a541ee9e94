"""The file is too large to be a card.

A card is a text that people read. Files above 5 MB are not checked, so that no file can make a check endless.

Bad:

    a README.md of 8 MB with its pictures pasted in as base64 text

Good:

    a README.md that links to files in the repository: ![losses](losses.png)
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.problem == "too-large":
        yield (
            None,
            f"the file is {context.problem_detail}; more than 5 MB is not checked; keep data and images in files of their own",
        )
