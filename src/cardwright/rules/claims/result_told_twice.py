"""Two rows of a table are about the same and give different numbers.

One of them was measured on something the table does not say, or is left from an older version. Readers take whichever they
see first.

Bad:

    | Dataset | Accuracy |
    |---|---|
    | News | 0.91 |
    | Mail | 0.88 |
    | News | 0.87 |

Good:

    | Dataset | Split | Accuracy |
    |---|---|---|
    | News | test | 0.91 |
    | Mail | test | 0.88 |
    | News | dev | 0.87 |
"""

from ...claims import repeats
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for first, cell, label in repeats.find(context):
        message = f"{cell.text!r} for {label!r}, but an earlier row of the table says {first.text!r}: tell them apart or drop one"
        yield (cell.start, cell.end), message
