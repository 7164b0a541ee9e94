"""The weights of a plan, a tensor at a time: read where they lie, quantized in pieces, written to their places."""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager

from .. import engines
from ..errors import CardwrightError
from ..heavy import libraries
from . import layout, packing
from .tree import DTYPES

_CHUNK = 2 * 2**20  # bytes of a weight that are quantized at a time: they and what is made of them stay in the processor's cache
_TASK = 512 * 2**20  # bytes of a weights file that a worker of an engine does at a time
_COPIED = 8 * 2**20  # bytes that are copied at a time


def written(plan, half: str, device: str, jobs: int, tell, engine=None) -> None:
    """Write the weights files of a plan into a folder, and onto the disk.

    device  cpu or cuda; jobs: tensors at a time; tell: called with bytes of the checkpoint that are done
    engine  engines.Ray, whose machines see the folders under the same paths and share the work; None for this process
    """
    with _opened(plan, half, os.O_CREAT | os.O_TRUNC) as descriptors:
        for file in plan.files:
            os.ftruncate(descriptors[file.name], file.size)
            _write(descriptors[file.name], file.header, 0)
        if engine:
            _shared(plan, half, device, engine, tell)
        else:
            with _flushed(descriptors.values()):
                _tensors(plan, sources_of(plan), descriptors, device, jobs, tell)
        for descriptor in descriptors.values():
            os.fsync(descriptor)


@contextmanager
def _opened(plan, half: str, how: int = 0):
    """name -> descriptor of the weights files that are written."""
    descriptors: dict = {}
    try:
        for file in plan.files:
            descriptors[file.name] = os.open(os.path.join(half, file.name), os.O_RDWR | how, 0o644)
        yield descriptors
    finally:
        for descriptor in descriptors.values():
            os.close(descriptor)


def sources_of(plan) -> list[str]:
    """The tensors of the checkpoint that something is made from, in the order they lie in its files."""
    stored = plan.checkpoint.tensors
    return sorted({output.source for output in plan.outputs}, key=lambda key: (stored[key].file, stored[key].start))


def _shared(plan, half: str, device: str, engine, tell) -> None:
    """Let an engine's workers do the tensors, a piece of a weights file a task; each writes to places of its own."""
    stored, pieces, size = plan.checkpoint.tensors, [], 0
    for key in sources_of(plan):
        if not pieces or size >= _TASK or stored[pieces[-1][-1]].file != stored[key].file:
            pieces.append([])
            size = 0
        pieces[-1].append(key)
        size += stored[key].size
    plan, half = _anywhere(plan), os.path.abspath(half)
    tasks = ((plan, keys, half, device) for keys in pieces)
    for _, outcome in engine.map(worked, tasks, gpus=int(device == "cuda")):
        if isinstance(outcome, engines.Lost):
            raise CardwrightError(f"{plan.scheme.name} was not made: {outcome.why}", "run the same command again")
        tell(outcome)


def _anywhere(plan):
    """A plan whose paths are whole: a worker may stand in another folder."""
    found = plan.checkpoint
    adapter = found.adapter and found.adapter._replace(path=os.path.abspath(found.adapter.path))
    return plan._replace(checkpoint=found._replace(folder=os.path.abspath(found.folder), adapter=adapter))


def worked(plan, keys: list[str], half: str, device: str) -> int:
    """Do some tensors of a plan, in a process that may stand on another machine. Returns their bytes."""
    done: list[int] = []
    try:
        with _opened(plan, half) as descriptors:
            _tensors(plan, keys, descriptors, device, 1, done.append)
            for descriptor in descriptors.values():
                os.fsync(descriptor)
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else half
        raise CardwrightError(
            f"{where}: {error.strerror or error}, on {os.uname().nodename}",
            "the machines of a cluster must see the model and --output under the same paths, such as on a shared disk",
        ) from None
    return sum(done)


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


def _tensors(plan, keys: list[str], descriptors: dict, device: str, jobs: int, tell) -> None:
    """Tensors of the checkpoint, `jobs` at a time, in the order they are named in."""
    torch = libraries().torch
    by_source: dict = {}
    for output in plan.outputs:
        by_source.setdefault(output.source, []).append(output)
    stored = plan.checkpoint.tensors
    waiting = deque(keys)
    threads = torch.get_num_threads()
    torch.set_num_threads(max(1, threads // jobs) if device == "cpu" else threads)
    sources = {
        name: os.open(os.path.join(plan.checkpoint.folder, name), os.O_RDONLY) for name in {stored[key].file for key in keys}
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
    stored, name = plan.checkpoint.tensors[key], plan.tree.sources[key]
    delta = plan.checkpoint.adapter.of(key) if plan.checkpoint.adapter else None
    if outputs[0].part is None and delta is None:
        return _kept(plan, stored, sources[stored.file], outputs[0], descriptors, tell)
    scheme, group = plan.schemes.get(name, (None, 0))
    rows = lambda: _rows(plan, key, sources[stored.file], delta, scheme.rows if scheme else 1)
    largest = None
    if scheme and scheme.rows > 1:
        torch = libraries().torch
        largest = torch.stack([weight.abs().max() for weight, _ in rows()]).max()
    pieces: dict = {one.part: [] for one in outputs}
    reached = dict.fromkeys(pieces, 0)
    for weight, size in rows():
        found = {None: weight}
        if scheme:
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


def _rows(plan, key: str, descriptor: int, delta, multiple: int):
    """(some rows of a weight in the model's dtype, their bytes in the checkpoint)."""
    torch = libraries().torch
    stored = plan.checkpoint.tensors[key]
    rows = stored.shape[0]
    row = stored.size // rows
    step = max(multiple, _CHUNK // row // multiple * multiple) if multiple else rows
    wanted = getattr(torch, DTYPES[plan.tree.weights[plan.tree.sources[key]].dtype])
    for first in range(0, rows, step):
        count = min(step, rows - first)
        weight = read(descriptor, stored.start + first * row, count * row, stored.dtype).view(count, *stored.shape[1:]).to(wanted)
        yield weight if delta is None else weight.add_(delta(first, count)), count * row


def _kept(plan, stored, descriptor: int, output, descriptors: dict, tell) -> None:
    """A tensor as it is, or in another dtype."""
    torch = libraries().torch
    place = plan.places[output.name]
    wanted = getattr(torch, DTYPES[output.dtype])
    width = layout.size(stored.dtype, (1,))
    written = 0
    for first in range(0, stored.size, _COPIED):
        size = min(_COPIED, stored.size - first)
        numbers = read(descriptor, stored.start + first, size, stored.dtype)
        if numbers.is_floating_point() and width > 1 and not torch.isfinite(numbers.abs().max()):
            raise _not_finite(output.source)
        written += _write(descriptors[place.file], _bytes(numbers.to(wanted)), place.start + written)
        tell(size)


def _finite(found: dict, key: str) -> None:
    """Raise CardwrightError for a weight with numbers that are none: they are in the scale of their row."""
    torch = libraries().torch
    for part in (None, "scale", "per_tensor_scale", "scale_and_zero"):
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


def read(descriptor: int, start: int, size: int, dtype: str):
    """A flat tensor of bytes of a file; Raises CardwrightError where the file ends before them."""
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
