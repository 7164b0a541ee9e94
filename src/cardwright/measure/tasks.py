"""Tasks of lm-evaluation-harness, on a model that is loaded already."""

from __future__ import annotations

import contextlib
import logging
import os

from ..errors import CardwrightError, UsageError

EXTRA = "python -m pip install lm-eval"


def harness():
    """The lm_eval package. Raises CardwrightError where it is not installed."""
    try:
        import lm_eval
        from lm_eval.models.huggingface import HFLM
        from lm_eval.tasks import TaskManager
    except ImportError as error:
        raise CardwrightError(f"lm-evaluation-harness is not installed, and --tasks needs it ({error})", EXTRA) from None
    logging.getLogger("lm_eval").setLevel(logging.ERROR)
    return lm_eval, HFLM, TaskManager


def measured(models: list, tokenizer, names: list[str], limit: int, folder: str | None,
             watched: bool = False) -> list[list[dict]]:  # fmt: skip
    """For each Loaded a row for each task: task, metric, value, stderr (None where the harness has none), n.

    limit   examples of a task at most, 0 for all; folder: with tasks of one's own (YAML), or None
    """
    lm_eval, wrapped, manager = harness()
    known = manager(include_path=folder)
    lost = [name for name in names if name not in known.all_tasks]
    if lost:
        raise UsageError(f"lm-evaluation-harness has no task {lost[0]!r}", "`lm-eval ls tasks` lists them")
    options = {"tasks": list(names), "limit": limit or None, "task_manager": known, "log_samples": False, "bootstrap_iters": 1000}
    with contextlib.nullcontext() if watched else _silent():
        told = [
            lm_eval.simple_evaluate(wrapped(pretrained=one.model, tokenizer=tokenizer, batch_size=1), **options) for one in models
        ]
    return [[row for name in names for row in _rows(each, name)] for each in told]


@contextlib.contextmanager
def _silent():
    """The harness draws bars and lets git complain, whoever looks."""
    kept = os.dup(2)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _rows(told: dict, name: str):
    scores = told["results"].get(name, {})
    n = (told.get("n-samples", {}).get(name) or {}).get("effective")
    for key, value in scores.items():
        metric, _, filtered = key.partition(",")
        if not filtered or metric.endswith("_stderr") or isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        spread = scores.get(f"{metric}_stderr,{filtered}")
        shown = metric if filtered == "none" else f"{metric} ({filtered})"
        yield {
            "task": name,
            "metric": shown,
            "value": float(value),
            "stderr": float(spread) if isinstance(spread, float) else None,
            "n": n,
        }
