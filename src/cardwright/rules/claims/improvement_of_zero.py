"""An improvement is given in per cent of a baseline that is zero.

Nothing is a percentage of zero: whatever stands there was divided by something else, or by a small number put in its place.
Give the difference in points, and how many samples it rests on.

Bad:

    | Metric | Baseline | Score | Improvement |
    |---|---|---|---|
    | Letter accuracy | 0.00 | 0.37 | +3700 % |

Good:

    | Metric | Baseline | Score | Improvement |
    |---|---|---|---|
    | Letter accuracy | 0.00 | 0.37 | +0.37 |
    | Word accuracy | 0.0 % | 8.5 % | +8.5 % |
    | Distance | 0.00 | 0.10 | n/a (baseline 0) |
"""

from ...claims import comparisons, improvement, quantities
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for _, changes in comparisons.changes(context):
        for change in changes:
            if _of_zero(change):
                message = f"{change.cell.text!r} of a baseline of 0: no percentage leads there; give the difference in points"
                yield (change.cell.start, change.cell.end), message


def _of_zero(change) -> bool:
    base, score, delta = change.base, change.score, change.delta
    if not (base and score and delta and base.value == 0 and score.value and quantities.is_finite(score)):
        return False
    if not quantities.is_finite(delta):
        return True
    return delta.unit in ("%", "x") and improvement.fits(change) is False
