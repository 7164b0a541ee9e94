"""The text names another licence than the metadata.

Readers trust what they find first; a company that took "MIT" from the text has a problem when the metadata says
`cc-by-nc-4.0`. Looked at are a `License:` field, a section of that name and sentences that say under what the model or this
work stands, where they name one licence. Licences of code, data and other models are left alone.

Bad:

    ---
    license: apache-2.0
    ---

    ## License

    This model is released under the MIT License.

Good:

    ---
    license: apache-2.0
    ---

    ## License

    The weights are released under Apache 2.0, the training code under MIT.
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    from ...claims import licences, told_licences

    ids = [name.strip().lower() for _, name in context.card.texts("license")]
    if not ids or any(name in ("other", "unknown") for name in ids):
        return
    if context.card.plain is None and any(first.text == "license" for first, _ in context.card.tree.duplicates):
        return  # duplicate-key says it: one of the two may be what the text says
    for start, end, text in told_licences.find(context.card, ids):
        said = licences.named(text)
        if len(said) == 1 and not any(licences.agree(name, one) for name in said for one in ids):
            yield (start, end), f"the text says {said.pop()}, the metadata `license: {', '.join(ids)}`; make the two say the same"
            return
