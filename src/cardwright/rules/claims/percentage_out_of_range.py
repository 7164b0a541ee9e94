"""A share is above 100 %, or a metric without a limit is written in per cent.

Accuracy, F1, precision, recall and pass rates end at 100 %; a number beyond is a slip of the comma or of the column.
A perplexity is no share of anything: `980.00 %` is 9.8 in the wrong format.

Bad:

    | Metric | Value |
    |---|---|
    | Accuracy | 912 % |
    | Perplexity | 980.00 % |

Good:

    | Metric | Value |
    |---|---|
    | Accuracy | 91.2 % |
    | WER | 104.0 % |
    | Perplexity | 9.80 |
"""

from ...claims import quantities, ranges
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for name, quantity, where in ranges.shares(context):
        yield where, f"{quantities.shown(quantity)} for {name!r}, which cannot be above 100 %"
    for name, quantity, where in ranges.unlimited(context):
        message = f"{quantities.shown(quantity)} for {name!r}, which is no share of anything: is {quantity.value / 100:g} meant?"
        yield where, message
