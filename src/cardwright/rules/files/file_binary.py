"""The file is binary.

The file holds bytes no text has. It is probably not the card, or it was damaged.

Bad:

    a README.md that is a renamed picture or archive, or text with null bytes in it

Good:

    a text file that holds only what people read
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.problem == "binary":
        yield None, f"the file is not text: {context.problem_detail}; is this the right file?"
