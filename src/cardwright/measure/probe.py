"""A few logits of a model, by which a download of it is known again."""

from __future__ import annotations

from ..heavy import libraries

_TOKENS, _TOP = 16, 5
_TOLERANCE = 0.05  # of the largest logit: what another processor, or a GPU, makes of bfloat16


def taken(one, windows=None) -> dict:
    """The likeliest tokens after the first of a text, or after the first of the vocabulary, and their logits."""
    words = one.model.config.get_text_config().vocab_size
    tokens = windows.ids[0][:_TOKENS] if windows else [1 + number % (words - 1) for number in range(_TOKENS)]
    logits = _logits(one, tokens)
    top = logits.topk(min(_TOP, words)).indices.tolist()
    return {"tokens": tokens, "top": top, "logits": [round(float(logits[token]), 4) for token in top]}


def difference(one, recorded: dict) -> float:
    """How far a model's logits are from recorded ones, in tolerances: beyond 1 it is another model."""
    logits = _logits(one, recorded["tokens"])
    if max(recorded["tokens"] + recorded["top"]) >= len(logits):
        return float("inf")
    scale = _TOLERANCE * max(1.0, *(abs(value) for value in recorded["logits"]))
    return max(abs(float(logits[token]) - value) for token, value in zip(recorded["top"], recorded["logits"])) / scale


def _logits(one, tokens: list):
    torch = libraries().torch
    device = next(one.model.parameters()).device
    with torch.inference_mode():
        return one.model(torch.tensor([tokens], device=device), use_cache=False).logits[0, -1].float().cpu()
