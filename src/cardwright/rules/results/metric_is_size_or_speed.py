"""A size or a speed is listed as an evaluation metric.

The Hub shows every metric of a model-index as a score of the model on that dataset. File sizes, memory, latency and
tokens per second depend on the machine and belong in the text, in a table that names the hardware and the method.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: memory_efficiency, value: 50}]
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: perplexity, value: 9.8}]
    ---
"""

from ... import modelindex
from ...schema import clip, spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for path, metric in modelindex.metrics(context.card):
        if modelindex.is_size_or_speed(metric):
            place = (*path, "type")
            told = f"{spell(place)}: {clip(metric['type'])!r} is no score of the model on this dataset"
            yield context.card.value_span(place), f"{told}; put it in a table of the text, with the hardware"
