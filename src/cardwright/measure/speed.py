"""Tokens a second, of the original and its variants in turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

import time
from collections import namedtuple
from statistics import median

from ..heavy import libraries

Speed = namedtuple("Speed", "prefill decode prefill_low prefill_high decode_low decode_high prefill_ratio decode_ratio")
Speed.__doc__ = """Tokens a second over all rows of the batch, each the median of the repeats with the lowest and highest, and the
median of the ratios to the original in the same repeat; 1.0 for the original itself."""


def measured(models: list, ids: list, batch: int, prompt: int, new: int, repeats: int, tell=None) -> list[Speed]:
    """The Speed of each Loaded, the first being the original. One repeat before is not counted."""
    torch = libraries().torch
    device = next(models[0].model.parameters()).device
    tokens = torch.tensor([ids[:prompt]] * batch, device=device)
    times = [[] for _ in models]
    with torch.inference_mode():
        for repeat in range(repeats + 1):
            for number, one in enumerate(models):
                found = _once(one.model, tokens, new, device, torch)
                if repeat:
                    times[number].append(found)
                if tell:
                    tell(1)
    return [_speed(own, times[0], tokens.numel(), batch * new) for own in times]


def _once(model, tokens, new: int, device, torch) -> tuple[float, float]:
    """(seconds of the prefill, of so many decoding steps), greedy and with a cache."""
    wait = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    wait()
    began = time.perf_counter()
    out = model(tokens, use_cache=True)
    token = out.logits[:, -1:].argmax(-1)
    wait()
    filled = time.perf_counter()
    for _ in range(new):
        out = model(token, past_key_values=out.past_key_values, use_cache=True)
        token = out.logits[:, -1:].argmax(-1)
    wait()
    return filled - began, time.perf_counter() - filled


def _speed(own: list, base: list, prompt: int, new: int) -> Speed:
    prefill, decode = [prompt / each for each, _ in own], [new / each for _, each in own]
    return Speed(
        median(prefill), median(decode), min(prefill), max(prefill), min(decode), max(decode),
        median(theirs / mine for (mine, _), (theirs, _) in zip(own, base)),
        median(theirs / mine for (_, mine), (_, theirs) in zip(own, base)),
    )  # fmt: skip
