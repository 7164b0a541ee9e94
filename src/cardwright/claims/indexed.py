"""The numbers of a model-index, each with what it was measured on, to hold against what the text and the files say."""

from __future__ import annotations

from collections import namedtuple

from .. import modelindex
from . import metrics, quantities

Indexed = namedtuple("Indexed", "name quantity raw where datasets split dataset")
Indexed.__doc__ = """One metric of the model-index.

name      its metrics.Name; quantity its value, raw that value as written, where it stands
datasets  the words of its dataset's type, name and config, lower case
split     "validation", "test", "train" or ""
dataset   the words of the dataset's name, as `words` gives them
"""


def find(card) -> list[Indexed]:
    """Every metric with a known name and a finite number."""
    found = []
    for path, result in modelindex.results(card):
        dataset = result.get("dataset") if isinstance(result.get("dataset"), dict) else {}
        for index, metric in enumerate(result["metrics"] if isinstance(result.get("metrics"), list) else ()):
            if isinstance(metric, dict) and not metric.get("verifyToken"):  # Hugging Face measured that one itself
                found += _one(card, (*path, "metrics", index), metric, dataset)
    return found


def _one(card, path, metric: dict, dataset: dict):
    label = metric.get("name") if isinstance(metric.get("name"), str) else metric.get("type")
    kind = metrics.named(metric["type"]) if isinstance(metric.get("type"), str) else None
    name = (metrics.named(label) if isinstance(label, str) else None) or kind
    if not name or metric.get("value") is None or (kind and kind.metric != name.metric):
        return
    start, end = card.value_span((*path, "value"))
    raw = card.text[start:end].strip("\"'")
    quantity = quantities.parse(raw)
    if quantity and quantity.exact and quantities.is_finite(quantity):
        told = " ".join(dataset[key] for key in ("type", "name", "config") if isinstance(dataset.get(key), str))
        told_name = dataset["name"] if isinstance(dataset.get("name"), str) else ""
        split = metrics.SPLITS.get(str(dataset.get("split", "")).lower(), name.split)
        yield Indexed(name, quantity, raw, (start, end), frozenset(words(told)), split, tuple(words(told_name)))


def words(text: str) -> list[str]:
    """The words of a name or a heading, in lower case and without punctuation."""
    for sign in "/-_()[],.:":
        text = text.replace(sign, " ")
    return [word for word in text.lower().split() if len(word) > 1 or word.isdigit()]
