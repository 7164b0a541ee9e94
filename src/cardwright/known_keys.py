"""Which top-level metadata keys mean something, and which a misspelt one was probably meant to be."""

from __future__ import annotations

from . import schema
from .vocabulary import nearest

# What people write for a key of the Hub; alike in meaning, not always in spelling.
_MEANT = {
    "licence": "license",
    "licenses": "license",
    "license_id": "license",
    "license_url": "license_link",
    "license-url": "license_link",
    "licence_link": "license_link",
    "licence_name": "license_name",
    "pipeline": "pipeline_tag",
    "pipeline_tags": "pipeline_tag",
    "task": "pipeline_tag",
    "tasks": "pipeline_tag",
    "basemodel": "base_model",
    "base_models": "base_model",
    "parent_model": "base_model",
    "dataset": "datasets",
    "tag": "tags",
    "metric": "metrics",
    "library": "library_name",
    "libraries": "library_name",
    "framework": "library_name",
    "lang": "language",
    "languages": "language",
    "model_index": "model-index",
    "widgets": "widget",
    "co2_emissions": "co2_eq_emissions",
    "co2_eq_emission": "co2_eq_emissions",
}
# Of those, other words rather than other spellings.
_OTHER_WORDS = frozenset("license_id license_url pipeline task tasks parent_model library libraries framework lang".split())
# Not the Hub's, but written by well-known tools for their own use; neither misspelt nor worth a word. `gated` and
# `eval_results` have rules of their own.
_TOOLS = frozenset(
    """
    quantized_by duplicated_from model_file model_format model_creator model_type prompt_template base_model_config
    inference_parameters gated eval_results cardwright <<
    """.split()
)


_MOST = 1000  # keys that are looked at; looking for what a word may have meant is slow, and no card has more


def top_level(card):
    """The top-level keys of a card's metadata as (node, name) pairs."""
    from .yaml12.yamltree import key_name

    return [(key, key_name(key)) for key, _ in card.root.entries[:_MOST]]


def is_known(key: str, extra=()) -> bool:
    """Whether a top-level key is the Hub's, a tool's or the project's own."""
    return key in schema.load("model-card.schema.json")["properties"] or key in _TOOLS or key in extra


def is_spelling(key: str) -> bool:
    """Whether a key that was probably meant to be another (see `likely`) is the same word, spelt otherwise."""
    return key.lower().replace("-", "_") not in _OTHER_WORDS


def likely(key: str, extra=()) -> str | None:
    """The key of the Hub that an unknown key was probably meant to be, or None."""
    if is_known(key, extra):
        return None
    folded = key.lower().replace("-", "_")
    if folded in _MEANT:
        return _MEANT[folded]
    return nearest(key, tuple(schema.load("model-card.schema.json")["properties"]), 0.86)
