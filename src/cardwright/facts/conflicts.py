"""Facts that cannot both be true: a row each, told as notes. Nothing is put right here, for nobody knows which is wrong."""

from __future__ import annotations

import math
import re

from . import Facts, Note

TOGETHER = "these facts disagree"

# Licences whose terms bind what is made from such a model: what the id of a base begins with -> the licence of the result.
_BINDING = (
    ("meta-llama/llama-2", "llama2"), ("meta-llama/meta-llama-3.1", "llama3.1"), ("meta-llama/llama-3.1", "llama3.1"),
    ("meta-llama/llama-3.2", "llama3.2"), ("meta-llama/llama-3.3", "llama3.3"), ("meta-llama/llama-4", "llama4"),
    ("meta-llama/meta-llama-3", "llama3"), ("google/gemma-3", "gemma"), ("google/gemma-2", "gemma"), ("google/gemma-", "gemma"),
)  # fmt: skip


def noted(facts: Facts) -> Facts:
    """The facts with a Note for each pair that cannot both be true."""
    told = []
    for names, look in _ROWS:
        if all(name in facts.known for name in names):
            why = look(*(facts.known[name].value for name in names))
            told += [Note(TOGETHER, f"{' and '.join(names)}: {why}")] if why else []
    return facts._replace(notes=(*facts.notes, *told))


def _licence(licence: str, bases: list[str]) -> str | None:
    for base in bases:
        wanted = next((wanted for start, wanted in _BINDING if base.lower().startswith(start)), None)
        if wanted and licence not in (wanted, "other"):
            return f"{base} is under {wanted}, whose terms bind what is made from it, and the licence is to be {licence}"
    return None


def _perplexity(loss, perplexity) -> str | None:
    """A loss is rounded, so a range of perplexities fits it; a mean over batches moves it a little more."""
    step = 10 ** -len(repr(loss).partition(".")[2]) / 2
    if not 0 < loss < 20:
        return None
    low, high = math.exp(loss - step) * 0.98, math.exp(loss + step) * 1.02
    if low <= perplexity <= high:
        return None
    return f"exp({loss}) is {math.exp(loss):.4g}, and the perplexity is {perplexity}"


_COUNT = re.compile(r"~?\s*(\d[\d,]*(?:\.\d+)?)\s*([km])?\b", re.IGNORECASE)


def _sample(sample: int, size: str) -> str | None:
    match = _COUNT.match(size)
    if not match:
        return None
    whole = float(match[1].replace(",", "")) * {"k": 1e3, "m": 1e6}.get((match[2] or "").lower(), 1)
    return f"{sample:,} examples were taken of {size!r}" if sample > whole * 1.1 else None


def _epochs(planned, made) -> str | None:
    return f"{made:g} epochs were made of {planned:g}" if made > planned * 1.01 else None


_BILLIONS = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,2})?)b(?![a-z0-9])", re.IGNORECASE)


def _size_named(name: str, bases) -> str | None:
    said = {float(size) for size in _BILLIONS.findall(name)}
    meant = {float(size) for base in bases for size in _BILLIONS.findall(base)}
    if len(said) == len(meant) == 1 and not 0.55 < min(said) / min(meant) < 1.8:
        return f"the name says {min(said):g}B and {', '.join(bases)} says {min(meant):g}B"
    return None


_ROWS = (
    (("license", "base_model"), _licence),
    (("validation_loss", "perplexity"), _perplexity),
    (("dataset_sample_size", "dataset_size"), _sample),
    (("max_epochs", "epochs_trained"), _epochs),
    (("model_name", "base_model"), _size_named),
)
