"""A key in the model-index means nothing.

The keys of a model-index are fixed. huggingface_hub drops all others when it saves the card, without a word, and the Hub
shows nothing for them. Facts that have no key of their own go into the dataset's or the metric's `args`, which may hold
anything.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText, subset: test}
        metrics: [{type: perplexity, value: 9.8}]
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText, split: test, args: {stride: 512}}
        metrics: [{type: perplexity, value: 9.8}]
    ---
"""

from ... import modelindex
from ...schema import clip, spell
from ...vocabulary import suggest
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for path, mapping, part in modelindex.parts(context.card):
        known, reported = part["x-known"], modelindex.misspelt(mapping, part)
        for key in mapping:
            if key not in known and key not in reported:
                near = suggest(clip(key), known) or f"; known here: {', '.join(known)}"
                yield context.card.key_span((*path, key)), f"{spell((*path, clip(key)))} is dropped by huggingface_hub{near}"
