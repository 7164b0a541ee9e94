"""Facts worked out from others: a row each, only where every part is known and nobody gave the fact itself."""

from __future__ import annotations

import math
import re

from . import Fact, Facts

WORKED_OUT = "worked out"


def added(facts: Facts, files) -> Facts:
    """The facts with those that follow from them. Rows stand in an order in which later ones may use earlier ones."""
    known = dict(facts.known)
    for name, parts, work in _ROWS:
        if name in known or not all(part in known for part in parts):
            continue
        made = work(*(known[part].value for part in parts))
        if made is not None:
            known[name] = Fact(name, made, WORKED_OUT, "from " + " and ".join(parts))
    if names := _files(files):
        known.setdefault("files", Fact("files", names, "the folder"))
    return facts._replace(known=known)


MOST_FILES = 60
# What a training leaves lying around, here and not in the next checkout; hidden files among it.
_PASSING = (".", "__pycache__", "checkpoint-", "runs", "wandb", "logs", "optimizer.", "scheduler.", "rng_state", "trainer_log")
_NO_PART = frozenset(("README.md", "card.yaml", "card.yml", "PROJECT.md"))  # what is written from the facts, or holds them


def _files(files) -> list[str]:
    """The names in a model's folder, without hidden ones; folders end in a slash. None where there are very many."""
    if not files.listing.holds_model or len(files.names) > MOST_FILES:
        return []
    shown = sorted(name for name in files.names if name not in _NO_PART and not name.startswith(_PASSING))
    return [f"{name}/" if files.below(name) else name for name in shown]


def _last_part(repo: str) -> str:
    return repo.rpartition("/")[2]


def _slug(name: str, date: str | None = None) -> str | None:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not words:
        return None
    return (words if words[0].isalpha() else f"model-{words}") + (f"-{date[:4]}" if date else "")


def _perplexity(loss):
    """exp of a mean cross-entropy in nats per token, as transformers' own language modelling example works it out."""
    return float(f"{math.exp(loss):.4g}") if 0 < loss < 20 else None


_ROWS = (
    ("model_name", ("repo_name",), _last_part),
    ("model_name_slug", ("repo_name", "release_date"), lambda repo, date: _slug(_last_part(repo), date)),
    ("model_name_slug", ("repo_name",), lambda repo: _slug(_last_part(repo))),
    ("model_name_slug", ("model_name", "release_date"), _slug),
    ("model_name_slug", ("model_name",), _slug),
    ("effective_batch_size", ("batch_size", "gradient_accumulation_steps", "device_count"), lambda *parts: math.prod(parts)),
    ("perplexity", ("validation_loss",), _perplexity),
    ("energy_kwh", ("training_hours", "power_watts"), lambda hours, watts: float(f"{hours * watts / 1000:.4g}")),
    ("fine_tuning_method", ("lora_rank",), lambda _: "LoRA"),
    # An adapter says so itself; what is whole and was trained from another model is a fine-tune of it.
    ("base_model_relation", ("base_model", "parameter_count", "learning_rate"), lambda *_: "finetune"),
)
