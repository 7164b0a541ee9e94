"""A filler stands where the text should be.

"More information needed", "To be filled", TODO and TBD are notes from the author to the author. The Trainer writes the first
into every card it generates; the others are what release scripts leave where a person was meant to paste a number.

Left alone: "coming soon" and other plans, a "TODO app", a tag that is called XXX, `N/A` in a table, and tasks in code that
are meant for whoever runs it.

Bad:

    ## Training data

    More information needed

Good:

    ## Training data

    A to-do app's 12,000 support mails; if more information is needed, write to us.
"""

from ...placeholders import FILLER, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == FILLER:
            yield (blank.start, blank.end), f"{shown(blank)} is a filler; write the text it stands for, or delete its line"
