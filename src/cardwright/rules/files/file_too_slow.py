"""The card took too long to check, and was left.

Only `cardwright audit` gives a card a limit, 10 seconds by default, so that no card among thousands holds up the others. It
tells of a fault in a rule as much as of one in the card: please report it.

Bad:

    a README.md that a rule has not understood after ten seconds

Good:

    a README.md that is checked in a thousandth of a second, as almost all are; `--limit` gives the others more
"""

from .. import FILE

level = "warning"
needs = FILE


def check(context):
    if context.problem == "too-slow":
        yield None, f"the card took longer than {context.problem_detail} to check, and was left; --limit gives it more"
