"""An exemption of the organisation's policy has expired, and what it let pass is still there.

The findings are reported again from the day after `until`. Put them right, or ask whoever keeps the policy for a later date
with a reason that still holds.

Configuration:

    [policy]
    licenses = ["mit"]

    [[policy.exemption]]
    card = "*"
    rule = "license-not-allowed"
    reason = "our lawyers look at it"
    until = 2020-01-31

Bad:

    ---
    license: cc-by-nc-4.0
    ---

Good:

    ---
    license: mit
    ---
"""

from ...schema import clip
from .. import FILE

level = "warning"
needs = FILE


def check(context):
    for where, rule, one in getattr(context, "expired", ()):
        ended = f"the policy's exemption from `{rule}` ended on {one.until} ({clip(one.reason, 120)})"
        yield where, f"{ended}; put right what it let pass, or ask for a later date"
