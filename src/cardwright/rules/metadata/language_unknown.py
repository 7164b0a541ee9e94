"""A language is none of the codes the Hub takes.

The Hub rejects anything but lower-case ISO 639 codes, `code` and `multilingual`. Regions (`pt-BR`) belong in
`language_bcp47`, names and programming languages in `tags`.

Bad:

    ---
    language: [English, zh-CN]
    ---

Good:

    ---
    language: [en, zh]
    language_bcp47: [zh-CN]
    ---
"""

from ...findings import edited
from ...mending.meant import language
from ...mending.yamledit import instead
from ...schema import clip, spell
from ...vocabulary import fact, language_for
from .. import METADATA

level = "error"
needs = METADATA
fixable = True


def check(context):
    for violation in context.broken("language-unknown"):
        if violation.value not in fact("languages", "x-doubtful"):
            meant = language(violation.value)
            fix = meant and edited(instead(context.card, violation.path, meant[0]), meant[1])
            yield context.card.value_span(violation.path), _message(spell(violation.path), violation.value), fix


def _message(name: str, value: str) -> str:
    head, dash, region = value.replace("_", "-").partition("-")
    code = language_for(head if dash else value)
    if dash and code:
        return f"{name}: {clip(value)!r} is not a language code; write `{code}` and put {clip(value)!r} under language_bcp47"
    way_out = f"write `{code}`" if code else "use a lower-case ISO 639-1 or 639-3 code such as `en`, or `multilingual`"
    return f"{name}: {clip(value)!r} is not a language code the Hub takes; {way_out}"
