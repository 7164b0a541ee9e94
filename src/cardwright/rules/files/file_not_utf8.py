"""The file is not UTF-8.

The Hub reads cards as UTF-8. In any other encoding letters turn into rubbish or the card is refused.

Bad:

    a README.md saved as Latin-1, Windows-1252 or UTF-16

Good:

    the same text saved as UTF-8
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.problem == "not-utf8":
        yield None, f"the file is not UTF-8 text: {context.problem_detail}; save it as UTF-8"
