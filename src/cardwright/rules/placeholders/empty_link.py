"""A link leads nowhere.

`[paper]()`, `[here](...)` and `[demo](link)` promise a page. On the Hub they open the card itself or a page that does not
exist.

Left alone: badges, which may be pictures without a target.

Bad:

    Read the [paper]() and try the [demo](link).

Good:

    Read the [paper](https://arxiv.org/abs/1910.09700); a demo is planned.
"""

from ...placeholders import LINK, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == LINK:
            yield (blank.start, blank.end), f"{shown(blank)} has no target; add the address, or keep only the text"
