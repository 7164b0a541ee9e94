"""An invisible character stands where a machine reads every one of them.

A zero-width space from a web page makes an id that looks right and names nothing, an address that leads nowhere, a key the
Hub does not know, code that does not run. The fix takes it out.

Bad:

    See https://huggingface.co/alice/\u200bsorter for the weights.

Good:

    See https://huggingface.co/alice/sorter for the weights, by 👩\u200d💻.
"""

from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    from ...characters.invisible import describe, without

    for start, end, harm in context.hidden:
        if harm:
            seen = describe(context.card.text[start:end])
            message = f"{seen} hides here; remove it, a machine reads it as part of the word"
            yield (start, end), message, without(context.card, start, end)
