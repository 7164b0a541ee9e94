"""A plan becomes a folder: a tensor at a time, whole or not at all, the same bytes for the same input and versions.

A variant is written beside its place, under a name that begins with a dot, and moved there when it is complete and on disk. A run
that is killed leaves its half-made folder behind; the next one empties it. What was in the variant's folder and is not ours, such as
its card, is carried over.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager

from ..errors import CardwrightError
from ..heavy import libraries
from . import layout, packing, readback, record
from .tree import DTYPES

_CHUNK = 2 * 2**20  # bytes of a weight that are quantized at a time: they and what is made of them stay in the processor's cache
_COPIED = 8 * 2**20  # bytes that are copied at a time


def done(plan, output: str, device: str = "cpu", jobs: int = 0, tell=None) -> str:
    """Make the variant of a plan in the folder `output`, and return its path.

    device  cpu or cuda; jobs: tensors at a time, 0 for one a core; tell: called with bytes of the checkpoint that are done
    Raises CardwrightError where it cannot be done; then nothing in `output` has changed.
    """
    place = os.path.join(output, plan.scheme.name)
    half, old = (os.path.join(output, f".{plan.scheme.name}.{word}") for word in ("half-made", "replaced"))
    with _reasons(plan, output), _alone(half, place):
        _emptied(half)
        _recovered(place, old)
        _room(plan, half)
        _weights(plan, half, device, jobs or os.cpu_count() or 1, tell or (lambda count: None))
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
        yield
        if os.path.isdir(half):
            _removed(half)
    except BaseException:
        _removed(half)
        raise
    finally:
        os.close(descriptor)


def _removed(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)


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


def _weights(plan, half: str, device: str, jobs: int, tell) -> None:
    descriptors = {}
    try:
        for file in plan.files:
            descriptor = descriptors[file.name] = os.open(
                os.path.join(half, file.name), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644
            )
            os.ftruncate(descriptor, file.size)
            _write(descriptor, file.header, 0)
        with _flushed(descriptors.values()):
            _tensors(plan, descriptors, device, jobs, tell)
        for descriptor in descriptors.values():
            os.fsync(descriptor)
    finally:
        for descriptor in descriptors.values():
            os.close(descriptor)


@contextmanager
def _flushed(descriptors):
    """The disk takes what is written meanwhile, so that little of it is left to wait for in the end."""
    ended = threading.Event()

    def flush() -> None:
        while not ended.wait(0.2):
            for descriptor in descriptors:
                os.fdatasync(descriptor)

    thread = threading.Thread(target=flush, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _tensors(plan, descriptors: dict, device: str, jobs: int, tell) -> None:
    """Every tensor of the checkpoint, `jobs` at a time, in the order they lie in its files."""
    torch = libraries().torch
    by_source: dict = {}
    for output in plan.outputs:
        by_source.setdefault(output.source, []).append(output)
    stored = plan.checkpoint.tensors
    waiting = deque(sorted(by_source, key=lambda key: (stored[key].file, stored[key].start)))
    threads = torch.get_num_threads()
    torch.set_num_threads(max(1, threads // jobs) if device == "cpu" else threads)
    sources = {
        name: os.open(os.path.join(plan.checkpoint.folder, name), os.O_RDONLY) for name in {one.file for one in stored.values()}
    }
    try:
        with ThreadPoolExecutor(jobs) as pool:
            running: set = set()
            while waiting or running:
                while waiting and len(running) < jobs:
                    key = waiting.popleft()
                    running.add(pool.submit(_one, plan, key, by_source[key], sources, descriptors, device, tell))
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for one in finished:
                    one.result()
    finally:
        torch.set_num_threads(threads)
        for descriptor in sources.values():
            os.close(descriptor)


def _one(plan, key: str, outputs: list, sources: dict, descriptors: dict, device: str, tell) -> None:
    """One tensor of the checkpoint, to every place where something of it goes."""
    stored = plan.checkpoint.tensors[key]
    descriptor = sources[stored.file]
    if outputs[0].part is None:
        return _kept(plan, stored, descriptor, outputs[0], descriptors, tell)
    name = plan.tree.sources[key]
    scheme, group = plan.schemes[name]
    pieces: dict = {one.part: [] for one in outputs}
    reached = dict.fromkeys(pieces, 0)
    largest = None
    if scheme.rows > 1:
        torch = libraries().torch
        largest = torch.stack([weight.abs().max() for weight, _ in _rows(plan, stored, descriptor, name, scheme.rows)]).max()
    for weight, size in _rows(plan, stored, descriptor, name, scheme.rows):
        made = packing.packed(weight if device == "cpu" else weight.to(device), scheme, group, largest)
        found = packing.tensors(made, plan.portable)
        _finite(found, key)
        for one in outputs:
            if one.axis == 1:
                pieces[one.part].append(found[one.part])
            elif one.axis == 0 or not reached[one.part]:
                reached[one.part] += _put(plan, one, found[one.part], reached[one.part], descriptors)
        tell(size)
    for one in outputs:
        if pieces[one.part]:
            _put(plan, one, libraries().torch.cat(pieces[one.part], dim=1), 0, descriptors)


def _rows(plan, stored, descriptor: int, name: str, multiple: int):
    """(some rows of a weight in the model's dtype, their bytes in the checkpoint)."""
    torch = libraries().torch
    rows = stored.shape[0]
    row = stored.size // rows
    step = max(multiple, _CHUNK // row // multiple * multiple) if multiple else rows
    wanted = getattr(torch, DTYPES[plan.tree.weights[name].dtype])
    for first in range(0, rows, step):
        count = min(step, rows - first)
        weight = _read(descriptor, stored.start + first * row, count * row, stored.dtype).view(count, *stored.shape[1:])
        yield weight.to(wanted), count * row


def _kept(plan, stored, descriptor: int, output, descriptors: dict, tell) -> None:
    """A tensor as it is, or in another dtype."""
    torch = libraries().torch
    place = plan.places[output.name]
    wanted = getattr(torch, DTYPES[output.dtype])
    width = layout.size(stored.dtype, (1,))
    written = 0
    for first in range(0, stored.size, _COPIED):
        size = min(_COPIED, stored.size - first)
        numbers = _read(descriptor, stored.start + first, size, stored.dtype)
        if numbers.is_floating_point() and width > 1 and not torch.isfinite(numbers.abs().max()):
            raise _not_finite(output.source)
        written += _write(descriptors[place.file], _bytes(numbers.to(wanted)), place.start + written)
        tell(size)


def _finite(found: dict, key: str) -> None:
    """Raise CardwrightError for a weight with numbers that are none: they are in the scale of their row."""
    torch = libraries().torch
    for part in ("scale", "per_tensor_scale", "scale_and_zero"):
        if part in found and not torch.isfinite(found[part].float()).all():
            raise _not_finite(key)


def _not_finite(key: str) -> CardwrightError:
    return CardwrightError(f"{key} holds numbers that are infinite or NaN: the checkpoint is damaged", "train or fetch it again")


def _put(plan, output, tensor, at: int, descriptors: dict) -> int:
    place = plan.places[output.name]
    data = _bytes(tensor.cpu())
    if at + len(data) > place.size:
        raise CardwrightError(
            f"{output.name} is larger than planned: {at + len(data):,} bytes, not {place.size:,}", "report it, please"
        )
    return _write(descriptors[place.file], data, place.start + at)


def _read(descriptor: int, start: int, size: int, dtype: str):
    torch = libraries().torch
    data = bytearray(size)
    view, done = memoryview(data), 0
    while done < size:
        count = os.preadv(descriptor, [view[done:]], start + done)
        if not count:
            raise CardwrightError(
                "a weights file became shorter while it was read", "leave the checkpoint alone while it is quantized"
            )
        done += count
    return (
        torch.frombuffer(data, dtype=getattr(torch, DTYPES[dtype]))
        if size
        else torch.empty(0, dtype=getattr(torch, DTYPES[dtype]))
    )


def _bytes(tensor):
    torch = libraries().torch
    return memoryview(tensor.contiguous().reshape(-1).view(torch.uint8).numpy())


def _write(descriptor: int, data, at: int) -> int:
    view, done = memoryview(data), 0
    while done < len(view):
        done += os.pwrite(descriptor, view[done:], at + done)
    return done


def _beside(plan, half: str) -> None:
    """Everything else a variant needs to load and be used."""
    texts = {"config.json": plan.config, layout.INDEX: plan.index, record.NAME: record.text(plan)}
    for name, text in texts.items():
        if text:
            _file(os.path.join(half, name), text.encode())
    for name in plan.checkpoint.beside:
        with open(os.path.join(plan.checkpoint.folder, name), "rb") as source:
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
