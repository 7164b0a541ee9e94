"""Fact files of course projects: what a model is, how it was trained and what it scored, in mappings of their own."""

from __future__ import annotations

from itertools import islice

from ..facts import Fact, Note, declared
from ..schema import clip
from . import measured, trainingconfig
from .jsonfiles import count, each, first, mapping, picked
from .wording import human

NAMES = ("capstone.json", "facts.json")
PREFIXES = ("training.", "hyperparameters.", "training.hyperparameters.", "training_config.", "")

ROWS = (
    ("model_name", "model_name", "name"),
    ("repo_name", "repo_name", "repo_id"),
    ("model_description", "model_description", "description"),
    ("author_name", "author_name", "author.name", "author"),
    ("contact", "contact", "author.contact"),
    ("version", "version"),
    ("release_date", "release_date", "date"),
    ("license", "license"),
    ("base_model", "base_model"),
    ("fine_tuning_method", "fine_tuning_method", "method", "training.method"),
    ("hardware_info", "hardware_info", "hardware", "training.hardware"),
    ("training_hours", "training_hours", "training_time_h", "training.training_time_h", "training.training_hours"),
    ("training_loss", "training_loss", "final_training_loss", "training.final_loss"),
    ("validation_loss", "validation_loss", "training.validation_loss"),
    ("dataset_name", "dataset_name", "dataset.id"),
)
# Results: the fact, then the keys of mappings that hold some.
_TABLES = (
    ("metrics", "metrics"),
    ("benchmarks", "benchmarks"),
    ("safety_results", "safety_metrics", "safety", "safety_results"),
)
_TARGETS = ("safety_targets", "targets", "targets_in_seed_template")
_SHAPES = frozenset("metrics training benchmarks hyperparameters lora safety safety_metrics bias".split())
_ASIDE = frozenset(("missing", "bias", *_SHAPES, *_TARGETS, "dataset", "author"))


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return isinstance(content.get("model_name"), str) and any(isinstance(content.get(key), dict) for key in _SHAPES)


def told(content: dict, file: str):
    yield from trainingconfig.settings(content, file, PREFIXES)
    yield from _as_facts(content, file)
    yield from picked(content, ROWS, file)
    yield from _data(content, file)
    for name, *keys in _TABLES[:2]:
        for key in keys:
            yield from measured.table(mapping(content.get(key)), name, file, key)
    yield from _safety(content, file)
    yield from _unused(content, file)


def _as_facts(content: dict, file: str):
    """What stands under the name of a fact in that fact's own shape."""
    known = declared.properties()
    for name, value in content.items():
        if name in known and not isinstance(value, dict) and not (name in _ROW_FACTS and isinstance(value, (int, float))):
            yield Fact(name, value, file, name)


_ROW_FACTS = frozenset(row[0] for row in _TABLES)


def _data(content: dict, file: str):
    """The training data: a table of them, or how many examples there are."""
    key, sets = first(content, ("training.data", "training_data", "data"))
    rows = [_sized(row) for row in islice(sets, measured.MAX_ROWS)] if isinstance(sets, list) else []
    if rows:
        yield Fact("training_data", rows, file, key)
    key, size = first(content, ("dataset.examples", "dataset.size", "dataset_size"))
    if size is not None:
        yield Fact("dataset_size", _examples(size), file, key)


def _sized(row):
    return row | {"size": _examples(row["size"])} if isinstance(row, dict) and row.get("size") is not None else row


def _examples(size):
    n = count(size)
    return f"{n:,} examples" if n else size


def _safety(content: dict, file: str):
    """Safety metrics with their targets. A target that nothing was measured for stays a row, so that the card's author hears of it."""
    targets = {key: value for name in _TARGETS for key, value in mapping(content.get(name)).items()}
    targets = {key: value for key, value in targets.items() if count(value) or isinstance(value, float)}
    rows, keys, found = [], [], {}
    for key in (key for key in _TABLES[2][1:] if isinstance(content.get(key), dict)):
        found |= content[key]
        keys.append(key)
        for one in measured.table(content[key], "safety_results", file, key):
            rows += one.value if isinstance(one, Fact) else []
            yield from (one,) if isinstance(one, Note) else ()
    wanted = {human(key): target for key, target in targets.items()}
    rows = [row | ({"target": wanted[row["name"]]} if row["name"] in wanted else {}) for row in rows]
    measured_names = {row["name"] for row in rows}
    rows += [{"name": name, "target": target} for name, target in wanted.items() if name not in measured_names]
    rows += _gaps(mapping(content.get("bias")))
    if rows:
        yield Fact("safety_results", rows, file, ", ".join(keys + ["bias"] * ("bias" in content)))


def _gaps(groups: dict) -> list[dict]:
    """Gaps between the groups of a bias test: the smaller, the better."""
    rows = []
    for group, gaps in islice(groups.items(), measured.MAX_ROWS):
        for name, value in islice(mapping(gaps).items(), measured.MAX_ROWS):
            row = measured.row_of(value, measured.COLUMNS["safety_results"])
            rows += [{"name": human(f"{group}_{name}"), "better": "lower"} | row] if row else []
    return rows
