"""A result in the text is nan or infinite.

A loss becomes `nan` when the training has overflowed or divided by zero, and what was saved after it is seldom worth anything.
Find out what the model does, measure again, or leave the row out.

Bad:

    | Epoch | Step | Validation Loss |
    |---|---|---|
    | 1.0 | 500 | nan |

Good:

    | Epoch | Step | Validation Loss |
    |---|---|---|
    | 1.0 | 500 | 0.4312 |
"""

from ...claims import metrics, quantities, readings
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    found = [((start, end), label) for label, start, end in readings.broken(context.card)]
    for table in context.tables:
        named = [index for index, cell in enumerate(table.header) if metrics.named(cell.text)]
        cells = [(row[index], table.header[index].text) for row in table.rows for index in named]
        cells += [(cell, row[0].text) for row in table.rows if metrics.named(row[0].text) for cell in row[1:]]
        found += [((cell.start, cell.end), name) for cell, name in cells if _is_broken(cell.text)]
    for where, name in found[:1]:  # a training that broke shows it in every row after
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield where, f"{name!r} is no finite number here{more}: measure again or leave it out"


def _is_broken(text: str) -> bool:
    quantity = quantities.parse(text) if len(text) < 12 else None
    return quantity is not None and not quantities.is_finite(quantity)
