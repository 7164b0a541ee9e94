"""The metadata has a key eval_results.

It is the name of a Python argument of huggingface_hub, not of a metadata key. `ModelCard` raises `Failed to validate
eval_results` on any value but an empty list, and with that it writes a nameless `model-index` that it cannot read again.
Results belong under `model-index`; the newer files in `.eval_results/` stand outside the card.

Bad:

    ---
    license: mit
    eval_results:
    - {metric_type: perplexity, metric_value: 9.8}
    ---

Good:

    ---
    license: mit
    model-index:
    - name: my-model
      results: []
    ---
"""

from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    value = context.card.metadata.get("eval_results")
    if value is not None:
        harm = "turns it into a `model-index` without a name" if value == [] else "cannot load a card with it"
        message = f"`eval_results` is no metadata key, and huggingface_hub {harm}; use `model-index`"
        yield context.card.key_span(("eval_results",)), message
