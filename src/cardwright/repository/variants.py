"""The quantized variants of a model: folders such as int8/ beside its card, and what the card says of them."""

from __future__ import annotations

import os
import re
from collections import namedtuple
from itertools import islice

from ..errors import UsageError
from ..files import VARIANT, is_variant
from ..lazy import Lazy

MAX_VARIANTS = 50
MAX_FOLDERS = 200  # that are looked into for weights
MAX_NAMED = 1000  # places that name one

Variant = namedtuple("Variant", "name metadata")
Variant.__doc__ = """A variant's folder: its name and its own card's metadata, empty without a card."""

_CALL = Lazy(rf"subfolder\s{{0,5}}=\s{{0,5}}[\"']({VARIANT})/?[\"']", re.IGNORECASE)
_FOLDER = Lazy(rf"[`(|]\s{{0,5}}(?:\./)?({VARIANT})/(?=\s{{0,5}}[`)|])", re.IGNORECASE)
_LOADED = Lazy(r"from_pretrained\(\s{0,20}(?:[\"']([^\"'\n]{1,200})[\"'])?")


def beside(context) -> list[Variant]:
    """The variants in the card's folder: folders named like one that hold a model or a card."""
    return [Variant(name, _metadata(context.files, name)) for name in names(context)]


def names(context) -> list[str]:
    """The sorted names of the folders that hold a variant."""
    candidates = sorted(name for name in context.files.names if is_variant(name))[:MAX_VARIANTS]
    return [name for name in candidates if _holds_model(context.files.below(name))]


def below(root: str) -> list[str]:
    """The folders of variants in a model's folder that can be loaded, in the order of their names. Raises UsageError."""
    try:
        names = sorted(entry.name for entry in os.scandir(root) if entry.is_dir())
    except OSError as error:
        raise UsageError(f"{root}: {error.strerror}", "give the folder of a model") from None
    return [name for name in names if is_variant(name) and os.path.isfile(os.path.join(root, name, "config.json"))]


def weight(context, folder: str = "") -> int:
    """The bytes of the safetensors files in a folder, the card's own without a name; 0 without any, or when one is not known."""
    files = context.files
    names = files.below(folder) if folder else files.names
    sizes = [files.size(f"{folder}/{name}".lstrip("/")) for name in names if name.endswith(".safetensors")]
    return sum(sizes) if all(sizes) else 0


def weights(context) -> dict[str, int]:
    """Folder -> bytes of its weights, of the folders below a card with weights, whatever they are called."""
    if not context.files.listing.holds_tensors or not weight(context):
        return {}
    found = {name: weight(context, name) for name in sorted(context.files.names)[:MAX_FOLDERS] if "." not in name}
    return {name: size for name, size in found.items() if size}


def _holds_model(found: list[str]) -> bool:
    return any(name in ("config.json", "README.md") or name.endswith((".safetensors", ".gguf", ".bin")) for name in found)


def _metadata(files, name: str) -> dict:
    from ..card import Card

    text = files.text(f"{name}/README.md")
    return Card(text).metadata if text else {}


def named(context):
    """((start, end), folder) of each variant folder of this repository that the card names, the first time it does."""
    text, seen = context.card.text, set()
    for match in _calls_and_folders(context):
        name = match.group(1)
        if name not in seen and not _of_another(context, text, match):
            seen.add(name)
            yield match.span(1), name


def _calls_and_folders(context):
    text, start = context.card.text, context.card.front.body
    calls = islice(_CALL.finditer(text, start), MAX_NAMED) if "subfolder" in context.lower else ()
    return sorted((*calls, *islice(_FOLDER.finditer(text, start), MAX_NAMED)), key=lambda match: match.start())


def _of_another(context, text: str, match) -> bool:
    """Whether a subfolder= belongs to a call that loads another repository."""
    if match.re.pattern != _CALL.source:
        return False
    opening = text.rfind("from_pretrained(", max(0, match.start() - 400), match.start())
    loaded = _LOADED.match(text, opening) if opening >= 0 else None
    name = loaded and loaded.group(1)
    if not name:
        return False
    bases = {base for _, base in context.card.texts("base_model")}
    return name in bases or (context.settings.repo is not None and name != context.settings.repo)
