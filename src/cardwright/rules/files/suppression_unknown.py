"""A comment that should leave findings out names no rule.

`<!-- cardwright: ignore licence-unknown -->` leaves nothing out, because no rule is called that, and neither does a comment
that names none or says `disable`. A reason may follow after ` -- ` or `:`.

Bad:

    ---
    license: otter-1.0 # cardwright: ignore licence-unknown
    ---

Good:

    ---
    license: otter-1.0 # cardwright: ignore license-unknown -- our lawyers wrote it
    ---
"""

from ... import rules, suppress
from ...schema import clip
from ...vocabulary import nearest, suggest
from .. import TEXT

level = "warning"
needs = TEXT

_ELSEWHERE = frozenset(
    "disable suppress noqa skip allow off disable-line disable-file disable-next-line ignore-next-line".split()
)


def check(context):
    known = {**rules.ids(), **dict.fromkeys(rules.families())}
    for one in context.suppressions:
        if one.word not in suppress.WORDS:
            yield from _word(one)
        elif not one.names:
            yield (one.start, one.end), "this leaves nothing out: name the rules or families after it"
        else:
            for name in one.names:
                if name.text not in known:
                    near = suggest(name.text, known, 0.6) or "; `cardwright rules` lists them"
                    yield (name.start, name.end), f"no rule or family is called `{clip(name.text)}`{near}"


def _word(one):
    near = nearest(one.word, suppress.WORDS, 0.7) or ("ignore" if one.word in _ELSEWHERE else None)
    if near:
        yield (one.start, one.end), f"`cardwright: {one.word}` is no instruction; did you mean `{near}`?"
