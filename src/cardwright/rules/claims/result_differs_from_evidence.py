"""The card gives another result than the result files beside it.

Trainer writes `eval_results.json`, `train_results.json` and `trainer_state.json` with every number in full. A card that says
something else was written for an earlier run, or by hand. Every evaluation that the files hold is tried, with the room that
rounding leaves; what a heading or a split sets apart is left alone.

Beside it, eval_results.json:

    {"epoch": 1.0, "eval_accuracy": 0.8836, "eval_loss": 1.0987}

Bad:

    # Otter

    It achieves on the evaluation set:

    - Loss: 0.9512

Good:

    # Otter

    It achieves on the evaluation set:

    - Loss: 1.099
    - Accuracy: 88.4 %
"""

from ...claims import evidence, indexed, quantities, readings, sameness
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    facts = evidence.find(context)
    told = indexed.find(context.card) if facts and "model-index" in context.card.metadata else []
    for item in told:
        alike = sum(other.name == item.name for other in told)
        fact = evidence.contradicts(facts, item.name, item.quantity, item.split) if alike == 1 else None
        if fact:
            yield item.where, _message(item, fact)
    known = {item.name.metric for item in told}
    mine = [reading for reading in readings.own(context) if sameness.comparable(reading)] if facts else []
    for reading in mine:
        alone = sum(other.name == reading.name for other in mine) == 1 and reading.name.metric not in known
        if alone and sameness.neutral(reading):
            split = reading.name.split or ("test" if "test" in reading.about else "")
            fact = evidence.contradicts(facts, reading.name, reading.quantity, split)
            if fact:
                yield (reading.start, reading.end), _message(reading, fact)


def _message(told, fact) -> str:
    here, there = quantities.shown(told.quantity), quantities.full(fact.quantity)
    return f"{told.name.metric.key} is {here} here and {there} in {fact.file} ({fact.key}): correct one"
