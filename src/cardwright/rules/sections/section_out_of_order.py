"""A section stands elsewhere than in its template.

Someone who reads many cards looks for a section where the others have it, and the Hub's template gives a fixed order
with subsections under their section. In the profiles `strict` and `capstone`, and for a project's own list, this holds
for every section. In the other profiles only for cards made from the Hub's template (five or more of its headings, and
at least two thirds of the card's): an order of your own is nobody's mistake.

Bad:

    ## Uses

    ### Direct Use

    Tagging news.

    ## Training Details

    ### Training Data

    Newspapers.

    ## Bias, Risks, and Limitations

    Weak on verse.

Good:

    ## Uses

    ### Direct Use

    Tagging news.

    ## Bias, Risks, and Limitations

    Weak on verse.

    ## Training Details

    ### Training Data

    Newspapers.
"""

from ... import arrangement
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    if not context.outline.follows():
        return
    for place, right in arrangement.misplaced(context.outline):
        message = f"section `{place.heading.title[:70]}` is out of place: the template has it {right}"
        yield (place.heading.start, place.heading.end), message
