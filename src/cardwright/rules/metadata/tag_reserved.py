"""A tag is written by hand that the Hub makes itself.

`license:`, `dataset:`, `arxiv:`, `base_model:`, `region:` and `doi:` tags come from the metadata and the text. By hand
they say what nothing checks, and may contradict the real ones.

Bad:

    ---
    tags: ["dataset:wikimedia/wikipedia"]
    ---

Good:

    ---
    datasets: [wikimedia/wikipedia]
    ---
"""

from ...findings import edited
from ...schema import clip, spell
from .. import METADATA

level = "note"
needs = METADATA
fixable = True

_INSTEAD = {
    "license": "use `license:`",
    "dataset": "use `datasets:`",
    "arxiv": "link the paper in the text",
    "base_model": "use `base_model:` and `base_model_relation:`",
    "region": "remove it",
    "doi": "create the DOI in the repository's settings",
}
_KEYS = {"license": "license", "dataset": "datasets", "base_model": "base_model"}


def check(context):
    tags = context.card.metadata.get("tags")
    for index, tag in enumerate(tags if isinstance(tags, list) else ()):
        prefix, colon, value = tag.partition(":") if isinstance(tag, str) else ("", "", "")
        if colon and value and prefix in _INSTEAD:
            path = ("tags", index)
            from ...mending.yamledit import without_item  # most tags need none

            message = f"{spell(path)}: the Hub makes `{clip(prefix)}:` tags itself; {_INSTEAD[prefix]}"
            said = _is_said(prefix, value, context)
            yield context.card.value_span(path), message, edited(said and without_item(context.card, path), safe=False)


def _is_said(prefix: str, value: str, context) -> bool:
    """Whether the card says without the tag what the tag says."""
    if prefix in _KEYS:
        return bool(context.card.metadata.get(_KEYS[prefix]))
    return prefix == "region" or context.card.text.find(value, context.card.front.body) >= 0
