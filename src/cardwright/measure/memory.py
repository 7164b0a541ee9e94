"""The most memory that loading a model and generating with it takes, over what the libraries take: in a process of its own.

Weights files are mapped, so what a process holds after loading says nothing; what it held at most while it generated does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import namedtuple

from ..errors import CardwrightError

Memory = namedtuple("Memory", "resident device")
Memory.__doc__ = """Bytes at most, above those after the imports: of the process, and of the GPU (None on a CPU)."""

_LIMIT = 3600  # seconds


def measured(root: str, folder: str, device: str, prompt: int, new: int) -> Memory:
    """The Memory of a model in a folder of `root`. Raises CardwrightError where the process fails."""
    request = json.dumps([root, folder, device, prompt, new])
    search = os.pathsep.join(
        filter(None, (os.path.dirname(os.path.dirname(os.path.dirname(__file__))), os.environ.get("PYTHONPATH")))
    )
    ran = subprocess.run(
        [sys.executable, "-m", "cardwright.measure.memory", request],
        capture_output=True, timeout=_LIMIT, env={**os.environ, "PYTHONPATH": search},
    )  # fmt: skip
    try:
        told = json.loads(ran.stdout.decode().splitlines()[-1])
    except (ValueError, IndexError):
        why = f"it ended with {ran.returncode}" + (", most likely for want of memory" if ran.returncode in (-9, 137) else "")
        raise CardwrightError(f"memory of {os.path.join(root, folder)} cannot be measured: {why}", "") from None
    if "error" in told:
        raise CardwrightError(told["error"], "")
    return Memory(told["resident"], told["device"])


def _work(request: str) -> dict:
    from ..heavy import libraries
    from . import models

    root, folder, device, prompt, new = json.loads(request)
    torch = libraries().torch
    before = _resident()
    _forget_peak()
    one = models.loaded(root, folder, device)
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    tokens = torch.arange(1, prompt + 1, device=device)[None] % one.model.config.get_text_config().vocab_size
    with torch.inference_mode():
        out = one.model(tokens, use_cache=True)
        for _ in range(new):
            token = out.logits[:, -1:].argmax(-1)
            out = one.model(token, past_key_values=out.past_key_values, use_cache=True)
    return {"resident": max(0, _peak() - before), "device": torch.cuda.max_memory_allocated() if device == "cuda" else None}


def _status(key: str) -> int:
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key))


def _resident() -> int:
    try:
        return _status("VmRSS:")
    except OSError:  # not Linux
        return _peak()


def _peak() -> int:
    try:
        return _status("VmHWM:")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _forget_peak() -> None:
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")  # proc(5): resets VmHWM
    except OSError:
        return


def _answer() -> None:
    try:
        told = _work(sys.argv[1])
    except CardwrightError as error:
        told = {"error": error.message}
    os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    _answer()
