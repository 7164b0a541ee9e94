"""A metric calls itself verified.

`verified` is set by Hugging Face's own evaluation, together with a signed `verifyToken`. Without the token the claim
proves nothing, and readers may take it for an independent check.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: perplexity, value: 9.8, verified: true}]
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
from ...findings import edited
from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    places = [
        (*path, "verified")
        for path, metric in modelindex.metrics(context.card)
        if metric.get("verified") is True and not metric.get("verifyToken")
    ]
    if places:  # a generator that sets it sets it everywhere: one finding
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        message = f"{spell(places[0])} is true without a verifyToken, which only Hugging Face issues; remove it{more}"
        from ...mending.yamledit import without_key  # most results need none

        edits = [without_key(context.card, place) for place in places]
        fix = edited([edit for (edit,) in edits], safe=False) if all(edits) else None
        yield context.card.key_span(places[0]), message, fix
