"""A dummy value holds the place of a real one.

`your-username/your-model` is a valid id, so nothing else complains: the snippet fails for everybody who copies it, and a
`base_model` like that links the card to nothing. `Your Name`, `XX.XX %` and the title "Model Card for Model ID" are what a
template shows to say what belongs there.

Left alone: what is really the reader's (`YOUR_API_KEY`, `path/to/image`, the repository they push to).

Bad:

    ---
    base_model: your-username/base-model
    ---
    # Model Card for Model ID

Good:

    ---
    base_model: ada/base-7b
    ---
    # Ada 7B

    Set `YOUR_API_KEY` before you start.
"""

from ...placeholders import DUMMY, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == DUMMY:
            yield (blank.start, blank.end), f"{shown(blank)} only holds the place of the real value; write that value"
