"""There is a front matter, and the Hub does not see it.

The Hub looks for one exact shape: the first thing in the file is a line of exactly three dashes, and so is the line after
the metadata. Text or a comment before it, `--- ` with a blank, `----`, `...` as the end, a code fence around it, or
line ends converted twice, and all metadata is silently lost.

Bad:

    <!-- generated -->
    ---
    license: mit
    ---

Good:

    ---
    license: mit
    ---
    <!-- generated -->
"""

from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    front = context.card.front
    if front.state == "undetected":
        yield front.opening, f"the Hub does not see this front matter: {front.reason}"
