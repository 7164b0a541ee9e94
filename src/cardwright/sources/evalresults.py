"""Evaluation results as the Hub takes them: .eval_results/NAME.yaml."""

from __future__ import annotations

from .. import source
from ..facts import Fact, Note
from ..repository import evalresults
from ..yaml12 import yamlparse, yamltree

OURS = f"{evalresults.FOLDER}/cardwright.yaml"  # made from the facts (rendering/evalresults.py), so none of their sources


def read(files):
    for name in evalresults.names(files):
        if name != OURS:
            yield from told(files.text(name), name)


def in_file(path: str, within: str | None = None):
    """What one such file says; None when it is none."""
    text = source.read(path, within).text
    is_one = text is not None and next(evalresults.problems(text), None) is None
    return told(text, path) if is_one else None


def told(text: str | None, file: str):
    problem = next(evalresults.problems(text), None)
    if problem:
        yield Note(file, f"{problem}; nothing of it is used")
        return
    entries = yamltree.to_python(yamlparse.parse(text).root)
    yield Fact("benchmarks", [_row(entry) for entry in entries], file)


def _row(entry: dict) -> dict:
    row = {"name": entry["dataset"]["task_id"], "value": entry["value"], "dataset_id": entry["dataset"]["id"]}
    return row | ({"notes": entry["notes"]} if entry.get("notes") else {})
