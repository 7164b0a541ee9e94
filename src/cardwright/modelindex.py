"""The parts of a card's model-index, each with its path, for the rules of the results family."""

from __future__ import annotations

import re
from functools import lru_cache

from . import schema
from .lazy import Lazy

# Required keys the Hub is known to refuse a card without. Of the others only Python's ModelCard is known to complain.
HUB_WANTS = frozenset(("model.name", "model.results", "result.metrics", "metric.value", "source.url"))
PYTHON_WANTS = frozenset(("result.task", "result.dataset", "task.type", "dataset.type", "dataset.name", "metric.type"))


def results(card):
    """(path, result) of every result that is a mapping and not a whole entry put in the wrong place."""
    return ((path, result) for path, result in _results(card) if not _is_entry(result))


def nested_entries(card):
    """(path, mapping) of every entry, with results of its own, that stands where a result belongs."""
    return ((path, result) for path, result in _results(card) if _is_entry(result))


def metrics(card):
    """(path, metric) of every metric that is a mapping."""
    for path, result in results(card):
        yield from _mappings(result.get("metrics"), (*path, "metrics"))


def parts(card):
    """(path, mapping, its schema) of every mapping whose keys are fixed."""
    yield from ((path, mapping, part) for path, mapping, part, _ in _parts(card))


def missing(context, wanted: frozenset, why: str):
    """(where, message) for each missing key of `wanted`; at the misspelt key where one was meant for it."""
    seen = set()
    for path, mapping, part, name in _parts(context.card):
        if id(mapping) in seen:
            continue
        seen.add(id(mapping))  # a mapping that aliases repeat lacks its key once
        meant = {right: wrong for wrong, right in misspelt(mapping, part).items()}
        for key in part["required"]:
            if key in mapping or f"{name}.{key}" not in wanted:
                continue
            wrong = meant.get(key)
            hint = f"; `{wrong}` is not read: rename it to `{key}`" if wrong else f"; {why}"
            yield context.card.key_span((*path, wrong or key)), f"{schema.spell((*path, key))} is missing{hint}"


def ordinary(card) -> bool:
    """Whether a model-index that keeps its schema gives the rules of this family nothing to say.

    One entry; every part with its required keys and no others; results that differ; scores that are finite numbers, by
    nobody's hand verified, of a type that is no size or speed.
    """
    index = card.metadata["model-index"]
    if not isinstance(index, list) or len(index) != 1 or not isinstance(index[0], dict):
        return False
    for _, mapping, part, _ in _parts(card):
        if any(key not in mapping for key in part["required"]) or any(key not in part["x-known"] for key in mapping):
            return False
    found = [identity(result) for _, result in _results(card) if not _is_entry(result)]
    listed = index[0]["results"]
    if not isinstance(listed, list) or len(set(found)) < len(listed) or not listed:
        return False
    return all(_ordinary_metric(metric) for _, metric in metrics(card))


def _ordinary_metric(metric: dict) -> bool:
    value = metric["value"]
    number = type(value) is int or type(value) is float and value - value == 0
    return number and not metric.get("verified") and isinstance(metric["type"], str) and not is_size_or_speed(metric)


def misspelt(mapping: dict, part: dict) -> dict[str, str]:
    """Keys a part does not know -> the required key that is missing and was meant."""
    absent = [key for key in part["required"] if key not in mapping]
    if not absent:
        return {}
    from .vocabulary import nearest

    found: dict[str, str] = {}
    for key in mapping:
        meant = nearest(key, absent) if key not in part["x-known"] and len(key) < 40 else None
        if meant and meant not in found.values():
            found[key] = meant
    return found


def blank_value(violation) -> bool:
    """Whether a violation is a metric's value that is empty: the Hub takes it, and huggingface_hub loses the key."""
    return violation.path[-1] == "value" and violation.keyword == "type" and violation.value is None


def identity(result: dict) -> tuple | None:
    """What huggingface_hub tells results apart by; None when task or dataset has no type to compare."""
    kinds = _at(result, ("task", "type")), _at(result, ("dataset", "type"))
    rest = (_at(result, ("dataset", key)) for key in ("config", "split", "revision"))
    return None if None in kinds else tuple(map(repr, (*kinds, *rest)))


def differences(kept: dict, merged: dict) -> list[str]:
    """What the second of two merged results says that is lost."""
    places = (("task", "name"), ("dataset", "name"), ("dataset", "args"), ("source",))
    return [".".join(place) for place in places if _at(merged, place) not in (None, _at(kept, place))]


def _at(value, place):
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value


_SIZE_OR_SPEED = Lazy(
    r"(?:.*_)?(?:latency|throughput|v?ram|speed|speed_?up|runtime|memory|model_size|file_size|disk_size|compression_ratio"
    r"|(?:inference|training|generation|loading|load)_time|(?:tokens?|samples?|steps?|words?|it)_(?:per_)?(?:s|sec|seconds?))"
    r"(?:_(?:efficiency|usage|use|used|footprint|reduction|savings?|ratio|s|ms|sec|seconds?|mb|gb|mib|gib))*\Z"
    r"|size(?:_(?:mb|gb|mib|gib|reduction))?\Z|tps\Z|(?:num_)?(?:parameters|params)\Z|flops\Z"
)


def is_size_or_speed(metric: dict) -> bool:
    """Whether a metric's type names a size or a speed."""
    kind = metric.get("type")
    return isinstance(kind, str) and len(kind) <= 60 and _names_size_or_speed(kind)


# Every type that the pattern takes holds one of these.
_HINTS = tuple("latency throughput ram speed runtime memory size compression time per tps param flops".split())


@lru_cache(maxsize=1024)
def _names_size_or_speed(kind: str) -> bool:
    kind = kind.lower()
    if not any(hint in kind for hint in _HINTS) and kind.isalnum():
        return False
    return _SIZE_OR_SPEED.match(re.sub(r"[^a-z0-9]+", "_", kind.lower()).strip("_")) is not None


def _is_entry(result: dict) -> bool:
    return "results" in result and "metrics" not in result


def _results(card):
    for path, entry in _mappings(card.metadata.get("model-index"), ("model-index",)):
        yield from _mappings(entry.get("results"), (*path, "results"))


def _parts(card):
    model = schema.load("model-card.schema.json")["$defs"]
    for path, entry in _mappings(card.metadata.get("model-index"), ("model-index",)):
        yield path, entry, model["model"], "model"
    fixed = model["result"]["properties"]
    for path, result in results(card):
        yield path, result, model["result"], "result"
        for name in ("task", "dataset", "source"):
            if isinstance(result.get(name), dict):
                yield (*path, name), result[name], fixed[name], name
        for place, metric in _mappings(result.get("metrics"), (*path, "metrics")):
            yield place, metric, fixed["metrics"]["items"], "metric"


def _mappings(items, path):
    if isinstance(items, list):
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield (*path, index), item
