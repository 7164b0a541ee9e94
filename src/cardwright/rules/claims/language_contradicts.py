"""A `Language` field in the text names other languages than the metadata.

The Hub's language filter goes by `language`; readers go by the text. Where the two have no language in common one of them
was copied from another card. A language that is missing on one side is no contradiction.

Bad:

    ---
    language: en
    ---

    - **Language(s) (NLP):** French

Good:

    ---
    language: [en, fr]
    ---

    - **Language(s) (NLP):** French
"""

from ...schema import clip
from .. import METADATA

level = "warning"
needs = METADATA

_LABELS = frozenset(("language", "languages", "language(s)"))


def check(context):
    from ...claims import fields

    codes = [code.lower() for _, code in context.card.texts("language")]
    if not codes or any(code in ("multilingual", "code", "und", "mul") for code in codes):
        return
    for field in fields.find(context.card, _LABELS):
        said = _codes(field.value)
        if said and not any(_same(one, code) for one in said for code in codes):
            message = (
                f"the text says {clip(field.value)}, the metadata `language: {clip(', '.join(codes))}`; make the two say the same"
            )
            yield (field.start, field.end), message
            return


def _codes(value: str) -> list[str]:
    """The codes of a plain list of languages; none where it holds anything else."""
    import re

    from ...vocabulary import fact

    by_name = {name.lower(): code for code, name in fact("languages", "x-names").items()}
    words = [word.strip(" \t*_`.()").lower() for word in re.split(r",|/|&|;|\band\b|\(|\+", value) if word.strip(" \t*_`.()")]
    found = [by_name.get(word) or (word if word in by_name.values() else None) for word in words]
    return found if found and all(found) and len(found) <= 20 else []


def _same(one: str, other: str) -> bool:
    from ...vocabulary import fact

    names = fact("languages", "x-names")
    first, second = names.get(one, one).lower(), names.get(other.split("-")[0], other).lower()
    return one == other.split("-")[0] or first in second or second in first
