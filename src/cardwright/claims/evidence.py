"""What the result files beside a card say: metric -> numbers, each with its file and key. No tensors, no pickles.

Read are Trainer's `eval_results.json`, `all_results.json`, `train_results.json` and the evaluations in `trainer_state.json`,
`evaluation_results.json`, flat or with its numbers under "metrics" or "results", and lm-evaluation-harness's `results*.json`.
"""

from __future__ import annotations

from collections import namedtuple

from . import metrics, quantities

Fact = namedtuple("Fact", "name quantity file key")
Fact.__doc__ = "A measured number: its metrics.Name, its Quantity, and where it stands."

_FOLDED = ("metrics", "results", "model", "finetuned_model", "scores")
_MOST = 500  # numbers of one file


def find(context) -> list[Fact]:
    """Every number of them whose name says what it is."""
    found = []
    for file in context.files.listing.results:
        content = context.files.json(file)
        if isinstance(content, dict):
            found += list(_state(content, file) if file == "trainer_state.json" else _flat(content, file))[:_MOST]
    return found


def _state(content: dict, file: str):
    history = content.get("log_history")
    for entry in history if isinstance(history, list) else ():
        if isinstance(entry, dict) and "eval_loss" in entry:
            yield from _flat(entry, file)


def _flat(content: dict, file: str, depth: int = 0):
    for key, value in content.items():
        if isinstance(value, dict) and key in _FOLDED and depth < 2:
            yield from _flat(value, file, depth + 1)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            name = metrics.named(key.partition(",")[0])
            quantity = quantities.parse(repr(value)) if name else None
            if quantity and quantities.is_finite(quantity):
                yield Fact(name, quantity, file, key)


def contradicts(facts: list[Fact], name, quantity, split: str) -> Fact | None:
    """The fact of a metric that a number contradicts; None where any agrees, or nothing is said of that metric."""
    train = split == "train"
    about = [f for f in facts if f.name.metric == name.metric and f.name.how == name.how and (f.name.split == "train") == train]
    if split and not train:
        about = [fact for fact in about if fact.name.split in ("", split)]
    about = [fact for fact in about if not (fact.file == "trainer_state.json" and len({f.file for f in about}) > 1)] or about
    if not about or any(quantities.agree(quantity, fact.quantity) for fact in about):
        return None
    return about[-1]
