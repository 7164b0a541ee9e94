"""A section that the profile asks for is missing.

Readers look for the same few things on every card: what the model is, what it is for, how to run it, what it learned
from, how good it is and where it fails. The Hub does not ask for any of them, so nobody notices until a user does.

The default profile `hub` knows many names for them ("Usage", "Intended uses & limitations", "模型简介") and asks for six
topics. Text under the title serves as the description, code that loads the model as the way to use it, `model-index` results
as the evaluation, and a quantized model need not repeat what its base learned from. `strict`, `quantized`, `adapter` and
`capstone` ask for their own lists, as errors. A project's own list is `sections` in its configuration.

Bad:

    Otter small tags parts of speech in Faroese newspaper text.

    ## How to use

    Load it with the `transformers` pipeline.

Good:

    Otter small tags parts of speech in Faroese newspaper text.

    ## Intended uses & limitations

    Tag news. It does poorly on verse.

    ## How to use

    Load it with the `transformers` pipeline.

    ## Training and evaluation data

    40,000 sentences, a tenth of them held out.

    ## Evaluation

    Accuracy 0.94 on the held-out tenth.
"""

from ...outline import visible
from .. import PROFILE, TEXT

level = PROFILE
needs = TEXT


def check(context):
    absent = context.outline.missing()
    if not absent or not context.card.body_is_certain:
        return
    where = context.card.body_first_line
    if len(absent) > 1 and not visible(context.card, context.card.front.body, len(context.card.text)).strip():
        topics = ", ".join(f"`{row.heading}`" for row in absent)
        yield where, f"the card has no text; the profile {context.profile.name} asks for {topics}"
        return
    for row in absent:
        yield where, f"there is no section `{row.heading}`{_way_out(row, context.outline)}"


def _way_out(row, outline) -> str:
    other = next((name for name in row.aliases if name[0] != "~"), None)
    if outline.follows() or not other:
        return f"; add `{'#' * (row.level or 2)} {row.heading}`"
    return f", `{other.capitalize()}` or the like; add one"
