"""The licence is none of the Hub's ids.

The Hub rejects the push and answers with a list of more than eighty ids. They are lower case and exact: `MIT` is not
`mit`, and SPDX's `-only` and `-or-later` do not exist there. A licence without an id is `other`, with `license_name` and
`license_link`.

Bad:

    ---
    license: Apache 2.0
    ---

Good:

    ---
    license: apache-2.0
    ---
"""

import re

from ...findings import edited, replace
from ...mending.meant import licence
from ...mending.yamledit import instead, value
from ...schema import clip, spell
from ...vocabulary import suggest, values
from .. import METADATA

level = "error"
needs = METADATA
fixable = True

_WAY_OUT = "use `other` with license_name and license_link if it has no id"


def check(context):
    for violation in context.broken("license-unknown"):
        parts = [part.strip().lower() for part in re.split(r",|/|\band\b|\bor\b", violation.value)]
        if len(parts) > 1 and all(part in values("licenses") for part in parts):
            message = f"{spell(violation.path)}: {clip(violation.value)!r} is no licence id; write a list: [{', '.join(parts)}]"
            yield context.card.value_span(violation.path), message, _listed(context.card, violation.path, parts)
            continue
        word = violation.value.removesuffix("-or-later").removesuffix("-only").removesuffix("+")
        near = suggest(word, values("licenses"), 0.7) or f"; {_WAY_OUT}"
        message = f"{spell(violation.path)}: the Hub has no licence {clip(violation.value)!r}{near}"
        meant = licence(violation.value)
        fix = meant and edited(instead(context.card, violation.path, meant[0]), meant[1])
        yield context.card.value_span(violation.path), message, fix


def _listed(card, path, parts):
    """Several licences in one text as a list; whether all or any of them apply, the Hub cannot say."""
    node = card.node(path)
    return replace(node.span, f"[{', '.join(parts)}]", safe=False) if path == ("license",) and value(card, node, "") else None
