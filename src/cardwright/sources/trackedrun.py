"""A run as Trackio logged it. Its points are measured on the way; the last of them is not what the training came to."""

from __future__ import annotations

from ..facts import Note
from . import measured, trainingconfig
from .jsonfiles import at, each, number, picked

NAMES = ("trackio_run.json", "experiment.json")
_END = "_run.json"
MAX_FILES = 20
ROWS = (("experiment_name", "name"),)


def read(files):
    others = sorted(name for name in files.names if name.endswith(_END) and name not in NAMES)[:MAX_FILES]
    names = [*others, *(name for name in NAMES if name in files.names)]
    return each(files, names, lambda content, file: told(content, file) if fits(content) else ())


def fits(content: dict) -> bool:
    return isinstance(content.get("parameters"), dict) and isinstance(content.get("metrics"), list)


def told(content: dict, file: str):
    yield from trainingconfig.told(content, file, ("parameters.",))
    yield from picked(content, ROWS, file)
    points = [point for point in content["metrics"] if isinstance(point, dict)]
    if points:
        yield Note(file, f"{len(points):,} points are logged, the last {_point(points[-1])}; {_why(content)}")


def _point(point: dict) -> str:
    step, loss = number(point.get("step")), at(point, "metrics.loss")
    said = [f"at step {step:,}" if step is not None else "without a step"]
    return " ".join(said + ([f"with a loss of {measured.shown(loss)}"] if loss is not None else []))


def _why(content: dict) -> str:
    if content.get("status") == "running":
        return "the run is still running and has no final loss"
    return "none of them is a final loss, which train_results.json and eval_results.json hold"
