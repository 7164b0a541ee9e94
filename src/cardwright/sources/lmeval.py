"""results*.json of lm-evaluation-harness: a row a task, and of groups only the whole."""

from __future__ import annotations

from itertools import islice

from ..facts import Fact, Note
from ..schema import clip
from . import hubids, measured
from .jsonfiles import at, count, each, mapping, number

MAX_FILES = 20
_SIGNS = ("n-samples", "n-shot", "versions", "configs", "higher_is_better", "group_subtasks")
_PREFERRED = ("acc_norm", "exact_match", "acc")
_FILTERS = ("none", "", "strict-match")


def read(files):
    names = sorted(name for name in files.names if name.startswith("results") and name.endswith(".json"))[-MAX_FILES:]
    return each(files, names, lambda content, file: told(content, file) if fits(content) else ())


def fits(content: dict) -> bool:
    results = content.get("results")
    return isinstance(results, dict) and any(key in content for key in _SIGNS) and any(map(mapping, results.values()))


def told(content: dict, file: str):
    parts = _parts(content)
    rows, left = [], 0
    for task, scores in islice(content["results"].items(), measured.MAX_ROWS * 4):
        if task in parts:
            left += 1
        elif row := _row(content, task, mapping(scores)):
            rows.append(row)
    if left:
        yield Note(file, f"{left:,} tasks are parts of groups that have a result of their own; only those are used")
    if len(rows) > measured.MAX_ROWS:
        yield Note(file, f"{len(rows):,} tasks; the first {measured.MAX_ROWS} are used")
    if rows:
        yield Fact("benchmarks", rows[: measured.MAX_ROWS], file, "results")


def _parts(content: dict) -> set[str]:
    """The tasks of groups that have a result themselves."""
    groups = mapping(content.get("group_subtasks"))
    inside = (tasks for group, tasks in groups.items() if isinstance(tasks, list) and _measured(content, group))
    return {task for tasks in inside for task in tasks if isinstance(task, str)}


def _measured(content: dict, group: str) -> bool:
    return bool(_numbers(mapping(content["results"].get(group))))


def _numbers(scores: dict) -> list[tuple[str, str]]:
    """(metric, filter) of every score, best known first; "acc,none" is the metric acc as no filter changed it."""
    found = [tuple(key.partition(",")[::2]) for key in scores if number(scores[key]) is not None]
    found = [pair for pair in found if not pair[0].endswith("_stderr") and pair[0] not in ("alias", "sample_len", "samples")]
    return sorted(found, key=lambda pair: (_rank(_PREFERRED, pair[0]), _rank(_FILTERS, pair[1])))


def _rank(order: tuple, name: str) -> int:
    return order.index(name) if name in order else len(order)


def _row(content: dict, task: str, scores: dict) -> dict | None:
    """The row of a task by the metric it is best known by."""
    found = _numbers(scores)
    if not found:
        return None
    metric, how = found[0]
    tail = f",{how}" if how else ""
    row = {"name": _name(task, scores, found), "value": scores[metric + tail], "type": metric}
    more = {
        "stderr": number(scores.get(f"{metric}_stderr{tail}")),
        "n": _samples(content, task),
        "better": _direction(content, task, metric),
        "dataset_id": _dataset(content, task),
        "notes": _notes(content, task, how),
    }
    return row | {key: value for key, value in more.items() if value is not None}


def _name(task: str, scores: dict, found: list) -> str:
    """What a task is called, and by which of its metrics it was measured."""
    alias = scores.get("alias")
    name = alias.strip(" -") if isinstance(alias, str) and alias.strip(" -") else task
    return f"{name} ({found[0][0]})" if len({metric for metric, _ in found}) > 1 else name


def _of(content: dict, table: str, task: str):
    return mapping(content.get(table)).get(task)


def _samples(content: dict, task: str) -> int | None:
    samples = mapping(_of(content, "n-samples", task))
    return count(samples.get("effective")) or count(samples.get("original"))


def _direction(content: dict, task: str, metric: str) -> str | None:
    higher = mapping(_of(content, "higher_is_better", task)).get(metric)
    return ("higher" if higher else "lower") if isinstance(higher, bool) else None


def _dataset(content: dict, task: str) -> str | None:
    path = at(mapping(_of(content, "configs", task)), "dataset_path")
    return path if isinstance(path, str) and path.count("/") == 1 and not hubids.is_path(path) else None


def _notes(content: dict, task: str, how: str) -> str | None:
    shots = number(_of(content, "n-shot", task))
    said = [f"{shots:g}-shot"] if shots is not None else []
    return ", ".join(said + ([clip(how)] if how not in ("", "none") else [])) or None
