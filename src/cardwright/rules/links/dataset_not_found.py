"""A dataset is not on the Hub, or not for everybody.

`datasets` links the data a model was trained on. The Hub accepts ids that nobody has, and shows no link then. Asked with
`--online` only, without a token, so a private dataset cannot be told from one that does not exist.

Bad:

    ---
    datasets: [example-team/letters, example-team/no-such-dataset]
    ---

Good:

    ---
    datasets: [example-team/letters]
    ---
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    yield from context.told_online("dataset-not-found")
