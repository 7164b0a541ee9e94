"""A language code that the Hub may not take.

Codes of language families (`sla`, `zle`), the second spellings of ISO 639-2 (`ger` for `de`) and withdrawn codes (`jw`)
are on no list the Hub publishes. Its message says it takes ISO 639-2; whether it takes all of it is not known.

Bad:

    ---
    language: ger
    ---

Good:

    ---
    language: de
    ---
"""

from ...schema import spell
from ...vocabulary import fact
from .. import METADATA

level = "note"
needs = METADATA


def check(context):
    doubtful = fact("languages", "x-doubtful")
    for violation in context.broken("language-unknown"):
        if violation.value in doubtful:
            better = doubtful[violation.value]
            way_out = f"write `{better}`" if better else "name the single languages"
            yield (
                context.card.value_span(violation.path),
                (f"{spell(violation.path)}: `{violation.value}` is on no list of codes the Hub publishes; {way_out}"),
            )
