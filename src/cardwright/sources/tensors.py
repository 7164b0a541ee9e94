"""The weights by their headers alone, and the quantized variants in folders beside them."""

from __future__ import annotations

from collections import namedtuple

from ..facts import Fact, Note
from ..files import Files
from ..repository import modelkind, variants, weights
from . import hubconfig, jsonfiles, quantrecord

_Around = namedtuple("_Around", "files")  # as much of a card's context as repository.variants asks for


def read(files):
    found = weights.look(files)
    yield from (Note(name, f"{why}; nothing of it is used") for name, why in found.problems)
    yield from (Note(name, f"{lost} is not there") for name, lost in found.missing)
    if found.main and not found.problems:
        yield from _numbers(files, found, weights.NAME if weights.NAME in files.names else found.main[0])
    rows = [_variant(files, name) for name in variants.names(_Around(files))]
    if rows:
        yield Fact("variants", rows, ", ".join(f"{row['folder']}/" for row in rows))


def _numbers(files, found, file: str):
    if found.size:
        yield Fact("weights_bytes", found.size, file)
    if found.packed or files.config.get("quantization_config"):
        return  # what is packed is neither counted nor typed as parameters are
    if found.count and not files.adapter_config:
        yield Fact("parameter_count", found.count, file)
    if found.elements:
        yield Fact("tensor_type", found.elements.most_common(1)[0][0], file)


def _variant(files, name: str) -> dict:
    folder = inside(files, name)
    config, (record, _) = folder.config, jsonfiles.loaded(folder, quantrecord.NAME)
    named = modelkind.bits_named(name)
    row = {
        "name": name,
        "folder": name,
        "method": hubconfig.quantization(config),
        "bits": modelkind.bits_configured(config.get("quantization_config")) or (min(named) if len(named) == 1 else None),
        "bytes": stored(files, name),
    } | quantrecord.row(record)
    return {key: value for key, value in row.items() if value}


def inside(files, name: str) -> Files:
    """The Files of a folder beside the card, or above it; of nothing when it may not be looked at."""
    path = files.path(name)
    return Files((path, files.within) if path else None)


def stored(files, folder: str = "") -> int:
    """The bytes of the safetensors files in a folder; 0 when one is not known."""
    return variants.weight(_Around(files), folder)
