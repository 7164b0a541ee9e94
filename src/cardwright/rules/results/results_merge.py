"""Two results are the same to huggingface_hub.

The library tells results apart by task type, dataset type, config, split and revision. Where all five are equal it saves
them as one result with the metrics of both, and the dataset's `name` and `args`, the task's `name` and the `source` of
the second are gone. Say what differs in `config`, `split` or `revision`, or move it into the metric's own `args`.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: mmlu, name: MMLU, args: {num_few_shot: 0}}
        metrics: [{type: accuracy, value: 61.2}]
      - task: {type: text-generation}
        dataset: {type: mmlu, name: MMLU, args: {num_few_shot: 5}}
        metrics: [{type: accuracy, value: 64.8}]
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: mmlu, name: MMLU}
        metrics:
        - {type: accuracy, value: 61.2, args: {num_few_shot: 0}}
        - {type: accuracy, value: 64.8, args: {num_few_shot: 5}}
    ---
"""

from ... import modelindex
from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    first = {}
    for path, result in modelindex.results(context.card):
        same = path[:2], modelindex.identity(result)
        kept = first.setdefault(same, (path, result))[1]
        lost = modelindex.differences(kept, result)
        if lost and same[1]:
            told = f"{spell(path)} and {spell(first[same][0])} have the same task, dataset, config, split and revision"
            yield context.card.key_span(path), f"{told}; huggingface_hub merges them and drops this one's {', '.join(lost)}"
