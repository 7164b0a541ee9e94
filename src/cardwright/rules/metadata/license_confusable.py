"""`bsl-1.0` is the Boost licence, not the Business Source License.

The Business Source License has no id on the Hub. Whoever writes `bsl-1.0` for it gives the model away under a permissive
licence.

Bad:

    ---
    license: bsl-1.0
    ---

    The model is source-available.

Good:

    ---
    license: bsl-1.0
    ---

    Released under the Boost Software License.
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for path, name in context.card.texts("license"):
        if name == "bsl-1.0" and "boost" not in context.card.text[context.card.front.body :].lower():
            yield (
                context.card.value_span(path),
                (
                    "`bsl-1.0` is the Boost Software License; for the Business Source License use `other` with license_name"
                    " and license_link; if Boost is meant, say so in the text"
                ),
            )
