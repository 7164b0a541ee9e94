"""A comment that should leave findings out leaves nothing out.

The fault it was written for is mended, or stands on another line than the comment covers. What is left of it would hide the
next fault of that kind. A rule that this run ignores or that could not look at the card is not judged.

Bad:

    ---
    license: mit # cardwright: ignore license-unknown
    ---

Good:

    ---
    license: otter-1.0 # cardwright: ignore license-unknown
    ---
"""

from ... import suppress
from .. import TEXT

level = "note"
needs = TEXT
fixable = True


def check(context):
    for one, names in context.idle:
        listed = ", ".join(f"`{name.text}`" for name in names)
        where = names[0].start, names[-1].end
        yield (
            where,
            f"there is no finding of {listed} that this leaves out; remove it",
            suppress.without(context.card, one, names),
        )
