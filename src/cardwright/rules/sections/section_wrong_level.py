"""A section's heading has another level than in its template.

The level says what belongs to what: a `### Uses` after `## Model Details` is read, and linked from the Hub's table of
contents, as a part of the details. A card that is one level higher or lower throughout is fine. As for the order, this is
about cards made from the Hub's template, and about every section in the profiles `strict` and `capstone` and in a
project's own list.

Bad:

    # Model Card for Otter

    ## Model Details

    ### Model Description

    Tags parts of speech.

    ### Uses

    #### Direct Use

    Tagging news.

    ## Bias, Risks, and Limitations

    Weak on verse.

Good:

    # Model Card for Otter

    ## Model Details

    ### Model Description

    Tags parts of speech.

    ## Uses

    ### Direct Use

    Tagging news.
"""

from ... import arrangement
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    if not context.outline.follows():
        return
    for place, right in arrangement.wrong_levels(context.outline):
        heading = place.heading
        message = f"section `{place.heading.title[:70]}` has level {heading.level}; it belongs on level {right} (`{'#' * right}`)"
        yield (heading.start, heading.end), message
