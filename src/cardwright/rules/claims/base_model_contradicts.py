"""The text names another base model than the metadata.

The Hub builds the model tree from `base_model`; readers believe the text. A card that was copied from the last model says
one thing here and another there, and its licence and its limits belong to a model this one was not made from. Looked at are
a `Base model:` field, "fine-tuned version of" with a link or an id, and the model family that the title names.

Bad:

    ---
    base_model: openai/gpt-oss-20b
    ---

    # Support assistant

    - **Base model:** HuggingFaceTB/SmolLM3-3B

Good:

    ---
    base_model: HuggingFaceTB/SmolLM3-3B
    ---

    # Support assistant

    - **Base model:** [SmolLM3 3B](https://huggingface.co/HuggingFaceTB/SmolLM3-3B)
"""

from ...schema import clip
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    from ...claims import told_bases

    card = context.card
    bases = [name for _, name in card.texts("base_model") if name.strip()]
    paths = any(name[0] in "./~" or name.count("/") > 1 for name in bases)  # base-model-invalid says so
    if not bases or paths:
        return
    shown = clip(", ".join(bases))
    for start, end, names in told_bases.stated(card, bases):
        if not told_bases.agree(names, bases):
            message = f"the text says {clip(' and '.join(names))}, the metadata `base_model: {shown}`; make the two say the same"
            if not told_bases.is_copy(card):
                yield (start, end), message
            return
    named = told_bases.family_of_title(card, bases)
    if named and not told_bases.is_copy(card):
        where, said, meant = named
        yield where, f"the title says {said}, the metadata `base_model: {shown}` is a {meant}; correct the one that is wrong"
