"""The model-index is not shaped as the Hub wants it.

The Hub answers a push with a terse path such as `"model-index[0].results[0].metrics" must be an array` and refuses it.
What is refused: anything but a list of entries, an entry without `name` or `results`, a result without its list of
`metrics`, a metric without `value`, a `source` without `url`, and a `config`, `split` or `revision` that is not text. An
unquoted commit id of digits is a number to YAML and an unquoted day is a date: quote them. A `value` that is a mapping or
a list may pass the Hub, but it is no score, and huggingface_hub drops what is empty in it.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText, revision: 2024-01-15}
        metric: {type: perplexity, value: 9.8}
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText, revision: "2024-01-15"}
        metrics:
        - {type: perplexity, value: 9.8}
    ---
"""

from ... import modelindex
from ...schema import clip, describe, spell
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    card, seen = context.card, set()
    for violation in context.broken("model-index-shape"):
        place = card.value_span(violation.path)
        if violation.keyword == "required" or modelindex.blank_value(violation) or place in seen:
            continue
        seen.add(place)  # a node that aliases repeat is wrong once
        yield place, _message(card, violation)
    yield from modelindex.missing(context, modelindex.HUB_WANTS, "the Hub refuses the card without it")
    for path, _ in modelindex.nested_entries(card):
        yield card.key_span(path), f"{spell(path)} is a whole entry inside `results`; put its own results into this list"


def _message(card, violation):
    said = violation.value
    if violation.schema.get("type") != "string" or said is None or isinstance(said, (dict, list)):
        return violation.message
    node = card.node(violation.path)
    exact = f': "{clip(node.text)}"' if node is not None and node.plain else ""
    return f"{spell(violation.path)} is {describe(said).partition(' (')[0]}, not text; quote it{exact}"
