"""How it is measured unless somebody asks otherwise, and what a gate may demand. No import: the command line reads it."""

from __future__ import annotations

from collections import namedtuple

Protocol = namedtuple("Protocol", "window stride tokens batch prompt new repeats", defaults=(512, 0, 8192, 1, 128, 32, 5))
Protocol.__doc__ = """Window and stride of the perplexity in tokens (0: the window), at most so many tokens; batch, tokens of
prompt and new tokens of the speed, and how often it is repeated."""

# name -> (where the number is in a model's evidence, which way the limit is, what is said when it is not kept).
GATES = {
    "perplexity_increase_max": (("quality", "change"), "most", "the perplexity changes by {:+.2%}, and {:+.2%} is the most"),
    "size_ratio_max": (("ratio",), "most", "the weights have {:.1%} of the original's bytes, and {:.1%} is the most"),
    "top1_min": (("quality", "top1"), "least", "{:.2%} of the likeliest tokens are the original's, and {:.2%} is the least"),
    "kl_max": (("quality", "kl"), "most", "the divergence from the original is {:.5f} nats a token, and {:.5f} is the most"),
    "decode_ratio_min": (
        ("speed", "decode_ratio"),
        "least",
        "it decodes at {:.2f} of the original's speed, and {:.2f} is the least",
    ),
}
