"""Facts -> the metadata of a card, as the Hub wants it: its keys, right types, one model-index entry, all else in one mapping."""

from __future__ import annotations

import re

from ..claims import metrics
from ..facts import declared, derived

OWN = "cardwright"  # the mapping that holds what the Hub has no key for
# Metadata key <- fact, in the order in which the Hub's own template has them.
_KEYS = (
    ("language", "language"), ("license", "license"), ("license_name", "license_name"), ("license_link", "license_link"),
    ("library_name", "library_name"), ("pipeline_tag", "pipeline_tag"), ("base_model", "base_model"),
    ("base_model_relation", "base_model_relation"), ("new_version", "new_version"), ("datasets", "dataset_name"),
    ("metrics", None), ("tags", None), ("co2_eq_emissions", "co2_eq_emissions"), ("model-index", None), (OWN, None),
)  # fmt: skip
ORDER = tuple(key for key, _ in _KEYS)
# Metrics that the Hub has no library for are named by what they are called, in one word.
_LOSSES = (("training_loss", "Training loss", "loss"), ("validation_loss", "Validation loss", "loss"),
           ("perplexity", "Perplexity", "perplexity"))  # fmt: skip
_LISTED = frozenset(("base_model",))  # one item is written as text
# The task a measure belongs to where no file says the task of the model.
_TASK_OF = {"perplexity": "text-generation"}


def metadata(facts) -> tuple[dict, list[str]]:
    """(key -> value in the order of a front matter, why what is known could not be written)."""
    index, reasons = model_index(facts)
    made = {"metrics": _metric_ids(index), "tags": _tags(facts), "model-index": index, OWN: _own(facts)}
    for key, fact in _KEYS:
        if fact:
            value = facts.get(fact)
            made[key] = value[0] if key in _LISTED and value and len(value) == 1 else value
    known = {key: made[key] for key in ORDER if made.get(key) not in (None, [], {})}
    # The Hub wants a block; where nothing else is known, the name is (a key of huggingface_hub's own).
    return known or {key: facts.get(key) for key in ("model_name",) if key in facts.known}, reasons


def _tags(facts) -> list[str]:
    """The author's and the files' tags, then what the training and the variants are called; none twice, none of the Hub's own."""
    found = list(facts.get("tags", ()))
    method = facts.get("fine_tuning_method", "").lower()
    found += [method] if method in ("lora", "qlora", "dora") else []
    found += [facts.get("trainer_type").lower()] if re.fullmatch(r"[a-zA-Z]{2,8}", facts.get("trainer_type", "")) else []
    return list(dict.fromkeys(found))


def _own(facts) -> dict:
    named = {name: facts.get(name) for name, how in declared.properties().items() if how.get("x-front") and name in facts.known}
    return named | facts.get("custom", {})


def model_index(facts) -> tuple[list, list[str]]:
    """(the one entry of a model-index in a list, reasons why results are not in it).

    A result needs a task and a data set: huggingface_hub refuses one without, and the Hub shows none.
    """
    groups, lost = {}, {}
    for result in _results(facts):
        where = _place(result, facts)
        if isinstance(where, str):
            lost.setdefault(where, []).append(result["name"])
        else:
            groups.setdefault(where, []).append(_metric(result))
    reasons = [f"not in model-index: {', '.join(names)}; it wants {where}" for where, names in lost.items()]
    if not groups:
        return [], reasons
    results = [{"task": {"type": task}, "dataset": dict(dataset), "metrics": found} for (task, dataset), found in groups.items()]
    name = facts.get("model_name") or facts.get("repo_name")
    if not facts.get("pipeline_tag") and _task_of(facts):
        reasons.append(
            f"the task of the model: model-index says {_task_of(facts)}, as a perplexity is of such models; set pipeline_tag"
        )
    return ([{"name": name, "results": results}] if name else []), reasons


def _results(facts) -> list[dict]:
    worked_out = lambda fact: facts.known[fact].file == derived.WORKED_OUT
    losses = [
        {"name": name + (" (exp of the validation loss)" if worked_out(fact) else ""), "value": facts.get(fact), "type": kind}
        for fact, name, kind in _LOSSES
        if fact in facts.known
    ]
    return losses + [row for fact in ("metrics", "benchmarks") for row in facts.get(fact, ())]


def _metric(row: dict) -> dict:
    return {"name": row["name"], "type": metric_id(row), "value": row["value"]}


def metric_id(row: dict) -> str:
    """The id of a metric: the one its row gives, the Hub's for a known name, else the name in one word."""
    if row.get("type"):
        return row["type"]
    known = metrics.named(row["name"]) or metrics.named(
        row["name"].replace("_", " ").rpartition(" ")[2]
    )  # "answer accuracy" is one
    return known.metric.key.replace(" ", "_") if known else re.sub(r"[^a-z0-9]+", "_", row["name"].lower()).strip("_") or "score"


def _place(row: dict, facts):
    """(task, data set as pairs) of a result, or what is missing for it, in words."""
    task = row.get("task") or facts.get("pipeline_tag") or _task_of(facts)
    if not task:
        return "a task; set pipeline_tag"
    data = _dataset(row, facts)
    return (task, data) if data else "the data set it was measured on; set `dataset` in its row, or dataset_name"


def _task_of(facts) -> str | None:
    return next((task for fact, task in _TASK_OF.items() if fact in facts.known), None)


def _dataset(row: dict, facts):
    """A result's data set as pairs: the one its row names; of losses the one that was trained on, of a benchmark the benchmark,
    of other metrics the only one that was evaluated on. None where that is not known.
    """
    name, kind = row.get("dataset"), row.get("dataset_id")
    if not (name or kind):
        if row.get("type") in ("loss", "perplexity"):
            known = facts.get("dataset_name", ())
        elif row in facts.get("benchmarks", ()):
            known = (row["name"],)
        else:
            known = [each["name"] for each in facts.get("evaluation_datasets", ())]
        if len(known) != 1:
            return None
        name = known[0]
    further = [(key, row[key]) for key in ("config", "split") if row.get(key)]
    return (("name", name or kind), ("type", kind or name), *further)


def _metric_ids(index: list) -> list[str]:
    """The ids of what is really reported, without the losses, which are no metrics of the Hub's list."""
    found = [metric["type"] for entry in index for result in entry["results"] for metric in result["metrics"]]
    return list(dict.fromkeys(kind for kind in found if kind != "loss" and metrics.named(kind.replace("_", " "))))
