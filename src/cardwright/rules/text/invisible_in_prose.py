"""An invisible character stands in the text for no reason that shows.

It comes with text copied from elsewhere. Readers do not see it; search does, and finds no word that has one inside.
Joined emoji and the scripts that need such characters are left alone.

Bad:

    The model sorts mes\u2060\ufeffsages.

Good:

    The model sorts messages. 👩\u200d💻
"""

from .. import TEXT

level = "note"
needs = TEXT
fixable = True


def check(context):
    from ...characters.invisible import describe, without

    for start, end, harm in context.hidden:
        if not harm:
            seen = describe(context.card.text[start:end])
            yield (start, end), f"{seen} is hidden in the text; remove it", without(context.card, start, end)
