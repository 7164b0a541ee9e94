"""Results of a base model and of what was made from it, side by side: evaluation_results.json."""

from __future__ import annotations

from itertools import islice

from ..facts import Fact, Note
from ..schema import clip
from . import measured, trainerfiles, trainingconfig
from .jsonfiles import at, count, each, number
from .wording import human

NAMES = ("comparison_results.json", "evaluation_results.json")
_BASE = ("base_model", "base")
_TUNED = ("finetuned_model", "fine_tuned_model", "finetuned", "fine_tuned", "tuned")
_COUNTS = ("n", "num_examples", "num_samples", "total")
_NO_METRICS = frozenset((*_COUNTS, "detailed_results", "error_analysis", "metrics"))
_CONFIG = ("config.", "config.training_config.")


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return bool(_side(content, _BASE)[0] and _side(content, _TUNED)[0])


def told(content: dict, file: str):
    yield from trainingconfig.settings(content, file, _CONFIG)
    yield from (_compared if fits(content) else _of_one)(content, file)


def _of_one(content: dict, file: str):
    """The metrics of a file that compares nothing."""
    flat = next((content[key] for key in ("metrics", "results") if isinstance(content.get(key), dict)), content)
    return trainerfiles.scores(flat, file, _total(flat) or _total(content), "")


def _compared(content: dict, file: str):
    (base_key, base), (tuned_key, tuned) = _side(content, _BASE), _side(content, _TUNED)
    before, after, rows = _scores(base), _scores(tuned), []
    for name, value in islice(after.items(), measured.MAX_ROWS):
        if number(value) is None:
            yield Note(file, f"{tuned_key}.{clip(name)}: {measured.shown(value)} is no number; it is left out")
        else:
            rows.append(_row(name, value, before.get(name)) | _examples(name, tuned, content))
    for name in islice((name for name in before if name not in after), measured.MAX_ROWS):
        yield Note(file, f"{base_key}.{clip(name)}: only the base model has it; it is left out")
    if rows:
        yield Fact("metrics", rows, file, tuned_key)


def _side(content: dict, names) -> tuple[str, dict]:
    """(key, mapping) of one of the two models."""
    return next(((name, content[name]) for name in names if isinstance(content.get(name), dict)), ("", {}))


def _scores(side: dict) -> dict:
    """Metric -> what was measured, of a side that holds its metrics by themselves or beside counts."""
    if isinstance(side.get("metrics"), dict):
        found = side["metrics"]
    else:
        found = {key: value for key, value in side.items() if key not in _NO_METRICS and not isinstance(value, (dict, list))}
    return {key: value for key, value in found.items() if value is not None}


def _row(name: str, value, base) -> dict:
    return {"name": human(name), "value": value} | measured.baseline(base)


def _examples(name: str, side: dict, content: dict) -> dict:
    """On how many examples a metric was measured: as many as it has details, or as the file says of all."""
    details = at(side, "detailed_results")
    names = [key for key in details if name.startswith(key)] if isinstance(details, dict) else []
    listed = details[max(names, key=len)] if names else details
    n = len(listed) if isinstance(listed, list) else None
    n = n or _total(side) or _total(content)
    return {"n": n} if n else {}


def _total(mapping: dict) -> int | None:
    return next((count(mapping[key]) for key in _COUNTS if count(mapping.get(key))), None)
