"""A section has nothing in it.

A heading promises something; with nothing under it the reader cannot tell "none" from "forgotten". Template guidance in a
comment does not show on the Hub, so a section that holds only comments is empty to everyone but its author. A heading
followed by a subheading is not empty, nor is the card's title, nor a section whose own part follows on the same level.

Bad:

    # Otter

    ## Limitations

    ## How to use

    Load it with the `transformers` pipeline.

Good:

    # Otter

    ## Evaluation

    ### Results

    Accuracy 0.94.
"""

import re
from bisect import bisect_left

from ...body import BOLD_LEVEL
from ...outline import visible
from .. import TEXT

level = "warning"
needs = TEXT

_NOTHING = re.compile(r"(?:[\s_*-]|&nbsp;|</?(?:br|hr|div|p|center|a|span|details)\b[^<>]{0,200}>)*\Z", re.IGNORECASE)
# A heading that is a sentence, a link or a picture says it all itself.
_SAYS_IT = re.compile(r"\]\(|<(?:img|a)\b|https?://|[.!。！][*_]*\Z", re.IGNORECASE)
_SENTENCE = 70


def check(context):
    card = context.card
    headings = [heading for heading in card.body.headings if heading.level != BOLD_LEVEL]
    ends = [*(heading.start for heading in headings[1:]), len(card.text)]
    blanks = sorted(blank.start for blank in context.placeholders)
    for heading, end, following in zip(headings[1:], ends[1:], [*headings[2:], None]):
        if (following and following.level > heading.level) or not _NOTHING.match(visible(card, heading.end, end)):
            continue
        if len(heading.title) > _SENTENCE or _SAYS_IT.search(heading.title) or _unfilled(blanks, heading.start, end):
            continue
        if not context.outline.belongs(following, heading):
            comments = card.body.comments_between(heading.end, end)
            own = sum(card.text.startswith("<!-- cardwright:", start) for start, _ in comments)
            what = "holds only a comment" if len(comments) > own else "is empty"
            yield (heading.start, heading.end), f"section `{heading.title[:70]}` {what}: write it, say why, or remove it"


def _unfilled(blanks: list[int], start: int, end: int) -> bool:
    """Whether something in the section is reported as a placeholder already."""
    return bisect_left(blanks, start) < bisect_left(blanks, end)
