"""An improvement does not follow from the two numbers beside it.

Whoever reads a table reads its last column first. Each improvement is worked out again from the baseline and the score of
its row: as a difference, as per cent of the baseline, as a ratio, and with all the room that rounding leaves. Only what fits
none of these is reported, and only in tables where it is plain which two numbers are compared.

Bad:

    | Metric | Baseline | Score | Improvement |
    |---|---|---|---|
    | Accuracy | 0.40 | 0.50 | +50 % |

Good:

    | Metric | Baseline | Score | Improvement |
    |---|---|---|---|
    | Accuracy | 0.40 | 0.50 | +25 % |
    | Recall | 61.0 | 64.5 | +3.5 |
    | Perplexity | 12.0 | 9.0 | -25 % |
"""

from ... import findings
from ...claims import comparisons, improvement, quantities
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_BETTER = ("improved", "better", "✅", "yes")


def check(context):
    for _, changes in comparisons.changes(context):
        told = [(change, improvement.fits(change)) for change in changes]
        fitting, wrong = sum(fit is True for _, fit in told), [change for change, fit in told if fit is False]
        if fitting > len(wrong) or (len(wrong) + fitting < 3 and wrong and wrong[0].sure):
            yield from (_finding(change, context.card.text) for change in wrong if change.base.value or change.delta.unit != "%")
        yield from (_unchanged(change) for change, fit in told if fit is None and _claims_more(change))


def _finding(change, text: str):
    (start, end), unit = improvement.number_span(text, change.cell), change.delta.unit
    base, score = quantities.shown(change.base), quantities.shown(change.score)
    way = improvement.right(change)
    value = quantities.written(abs(way.value) if unit == "x" else way.value, change.delta.step, signed=text[start] in "+-−–")
    where = change.cell.start, change.cell.end
    message = f"{change.cell.text!r} does not follow from {base} and {score}: {improvement.said(change)}"
    return where, message, findings.replace((start, end), value, safe=False)


def _claims_more(change) -> bool:
    same = change.base and change.score and change.base == change.score and quantities.is_finite(change.base)
    return bool(same) and change.cell.text.lower().startswith(_BETTER)


def _unchanged(change):
    message = f"{change.cell.text!r}, but both numbers of the row are {quantities.shown(change.base)}: say that nothing changed"
    return (change.cell.start, change.cell.end), message
