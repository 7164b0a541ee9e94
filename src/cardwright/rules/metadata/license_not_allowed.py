"""The licence is none of those that the organisation's policy allows.

`licenses` of the policy lists them. Of several licences each must be one of them. A licence that the Hub does not know is
`license-unknown`; a card without any is reported here unless the profile already makes an error of it.

Configuration:

    [policy]
    licenses = ["apache-2.0", "mit"]

Bad:

    ---
    license: cc-by-nc-4.0
    ---

Good:

    ---
    license: mit
    ---
"""

from ...schema import clip, spell
from ...vocabulary import values
from .. import METADATA

level = "error"
needs = METADATA


def check(context):
    card, policy = context.card, context.settings.policy
    if policy is None or policy.licenses is None:
        return
    allowed = f"the policy allows {', '.join(sorted(policy.licenses))}"
    if card.metadata.get("license") in (None, []):
        asked = "license" in context.profile.required_keys and context.profile.level == "error"
        if "license" in card.metadata or not asked:  # else key-missing says it
            yield card.key_span(("license",)), f"the metadata names no `license`; {allowed}"
    for path, name in card.texts("license"):
        if name not in policy.licenses and name in values("licenses"):
            yield card.value_span(path), f"{spell(path)}: {clip(name)!r} is not allowed; {allowed}"
