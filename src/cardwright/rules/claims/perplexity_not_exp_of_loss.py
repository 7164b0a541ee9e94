"""A perplexity is not the exponential of the loss told beside it.

Both are the same measurement: perplexity is e to the power of the cross-entropy loss. The room that rounding leaves is
allowed for (2.3 and 9.8 agree); beyond it one of the two comes from another run, another split or a slip. Say which.

Bad:

    It reaches on the evaluation set:

    - Loss: 2.31
    - Perplexity: 14.8

Good:

    It reaches on the evaluation set:

    - Loss: 2.3
    - Perplexity: 9.8
    - Training loss: 2.1
"""

from ...claims import perplexities
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for loss, perplexity, where, value in perplexities.wrong(context):
        message = f"perplexity {perplexity} beside a loss of {loss}: exp({loss}) is {value}; say what each was measured on"
        yield where, message
