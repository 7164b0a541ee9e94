"""A metric's value is text where a number is meant.

The Hub takes any text as a value, but leaderboards, plots and comparisons read numbers: `"2.1"`, `87%` and `0,761` are
skipped or sorted as words, and `N/A` or `Faster` is no measurement. A mean with its spread, such as `20.0 ± 1.2`, is text
for a reason and fine. Leave a metric out rather than say that there is none.

Bad:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: perplexity, value: "9.8"}]
    ---

Good:

    ---
    model-index:
    - name: my-model
      results:
      - task: {type: text-generation}
        dataset: {type: wikitext, name: WikiText}
        metrics: [{type: perplexity, value: 9.8}, {type: mean_reward, value: 20.0 ± 1.2}]
    ---
"""

from ... import modelindex
from ...findings import edited
from ...lazy import Lazy
from ...schema import clip, spell
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True

_NUMBER = Lazy(r"([~≈<>≤≥]?)\s?([-+]?[0-9]+)(?:([.,])([0-9]+))?(?:[eE][-+]?[0-9]+)?\s?%?\Z")


def check(context):
    for path, metric in modelindex.metrics(context.card):
        value = metric.get("value")
        if isinstance(value, str) and not modelindex.is_size_or_speed(metric):
            way_out = _way_out(value.strip())
            if way_out:
                place = (*path, "value")
                message = f"{spell(place)} is the text {clip(value)!r}; {way_out}"
                from ...mending.yamledit import as_number  # most values are numbers

                number = way_out.rpartition(" ")[2]
                yield (
                    context.card.value_span(place),
                    message,
                    edited(as_number(context.card, place, number), safe=number == value),
                )


def _way_out(text: str) -> str:
    number = _NUMBER.match(text[:80])
    if not number:
        return "" if any("0" <= c <= "9" for c in text[:200]) else "give the number that was measured or leave the metric out"
    about, whole, mark, rest = number.groups()
    if about or (mark == "," and len(rest) == 3 and whole.strip("+-0")):
        return "write the number that was measured, without quotes, with a decimal point"
    exponent = text[number.end(4) if rest else number.end(2) :].rstrip("% ")
    return f"write it as a number: {whole}{'.' + rest if rest else ''}{exponent}"
