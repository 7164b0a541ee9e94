"""How many wrong numbers the rules about numbers find: right cards with one number changed.

    python bench/recall.py CORPUS [--missed N]

Of every card with a model-index, each number that its text tells is changed wherever the text tells it, one digit before the
last, by a die that the card's name seeds; result-differs-from-model-index must speak. Of every improvement that can be worked
out and is right, one digit is changed; improvement-wrong must speak. `--missed` shows some that were not found.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path

from cards import corpus

from cardwright import check, config, source
from cardwright.claims import comparisons, improvement, indexed

INDEX, DELTA = "result-differs-from-model-index", "improvement-wrong"


def other_digit(number: str, die: random.Random) -> str:
    """A number with one digit changed: not its last one, which rounding may explain, nor a leading 0."""
    places = [at for at, sign in enumerate(number) if sign.isdigit()]
    places = [at for at in places[:-1] if number[:at].strip("0.,+-") or number[at] != "0"] or places[:1]
    at = die.choice(places)
    return number[:at] + die.choice([digit for digit in "123456789" if digit != number[at]]) + number[at + 1 :]


def forms(value: float) -> list[str]:
    """How a text may write a number of the model-index, the longest first."""
    found = [f"{value * scale:.{decimals}f}" for scale in (1, 100, 0.01) for decimals in range(5, 0, -1)]
    return [form for form in dict.fromkeys(found) if len(form.strip("0.")) > 2]


def changed_results(context, die):
    """The texts with a number of the model-index changed in the Markdown, where it stands outside code."""
    card = context.card
    for item in indexed.find(card):
        for form in forms(item.quantity.value):
            pattern = re.compile(rf"(?<![\d.,]){re.escape(form)}(?![\d])")
            places = [match.span() for match in pattern.finditer(card.text, card.front.body)]
            places = [place for place in places if not card.body.block(place[0])]
            if places:
                yield item.name.metric.key, places[0], replaced(card.text, places, other_digit(form, die))
                break


def changed_improvements(context, die):
    for _, changes in comparisons.changes(context):
        for change in changes:
            if improvement.fits(change):
                place = improvement.number_span(context.card.text, change.cell)
                number = context.card.text[slice(*place)]
                yield change.label, place, replaced(context.card.text, [place], other_digit(number, die))


def replaced(text: str, places, new: str) -> str:
    for start, end in reversed(places):
        text = text[:start] + new + text[end:]
    return text


def main() -> None:
    folder, shown = Path(sys.argv[1]), int(sys.argv[sys.argv.index("--missed") + 1]) if "--missed" in sys.argv else 0
    made, found, missed = Counter(), Counter(), {INDEX: [], DELTA: []}
    settings = config.Settings()
    for path in corpus(folder):
        origin = source.read(str(path))
        if origin.text is None:
            continue
        context, die = check.Context(origin, settings), random.Random(path.name)
        for rule, change in ((INDEX, changed_results), (DELTA, changed_improvements)):
            chosen = check.rules.chosen((rule,))
            for what, place, text in change(context, die):
                made[rule] += 1
                said = check.check_source(origin._replace(text=text), settings, chosen)
                found[rule] += bool(said)
                if not said:
                    missed[rule].append((path.name, what, text[max(0, place[0] - 60) : place[1] + 30]))
    print("| rule | changed | found | share |\n|---|---|---|---|")
    for rule in (INDEX, DELTA):
        share = f"{100 * found[rule] / made[rule]:.1f} %" if made[rule] else "-"
        print(f"| {rule} | {made[rule]} | {found[rule]} | {share} |")
        for name, what, around in random.Random(1).sample(missed[rule], min(shown, len(missed[rule]))):
            print(f"  {name}: {what}: {around!r}")


if __name__ == "__main__":
    main()
