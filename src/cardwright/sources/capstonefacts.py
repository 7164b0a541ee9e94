"""Fact files of course projects: what a model is, how it was trained and what it scored, in mappings of their own."""

from __future__ import annotations

from itertools import islice

from ..facts import Fact, Note, declared
from ..schema import clip
from . import measured, trainingconfig
from .jsonfiles import count, each, first, mapping, number, picked
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
# Results: the fact, and the mappings that hold some.
_TABLES = (("metrics", "metrics"), ("benchmarks", "benchmarks"))
_SAFETY = ("safety_metrics", "safety", "safety_results")
_TARGETS = ("safety_targets", "targets", "targets_in_seed_template")
_SHAPES = frozenset("metrics training benchmarks hyperparameters lora safety safety_metrics bias".split())
# What is no fact and still used, or says what is not known.
_USED = frozenset((*_SHAPES, *_TARGETS, "dataset", "data", "author", "missing", "lora_config", "training_config"))


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return isinstance(content.get("model_name"), str) and any(isinstance(content.get(key), dict) for key in _SHAPES)


def told(content: dict, file: str):
    said = list(picked(content, ROWS, file))
    names = {one.name for one in said if isinstance(one, Fact)}
    settings = trainingconfig.settings(content, file, PREFIXES)
    yield from (one for one in settings if isinstance(one, Note) or one.name not in names)
    yield from _as_facts(content, file)
    yield from said
    yield from _data(content, file)
    for name, key in _TABLES:
        yield from measured.table(mapping(content.get(key)), name, file, key)
    yield from _safety(content, file)
    yield from _unused(content, file)


def _as_facts(content: dict, file: str):
    """What stands under the name of a fact in that fact's own shape."""
    known = declared.properties()
    for name, value in content.items():
        is_table = name in known and declared.kind(name) == "table"
        if name in known and value is not None and isinstance(value, list) == is_table and name not in _PICKED:
            yield Fact(name, value, file, name)


# Facts that the rows above find, under these names too.
_PICKED = frozenset((*(row[0] for row in (*ROWS, *trainingconfig.ROWS)), "dataset_size", "training_data"))


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
    if not isinstance(row, dict):
        return row
    made = {column: row[column] for column in ("name", "size", "source", "purpose") if row.get(column) is not None}
    return made | ({"size": _examples(made["size"])} if "size" in made else {})


def _examples(size):
    n = count(size)
    return f"{n:,} examples" if n else size


def _safety(content: dict, file: str):
    """Safety metrics with their targets; a target that nothing was measured for stays a row, so that its author hears of it."""
    rows: dict[str, dict] = {}
    for key in _SAFETY:
        for one in measured.table(mapping(content.get(key)), "safety_results", file, key):
            if isinstance(one, Note):
                yield one
            else:
                rows |= {row["name"]: row for row in one.value}
    for name, target in _targets(content):
        rows[name] = {"name": name, "target": target} | rows.get(name, {})
    found = [*rows.values(), *_gaps(mapping(content.get("bias")))]
    if found:
        yield Fact("safety_results", found, file, ", ".join(key for key in (*_SAFETY, "bias") if key in content))


def _targets(content: dict):
    for key in _TARGETS:
        for name, target in islice(mapping(content.get(key)).items(), measured.MAX_ROWS):
            if number(target) is not None:
                yield human(name), target


def _gaps(groups: dict) -> list[dict]:
    """Gaps between the groups of a bias test: the smaller, the better."""
    rows = []
    for group, gaps in islice(groups.items(), measured.MAX_ROWS):
        for name, value in islice(mapping(gaps).items(), measured.MAX_ROWS):
            row = measured.row_of(value, measured.COLUMNS["safety_results"])
            rows += [{"name": human(f"{group}_{name}"), "better": "lower"} | row] if row else []
    return rows


def _unused(content: dict, file: str):
    """A word about what is no fact; names that begin with _ are their author's own notes."""
    known = declared.properties().keys() | _USED | {path.partition(".")[0] for row in ROWS for path in row[1:]}
    known |= {path.partition(".")[0] for row in (*trainingconfig.ROWS, *trainingconfig.LORA) for path in row[1:]}
    known |= {*trainingconfig.EPOCHS, *trainingconfig.STEPS, "bf16", "fp16", "use_lora", "load_in_4bit", "quantization_config"}
    left = [clip(key) for key in content if key not in known and not key.startswith("_")]
    if left:
        yield Note(file, f"{', '.join(left[:20])}: no facts of a card; they are left out")
