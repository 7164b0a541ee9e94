"""trainer_state.json: how far a training went. The loss of single steps is not the loss of the training."""

from __future__ import annotations

from ..facts import Fact
from .jsonfiles import each, number, picked

NAME = "trainer_state.json"
ROWS = (("steps_trained", "global_step"), ("epochs_trained", "epoch"), ("max_steps", "max_steps"))
_LAST = (("training_loss", "train_loss"), ("validation_loss", "eval_loss"))


def read(files):
    return each(files, (NAME,), told)


def fits(content: dict) -> bool:
    return "log_history" in content and "global_step" in content


def told(content: dict, file: str):
    yield from (fact for fact in picked(content, ROWS, file) if number(fact.value) is None or fact.value > 0)
    if not _is_cut_short(content):
        yield from picked(content, (("max_epochs", "num_train_epochs"),), file)
    history = content.get("log_history")
    entries = [entry for entry in history if isinstance(entry, dict)] if isinstance(history, list) else []
    for name, key in _LAST:
        last = next((entry[key] for entry in reversed(entries) if entry.get(key) is not None), None)
        if last is not None:
            yield Fact(name, last, file, f"log_history, the last {key}")


def _is_cut_short(content: dict) -> bool:
    """Whether steps ended it within an epoch: Trainer then writes the next whole number of epochs, which nobody planned."""
    numbers = [number(content.get(key)) for key in ("global_step", "max_steps", "epoch", "num_train_epochs")]
    if None in numbers:
        return False
    step, steps, epoch, epochs = numbers
    return step >= steps > 0 and epoch < epochs * 0.99
