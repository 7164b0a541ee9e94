"""Perplexity, and how far a variant is from the original, on the same tokens in the same process."""

from __future__ import annotations

import math
from collections import namedtuple

from ..heavy import libraries

Quality = namedtuple("Quality", "perplexity change low high kl top1 tokens")
Quality.__doc__ = """What a model is worth on a text.

perplexity    exp of the mean loss of the measured tokens
change        of the original's perplexity, as a share; low, high: its 95 % interval over windows; None of the original itself
kl            mean Kullback-Leibler divergence of its next-token distribution from the original's, in nats
top1          share of tokens for which both think the same token most likely
tokens        how many were measured
"""

_ROWS = 256  # tokens whose distributions are in memory at a time: a vocabulary of 256,000 makes 260 MB of them


def measured(models: list, windows, tell=None) -> list[Quality]:
    """The Quality of each Loaded; the first is the original."""
    torch = libraries().torch
    losses = [[] for _ in models]  # a (sum, tokens) for each window
    far = [[0.0, 0] for _ in models]
    device = next(models[0].model.parameters()).device
    with torch.inference_mode():
        for ids, counted in zip(windows.ids, windows.counted):
            tokens = torch.tensor([ids], device=device)
            target = tokens[0, -counted:]
            logits = [one.model(tokens, use_cache=False).logits[0, -counted - 1 : -1] for one in models]
            sums = [0.0] * len(models)
            for first in range(0, counted, _ROWS):
                rows = slice(first, first + _ROWS)
                spread = [each[rows].float().log_softmax(dim=-1) for each in logits]
                for number, own in enumerate(spread):
                    sums[number] -= float(own.gather(1, target[rows, None]).double().sum())
                    if number:
                        far[number][0] += float((spread[0].exp() * (spread[0] - own)).sum(dim=-1).double().sum())
                        far[number][1] += int((spread[0].argmax(-1) == own.argmax(-1)).sum())
            for number, total in enumerate(sums):
                losses[number].append((total, counted))
            if tell:
                tell(counted)
    return [_quality(losses, far, number) for number in range(len(models))]


def _quality(losses: list, far: list, number: int) -> Quality:
    tokens = sum(count for _, count in losses[0])
    mean = sum(total for total, _ in losses[number]) / tokens
    perplexity = math.exp(min(mean, 700.0))
    if not number:
        return Quality(perplexity, None, None, None, None, None, tokens)
    differences = [(own - base) / count for (own, count), (base, _) in zip(losses[number], losses[0])]
    weights = [count / tokens for _, count in losses[0]]
    middle = sum(weight * each for weight, each in zip(weights, differences))
    low = high = None
    if len(differences) > 1:
        # The mean of windows of unequal weight; windows rather than tokens, for the tokens of one are not independent.
        spread = math.sqrt(sum((weight * (each - middle)) ** 2 for weight, each in zip(weights, differences)))
        spread *= math.sqrt(len(differences) / (len(differences) - 1))
        low, high = math.expm1(middle - 1.96 * spread), math.expm1(middle + 1.96 * spread)
    return Quality(perplexity, math.expm1(middle), low, high, max(0.0, far[number][0] / tokens), far[number][1] / tokens, tokens)
