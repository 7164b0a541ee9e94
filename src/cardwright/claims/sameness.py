"""Whether a number of the text and one of the model-index are the same measurement."""

from __future__ import annotations

from ..screen.claimsigns import stands
from . import columns, indexed, metrics, quantities, readings

# Words around a result that do not say that it is about something else than the model on its evaluation data.
_NEUTRAL = frozenset(
    """evaluation evaluations eval results result metrics metric performance score test validation dev set split on the
    of and model our ours this value overall final held out benchmark benchmarks in for data dataset report summary
    training procedure fine tuned finetuned fine-tuned macro micro weighted average avg quantitative analysis main key
    description details info information classification best""".split()
)


def contradictions(context, told, read):
    """(Reading, Indexed) of every metric that the text tells once, and otherwise than the model-index does."""
    trained = _trainers_list(context.card)
    for item in told:
        alike = [other for other in told if other.name.metric == item.name.metric and other.name.how == item.name.how]
        if len(alike) != 1:
            continue
        mine = [reading for reading in read if _same(reading, item, trained)]
        if len(mine) == 1 and not quantities.agree(mine[0].quantity, item.quantity) and not _elsewhere(context, item):
            yield mine[0], item


def of_datasets(context, told):
    """(Reading, Indexed) of every row that is called like the dataset of one metric, and gives another number."""
    found = list(_rows(context, {item.dataset: item for item in told if sum(i.dataset == item.dataset for i in told) == 1}))
    for reading, item in found:
        alone = sum(other is item for _, other in found) == 1
        if (
            alone
            and comparable(reading)
            and not quantities.agree(reading.quantity, item.quantity)
            and not _elsewhere(context, item)
        ):
            yield reading, item


def _rows(context, by_dataset: dict):
    for table in context.tables if by_dataset else ():
        scores = readings.numeric(table)
        if len(scores) != 1 or columns.roles(table)[scores[0]] not in ("score", "metric"):  # else of another model, perhaps
            continue
        head = metrics.named(table.header[scores[0]].text)
        for row in table.rows:
            item, cell = by_dataset.get(tuple(indexed.words(row[0].text))), row[scores[0]]
            quantity = quantities.parse(cell.text) if item and item.dataset else None
            if quantity and (head is None or head.metric == item.name.metric):
                yield readings.Reading(item.name, quantity, cell.start, cell.end, "", table), item


_TRAINER = "following results on the evaluation set:"


def _trainers_list(card) -> range:
    """Where Trainer lists the numbers that it writes into the model-index too, whatever split it names there."""
    start = card.text.find(_TRAINER, card.front.body)
    if start < 0:
        return range(0)
    end = card.text.find("\n#", start)
    return range(start, end if end >= 0 else len(card.text))


def _same(reading, item, trained: range) -> bool:
    if reading.name.metric != item.name.metric or reading.name.how != item.name.how or not comparable(reading):
        return False
    if reading.start in trained and not (reading.table or reading.name.split or item.name.split):
        return True
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
    words = indexed.words(reading.about)
    own = set(indexed.words(reading.name.metric.key)) | set(metrics.SPLITS) | _NEUTRAL | allowed
    return all(word in own or metrics.named(word) for word in words)


def _elsewhere(context, item) -> bool:
    """Whether the text has the number of the model-index somewhere, in a form that rounding gives."""
    value, text = item.quantity.value, context.card.text
    start = context.card.front.body
    forms = {item.raw, str(value)}
    for scale in (1.0, 100.0, 0.01):  # with three digits that say something: 1.0 stands in any text
        forms.update(f"{value * scale:.{decimals}f}" for decimals in range(1, 7) if abs(value * scale) >= 10 ** (2 - decimals))
    return any(stands(text, form, start) for form in forms if len(form) > 2)
