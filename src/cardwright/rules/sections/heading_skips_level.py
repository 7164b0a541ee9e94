"""A heading skips a level.

People who use a screen reader jump from heading to heading by level, and a table of contents is built from them; after a
`##` a `####` looks as if a part were lost. Only the first skip of each kind in a card is reported.

Bad:

    # Otter

    ## Evaluation

    #### Results

    Accuracy 0.94.

Good:

    # Otter

    ## Evaluation

    ### Results

    Accuracy 0.94.
"""

from ...body import BOLD_LEVEL
from .. import TEXT

level = "note"
needs = TEXT


def check(context):
    headings = [heading for heading in context.card.body.headings if heading.level != BOLD_LEVEL]
    seen = set()
    for above, heading in zip(headings, headings[1:]):
        jump = above.level, heading.level
        if heading.level > above.level + 1 and jump not in seen:
            seen.add(jump)
            right = "#" * (above.level + 1)
            step = f"goes from level {above.level} to {heading.level}"
            message = f"`{heading.title[:70]}` {step}: use `{right}`, or say what stands between"
            yield (heading.start, heading.end), message
