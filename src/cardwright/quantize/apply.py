"""A plan becomes a folder: a tensor at a time, whole or not at all, the same bytes for the same input and versions.

A variant is written beside its place, under a name that begins with a dot, and moved there when it is complete and on disk. A run
that is killed leaves its half-made folder behind; the next one empties it. What was in the variant's folder and is not ours, such
as its card, is carried over.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager

from ..errors import CardwrightError
from . import layout, readback, record, streaming


def done(plan, output: str, device: str = "cpu", jobs: int = 0, tell=None, engine=None) -> str:
    """Make the variant of a plan in the folder `output`, and return its path.

    device  cpu or cuda; jobs: tensors at a time, 0 for one a core; tell: called with bytes of the checkpoint that are done
    engine  engines.Ray, whose workers share the work and see both folders; None for this process alone
    Raises CardwrightError where it cannot be done; then nothing in `output` has changed.
    """
    place = os.path.join(output, plan.scheme.name)
    half, old = (os.path.join(output, f".{plan.scheme.name}.{word}") for word in ("half-made", "replaced"))
    with _reasons(plan, output), _alone(half, place):
        _emptied(half)
        _recovered(place, old)
        _room(plan, half)
        streaming.written(plan, half, device, jobs or os.cpu_count() or 1, tell or (lambda count: None), engine)
        _beside(plan, half)
        readback.compared(plan, half)
        _carried(place, half)
        _moved(half, place, old)
    return place


@contextmanager
def _reasons(plan, output: str):
    """What the machine says no to, as one line each."""
    try:
        os.makedirs(output, exist_ok=True)
        yield
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else output
        raise CardwrightError(f"{where}: {error.strerror or error}", f"nothing of {plan.scheme.name} was left behind") from error
    except MemoryError as error:
        raise CardwrightError("this machine has too little memory for that", "`--jobs 1` needs the least") from error
    except RuntimeError as error:
        if "memory" not in str(error).lower():
            raise
        raise CardwrightError("the device has too little memory for that", "`--device cpu --jobs 1` needs the least") from error


@contextmanager
def _alone(half: str, place: str):
    """A folder of one run; a second run into it is refused. The lock goes with the process, however that ends."""
    import fcntl

    os.makedirs(half, exist_ok=True)
    descriptor = os.open(half, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CardwrightError(f"another run is writing {place}", "wait for it, or give another --output") from None
        try:
            yield
        finally:
            shutil.rmtree(half, ignore_errors=True)
    finally:
        os.close(descriptor)


def _emptied(folder: str) -> None:
    for entry in os.scandir(folder):
        shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)


def _recovered(place: str, old: str) -> None:
    """Undo what a run that was killed between two moves has left."""
    if os.path.isdir(old) and not os.path.exists(place):
        os.rename(old, place)
    elif os.path.isdir(old):
        shutil.rmtree(old)


def _room(plan, half: str) -> None:
    wanted = sum(file.size for file in plan.files)
    free = shutil.disk_usage(half).free
    if free < wanted + 2**20:
        raise CardwrightError(
            f"{plan.scheme.name} needs {wanted:,} bytes and {free:,} are free at {os.path.dirname(half)}", "free some"
        )


def _beside(plan, half: str) -> None:
    """Everything else a variant needs to load and be used."""
    texts = {"config.json": plan.config, layout.INDEX: plan.index, record.NAME: record.text(plan)}
    for name, text in texts.items():
        if text:
            _file(os.path.join(half, name), text.encode())
    for name, path in plan.checkpoint.beside.items():
        with open(path, "rb") as source:
            _file(os.path.join(half, name), source.read())


def _file(path: str, data: bytes) -> None:
    with open(path, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def _carried(place: str, half: str) -> None:
    """Copy what stands in the variant's folder and is not ours: its card, evidence, what its author put there."""
    if not os.path.isdir(place):
        return
    ours = record.files(place)
    if ours is None and any(name.endswith(".safetensors") for name in os.listdir(place)):
        raise CardwrightError(
            f"{place} holds weights that cardwright did not write", "move that folder away, or give another --output"
        )
    for entry in os.scandir(place):
        if entry.name in (ours or ()) or os.path.exists(os.path.join(half, entry.name)):
            continue
        copy = shutil.copytree if entry.is_dir(follow_symlinks=False) else shutil.copy2
        copy(entry.path, os.path.join(half, entry.name), **({"symlinks": True} if entry.is_dir() else {"follow_symlinks": False}))


def _moved(half: str, place: str, old: str) -> None:
    """The folder to its place; what was there is gone when this returns, and there again when it is killed before."""
    _synced(half)
    if os.path.isdir(place):
        os.rename(place, old)
    os.rename(half, place)
    _synced(os.path.dirname(place))
    shutil.rmtree(old, ignore_errors=True)


def _synced(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
