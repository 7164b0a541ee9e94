"""A metric's value is not a finite number.

YAML has words for infinity and for "not a number"; JSON, in which the Hub serves a card's metadata, has none. Such a value
usually comes from a loss that overflowed or a division by zero: measure again, or leave the metric out.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: perplexity, value: .inf}]
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

from math import isfinite

from ... import modelindex
from ...schema import spell
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    for path, metric in modelindex.metrics(context.card):
        value = metric.get("value")
        if isinstance(value, float) and not isfinite(value):
            place = (*path, "value")
            message = f"{spell(place)} is {value}, which JSON cannot hold; measure again or leave the metric out"
            yield context.card.value_span(place), message
