"""Whether a number of the text and one of the model-index are the same measurement."""

from __future__ import annotations

from . import indexed, metrics, modelindex, quantities

# Words around a result that do not say that it is about something else than the model on its evaluation data.
_NEUTRAL = frozenset(
    """evaluation evaluations eval results result metrics metric performance score test validation dev set split on the
    of and model our ours this value overall final held out benchmark benchmarks in for data dataset report summary
    training procedure fine tuned finetuned fine-tuned macro micro weighted average avg quantitative analysis main key
    description details info information classification best""".split()
)


def contradictions(context, told, readings):
    """(Reading, Indexed) of every metric that the text tells once, and otherwise than the model-index does."""
    for item in told:
        alike = [other for other in told if other.name.metric == item.name.metric and other.name.how == item.name.how]
        if len(alike) != 1:
            continue
        mine = [reading for reading in readings if _same(reading, item)]
        if len(mine) == 1 and not quantities.agree(mine[0].quantity, item.quantity) and not _elsewhere(context, item):
            yield mine[0], item


def all_told(card) -> bool:
    """Whether the text has every number of the model-index as it stands there: a look that spares most cards the comparison."""
    for _, metric in modelindex.metrics(card):
        value = metric.get("value")
        form = str(value) if isinstance(value, (int, float)) else ""
        if len(form) < 3 or card.text.find(form, card.front.body) < 0:
            return False
    return True


def _same(reading, item) -> bool:
    if reading.name.metric != item.name.metric or reading.name.how != item.name.how or not comparable(reading):
        return False
    split = reading.name.split or ("test" if "test" in reading.about else "")
    if "train" in (split, item.split) or (split and item.split and split != item.split) or (item.split == "test" != split):
        return False
    return neutral(reading, item.datasets)


def comparable(reading) -> bool:
    """Whether a reading is a plain number."""
    quantity = reading.quantity
    return quantity.unit in ("", "%") and quantity.exact and quantities.is_finite(quantity) and not quantity.mark


def neutral(reading, allowed=frozenset()) -> bool:
    """Whether all that is said around a reading is what it is, and no other data, model or language."""
    words = indexed._words(reading.about)
    own = set(indexed._words(reading.name.metric.key)) | set(metrics.SPLITS) | _NEUTRAL | allowed
    return all(word in own or metrics.named(word) for word in words)


def _elsewhere(context, item) -> bool:
    """Whether the text has the number of the model-index somewhere, in a form that rounding gives."""
    value, text = item.quantity.value, context.card.text
    start = context.card.front.body
    forms = {item.raw, str(value)}
    for scale in (1.0, 100.0, 0.01):
        forms.update(f"{value * scale:.{decimals}f}" for decimals in range(1, 7) if abs(value * scale) >= 10 ** (1 - decimals))
    return any(text.find(form, start) >= 0 for form in forms if len(form) > 2)
