"""Where a card's text says which model it was made from."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import fields, names

_LABELS = frozenset(
    ("base model", "base models", "base", "finetuned from", "fine-tuned from", "finetuned from model", "fine-tuned from model",
     "parent model", "foundation model", "base model used")
)  # fmt: skip
_ADDRESS = Lazy(r"(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|collections/|papers/|docs/|blog/)([\w.-]{1,96}/[\w.-]{1,96})")
_ID = Lazy(r"(?<![\w./-])([A-Za-z0-9][\w.-]{1,60}/[A-Za-z0-9][\w.-]{1,96})(?![\w/])")
_SENTENCE = Lazy(
    r"\b(?:this|the) (?:model|adapter|lora)[^.\n]{0,60}\bfine-?tuned (?:version|variant) of \[?[`*\"]{0,3}([^\n]{0,200})",
    re.IGNORECASE,
)
_TUNED = frozenset((b"tuned", b"finetuned"))
_COPY = ("gguf", "gptq", "awq", "exl2", "exl3", "mlx", "quantiz", "quantis", "merge", "onnx", "openvino", "ctranslate", "distil")


def is_copy(card) -> bool:
    """Whether the text may be about the model that this one was converted or merged from, and so about that one's base."""
    relation = card.metadata.get("base_model_relation")
    if relation in ("quantized", "merge"):
        return True
    told = f"{card.metadata.get('tags')} {card.metadata.get('library_name')} {fields.title(card)[0]}".lower()
    return any(word in told for word in _COPY)


def stated(card, bases: list[str]):
    """(start, end, names) of every statement that names a base model: by id, address, or as of another family than the bases."""
    for field in fields.find(card, _LABELS):
        found = _names(field.value) or _family(field.value, bases)
        if found:
            yield field.start, field.end, found
    if not _TUNED.isdisjoint(card.words) and card.text.find("tuned v", card.front.body) >= 0:
        match = _SENTENCE.search(card.text, card.front.body)
        if match and (found := _names(re.split(r"\)|(?<=[\w`])[.,]? (?:on|for|using|with|trained|that|which)\b", match[1])[0])):
            yield *match.span(), found


def agree(said: list[str], bases: list[str]) -> bool:
    """Whether one of the names said may be one of the bases: ids are renamed and moved, and shortened in a text."""
    folded = [names.folded(base) for base in bases]
    return any(one in base or base in one for name in said if (one := names.folded(name)) for base in folded)


def family_of_title(card, bases: list[str]):
    """(where, family, family of the base) where title and base are of two well-known families."""
    title, start, end = fields.title(card)
    said = names.telling(title)
    meant = [names.families(base) for base in bases] if said else ()
    if not said or not all(meant) or any(said & one for one in meant):
        return None
    return (start, end), "/".join(sorted(said)), "/".join(sorted(set().union(*meant)))


def _family(value: str, bases: list[str]) -> list[str]:
    """A value of a few words that names another family than every base."""
    said, meant = names.families(value), [names.families(base) for base in bases]
    different = said and all(meant) and not any(said & one for one in meant)
    return [value] if different and len(value) <= 60 else []


def _names(value: str) -> list[str]:
    found = [match[1].rstrip(".") for match in _ADDRESS.finditer(value)]
    if not found and "://" not in value:
        found = [match[1].rstrip(".") for match in _ID.finditer(value)]
    return list(dict.fromkeys(found))
