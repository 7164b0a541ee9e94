"""The card tells two numbers of parameters for one model.

Who plans a GPU by "3B parameters" cannot load a model of 20 billion. The title, a `Parameters:` field and the name of the
base model are compared; counts further apart than names are rounded (half as much again) contradict each other. Mixtures,
merges, distilled and pruned models, and trainable or active parameters, are left alone.

Bad:

    # Sorter-70B

    - **Parameters:** 32B

Good:

    # Sorter-7B

    - **Parameters:** 6.7 billion
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    from ...claims import told_sizes

    card = context.card
    told = list(told_sizes.find(card))
    if len(told) < 2 or told_sizes.is_mixed(card):
        return
    from ...claims.names import differ

    first = told[0]
    for other in told[1:]:
        if differ(first.millions, other.millions):
            seen = f"{first.source} says {first.text}, {other.source} {other.text}"
            yield (other.start, other.end), f"{seen}: one of the two numbers of parameters is wrong"
            return
