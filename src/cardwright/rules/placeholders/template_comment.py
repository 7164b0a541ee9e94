"""Guidance of a template was left in the card.

Templates tell their author what to write, in HTML comments or in a sentence. A comment is invisible on the Hub, so this is
only a note; where it still stands, the section it explains has often not been edited either. The Trainer asks to proofread
its card and then remove its comment, and writes "on an unknown dataset" when it was not told the data.

Bad:

    <!-- Provide a quick summary of what the model is/does. -->

    A fine-tuned version of bert-base-uncased on an unknown dataset.

Good:

    <!-- toc -->

    A fine-tuned version of bert-base-uncased on 2,000 reviews.
"""

import re

from ...findings import replace
from ...lazy import Lazy
from .. import TEXT

level = "note"
needs = TEXT
fixable = True

_GUIDANCE = Lazy(
    r"<!--+\s*(?:provide|this section|this relates|this should|these are|describe|address questions|relevant interpretability"
    r"|total emissions|if there is a paper|if relevant|this model card has been generated automatically|add (?:a|the|your|more)\b"
    r"|fill in|you can embed|use this section|insert|replace|todo\b|explain|list )",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"on (?:an unknown|the None|the generator) dataset\b")
_GENERATED = ("aims to be a base template for new models", "is the model card of a 🤗 transformers model that has been pushed")


def check(context):
    body = context.card.body
    for start, end in body.comments:
        if _GUIDANCE.match(context.card.text, start):
            message = "this comment tells the author what to write; do what it says, then remove it"
            yield (start, end), message, _removed(context, start, end)
    for match in _UNKNOWN.finditer(context.card.text, body.start):
        if body.region(match.start()) == "text":
            yield match.span(), f"{match.group()!r} is what a generator writes when it was not told the data; name the data"
    for sentence in _GENERATED:
        if (start := context.card.text.find(sentence, body.start)) >= 0:
            yield (start, start + len(sentence)), "a template wrote this sentence about itself; say what the model is instead"


def _removed(context, start: int, end: int):
    """The comment taken out with its lines, where that joins nothing; safe for the Hub template's own whose advice was taken."""
    from ...mending.markdownedit import whole_block
    from ...placeholders.guidance import is_filled, is_template

    where = whole_block(context.card, start, end)
    return where and replace(where, "", safe=is_template(context.card.text[start:end]) and is_filled(context, end))
