"""wandb-summary.json: the last value of everything that was logged, of which only some are what the training came to."""

from __future__ import annotations

from ..facts import Note
from . import trainerfiles
from .jsonfiles import each, number, picked

NAME = "wandb-summary.json"
NAMES = (NAME, f"wandb/latest-run/files/{NAME}")
ROWS = (
    ("training_loss", "train_loss", "train/train_loss"),
    ("validation_loss", "eval/loss", "eval_loss"),
    ("perplexity", "eval/perplexity", "eval_perplexity"),
)
_SIGNS = frozenset(("_runtime", "_step", "_timestamp", "train/global_step", "train/loss", "eval/loss"))


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return bool(_SIGNS & content.keys())


def told(content: dict, file: str):
    yield from picked(content, ROWS, file)
    # _runtime also counts loading and evaluations
    yield from trainerfiles.hours(content, file, "train_runtime")
    yield from trainerfiles.scores(content, file, prefix="eval/")
    running = number(content.get("train/loss"))
    if running is not None and "train_loss" not in content:
        yield Note(
            file, f"train/loss is {running}, the loss of the last step that was logged and not of the training; it is left out"
        )
