"""The text holds a phrase that the organisation's policy forbids.

`phrases` of the policy lists them, each with the reason that is shown. They are whole words in any case, blanks and line
ends between them alike, in the text that readers see: code, comments, addresses and the metadata may hold them.

Configuration:

    [policy.phrases]
    "state of the art" = "name the benchmark and the date instead"

Bad:

    A state of the
    art sorter.

Good:

    The best of 12 sorters on `state of the art`, in May 2026.
"""

from ...schema import clip
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    policy = context.settings.policy
    if policy is None or not policy.phrases:
        return
    from ...policy import phrases

    for start, end, phrase, reason in phrases.find(context):
        yield (start, end), f"{clip(phrase)!r} is forbidden by the policy: {clip(reason, 200)}"
