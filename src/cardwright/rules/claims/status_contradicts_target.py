"""A status says passed where the score misses the target, or failed where it meets it.

A table of targets is read by its ticks. Score and target of each row are compared as they are written: `>= 0.95`, `< 5 %`, or
a bare number where the metric says which way is better. What rounding could decide either way is left alone.

Bad:

    | Safety metric | Score | Target | Status |
    |---|---|---|---|
    | Harmful requests blocked | 91 % | >= 95 % | ✅ |

Good:

    | Safety metric | Score | Target | Status |
    |---|---|---|---|
    | Harmful requests blocked | 97 % | >= 95 % | ✅ |
    | Leaked addresses | 6 % | < 5 % | ❌ |
"""

from ...claims import comparisons, quantities
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for goal in comparisons.goals(context):
        passed = _passed(goal) if goal.status is not None else None
        if passed is not None and passed != goal.status:
            does = "meets" if passed else "misses"
            score, target = quantities.shown(goal.score), quantities.shown(goal.target)
            message = f"{goal.cell.text!r}, but {score} {does} the target of {goal.target.mark}{target}: correct one of the three"
            yield (goal.cell.start, goal.cell.end), message


def _passed(goal) -> bool | None:
    """Whether the score meets the target; None when that cannot be told."""
    score, target = goal.score, goal.target
    if not (score and target and goal.better and score.exact and target.exact and score.mark == "" and target.mark != "~"):
        return None
    if not (quantities.is_finite(score) and quantities.is_finite(target)):
        return None
    score, target = quantities.alike(score, target)
    if score is None:
        return None
    ahead = (score.value - target.value) * (1 if goal.better == "higher" else -1)
    room = score.step / 2 * 1.0001
    if abs(ahead) <= room:  # equal, or rounded to it
        return None
    return ahead > 0
