"""A result in the model-index lacks a part that tools need.

Without `task`, `dataset`, their `type`, the dataset's `name` or a metric's `type` nobody can tell what a number means. The
Hub is not known to refuse such a card, but Python's `ModelCard` raises `Invalid model_index in metadata cannot be parsed`
on it, so no tool built on huggingface_hub can load or edit the card. A metric whose `value` is empty loads, and the next
save drops the key: from then on that card raises as well.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        metrics:
        - {type: perplexity, value: 9.8}
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics:
        - {type: perplexity, value: 9.8}
    ---
"""

from ... import modelindex
from ...schema import spell
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    yield from modelindex.missing(context, modelindex.PYTHON_WANTS, "Python's ModelCard raises without it")
    for violation in context.broken("model-index-shape"):
        if modelindex.blank_value(violation):
            message = f"{spell(violation.path)} is empty; give the number or leave the metric out"
            yield context.card.key_span(violation.path), message
