"""The licence is `other`, and the card does not say which.

The Hub shows "other" and nothing to read. `license_name` gives it a short name and `license_link` the place of its text:
`LICENSE`, `LICENSE.md` or an address.

Bad:

    ---
    license: other
    ---

Good:

    ---
    license: other
    license_name: my-lab-research-1.0
    license_link: LICENSE
    ---
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    metadata = context.card.metadata
    licence = metadata.get("license")
    if licence == "other" or licence == ["other"]:
        missing = [key for key in ("license_name", "license_link") if metadata.get(key, "") == ""]
        if missing:
            yield (
                context.card.value_span(("license",)),
                f"`license: other` says nothing; add {' and '.join(f'`{key}`' for key in missing)}",
            )
