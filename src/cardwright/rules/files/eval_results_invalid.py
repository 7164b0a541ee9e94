"""A file in .eval_results/ has a shape the Hub does not read.

The Hub shows results from `.eval_results/*.yaml` on the model's page. A wrong file is no error when it is pushed: it is simply
not shown. Each result needs a `dataset` with `id` and `task_id`, a bare number as `value`, dates in quotes, and `url` in a
`source`.

Bad:

    # Tiny

    A small model.

Beside the bad one, .eval_results/gpqa.yaml:

    - dataset: {id: Idavidrein/gpqa}
      value: "41.2%"

Good:

    # Tiny

    A small model.

Beside the good one, .eval_results/gpqa.yaml:

    - dataset: {id: Idavidrein/gpqa, task_id: diamond}
      value: 41.2
      date: "2026-01-31"
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    from ...repository import evalresults

    for name in evalresults.names(context.files):
        for problem in evalresults.problems(context.files.text(name)):
            yield (0, 0), f"`{name}` will not be shown on the Hub: {problem}"
