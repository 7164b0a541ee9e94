"""A dataset is not a dataset id.

The Hub rejects paths, addresses, names with blanks and brackets. It must be `name` or `namespace/name`; a dataset that is
not on the Hub is described in the text.

Bad:

    ---
    datasets:
    - My private corpus
    ---

Good:

    ---
    datasets:
    - wikimedia/wikipedia
    ---
"""

from ...findings import edited
from ...ids import of_address, why_not
from ...mending.yamledit import instead
from ...schema import spell
from .. import METADATA

level = "error"
needs = METADATA
fixable = True


def check(context):
    for violation in context.broken("dataset-invalid"):
        name = of_address(violation.value, "dataset")
        fix = edited(name and instead(context.card, violation.path, name))
        yield context.card.value_span(violation.path), f"{spell(violation.path)}: {why_not(violation.value, 'dataset')}", fix
