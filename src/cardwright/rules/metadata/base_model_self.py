"""The model is its own base.

The Hub accepts it and then cannot build the model tree. Known from `repo` in the configuration, or from the card when
its title or its results name the model by the same id.

Bad:

    ---
    base_model: alice/opus-mini
    ---

    # alice/opus-mini

Good:

    ---
    base_model: Helsinki-NLP/opus-mt-en-de
    ---

    # alice/opus-mini
"""

from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    own = {context.settings.repo, *context.card.own_names}
    for path, name in context.card.texts("base_model"):
        if "/" in name and name in own:
            yield context.card.value_span(path), f"{spell(path)} is this model itself ({name}); name the model it was made from"
