"""The closing fence is followed by blanks.

The newer form of the Hub's grammar takes `---` with blanks after it, the older one (huggingface_hub before 2.0) does not
and sees no metadata, or takes everything up to the next `---` for YAML. Which one the Hub's server runs is not published.

Bad:

    ---
    license: mit
    ---\x20\x20

    # My model

Good:

    ---
    license: mit
    ---

    # My model
"""

from ...findings import replace
from .. import BLOCK

level = "warning"
needs = BLOCK
fixable = True


def check(context):
    front = context.card.front
    if front.old_closing is None or front.old_closing[0] != front.closing[0]:
        message = "there are blanks after the closing `---`; older readers then see no metadata; remove them"
        yield front.closing, message, replace(front.closing, "---")
