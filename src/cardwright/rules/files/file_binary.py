"""The file is binary.

The file holds bytes no text has. It is probably not the card, or it was damaged.
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.problem == "binary":
        yield None, f"the file is not text: {context.problem_detail}; is this the right file?"
