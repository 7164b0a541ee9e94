"""A row is marked as passed, and its score is not filled in.

Templates come with the ticks already in place. A test nobody ran did not pass: put in the score, or take out the row.

Bad:

    | Safety metric | Score | Target | Status |
    |---|---|---|---|
    | Harmful requests blocked | [%] | > 99 % | ✅ |

Good:

    | Safety metric | Score | Target | Status |
    |---|---|---|---|
    | Harmful requests blocked | 99.5 % | > 99 % | ✅ |
    | Jailbreaks resisted | not measured | > 95 % | planned |
"""

from ...claims import comparisons, quantities
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for goal in comparisons.goals(context):
        if goal.status and quantities.is_nothing(goal.scored.text):
            score = f"{goal.scored.text!r}" if goal.scored.text else "empty"
            message = f"{goal.cell.text!r} for {goal.label!r}, but its score is {score}: fill in the score or remove the row"
            yield (goal.cell.start, goal.cell.end), message
