"""What Trainer saves when it is done: all_results.json, train_results.json, eval_results.json."""

from __future__ import annotations

from ..facts import Fact
from . import measured
from .jsonfiles import count, each, number, picked

NAMES = ("all_results.json", "train_results.json", "eval_results.json")  # what is specific wins
ROWS = (
    ("training_loss", "train_loss"),
    ("validation_loss", "eval_loss"),
    ("perplexity", "perplexity", "eval_perplexity"),
)
_SIGNS = ("train_loss", "train_runtime", "eval_loss", "eval_runtime")


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return any(key in content for key in _SIGNS)


def told(content: dict, file: str):
    yield from picked(content, ROWS, file)
    yield from hours(content, file, "train_runtime")
    if "train_loss" in content or "train_runtime" in content:  # an evaluation knows the epoch it was made in, no more
        yield from picked(content, (("epochs_trained", "epoch"),), file)
    yield from scores(content, file, count(content.get("eval_samples")))


def hours(content: dict, file: str, key: str):
    """training_hours from seconds, exact to what a reader wants to know."""
    seconds = number(content.get(key))
    if seconds is not None and seconds > 0:
        spent = seconds / 3600
        yield Fact("training_hours", round(spent, 2) if spent >= 1 else float(f"{spent:.3g}"), file, key)


def scores(content: dict, file: str, n: int | None = None, prefix: str = "eval_"):
    """`metrics` from every eval_* number that is a metric; what says how fast it went is none."""
    rows = [row | ({"n": n} if n else {}) for _, row in measured.named(content, prefix)]
    if rows:
        yield Fact("metrics", rows, file, f"{prefix}*" if prefix else "")
