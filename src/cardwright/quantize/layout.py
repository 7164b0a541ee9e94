"""The files of a plan: their headers, and the place of each tensor in them, as safetensors' own writer lays them out."""

from __future__ import annotations

import json
from collections import namedtuple

from ..errors import UsageError
from ..repository.tensorfile import DTYPES

Place = namedtuple("Place", "file start size")
File = namedtuple("File", "name header size tensors")
File.__doc__ = """A weights file before it is written: its name, its first bytes, its size in bytes, the names of its tensors."""

NAME = "model.safetensors"
INDEX = "model.safetensors.index.json"
_RANK = {dtype: rank for rank, dtype in enumerate(DTYPES)}  # in the order of safetensors' own writer, narrow ones first
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def of(tensors: dict, metadata: dict, largest: int) -> tuple[tuple[File, ...], dict]:
    """(Files, name -> Place) of tensors.

    tensors   name -> (dtype, shape), in the order they are shared out among files
    metadata  texts that every file repeats: torchao's reader takes those of the last it opens
    largest   bytes of tensors in a file; one that is larger has a file of its own
    """
    shards = _shared(tensors, largest)
    files, places = [], {}
    for number, names in enumerate(shards, 1):
        file = NAME if len(shards) == 1 else f"model-{number:05}-of-{len(shards):05}.safetensors"
        ordered = sorted(names, key=lambda name: (-_RANK[tensors[name][0]], name))  # the wide first, so that all are aligned
        table, at = {"__metadata__": dict(sorted(metadata.items()))}, 0
        for name in ordered:
            dtype, shape = tensors[name]
            table[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at := at + size(dtype, shape)]}
        header = _header(table)
        for name in ordered:
            start, end = table[name]["data_offsets"]
            places[name] = Place(file, len(header) + start, end - start)
        files.append(File(file, header, len(header) + at, tuple(ordered)))
    return tuple(files), places


def size(dtype: str, shape) -> int:
    """Bytes of a tensor."""
    count = DTYPES[dtype]
    for length in shape:
        count *= length
    return count // 8


def index(files, places: dict, parameters: int) -> str:
    """model.safetensors.index.json, which says which file holds which tensor."""
    total = sum(place.size for place in places.values())
    table = {
        "metadata": {"total_parameters": parameters, "total_size": total},
        "weight_map": {name: file.name for file in files for name in file.tensors},
    }
    return json.dumps(table, indent=2, sort_keys=True) + "\n"


def bytes_of(text: str) -> int:
    """Bytes of a text such as "5GB" or "900 MiB". Raises UsageError for another."""
    number = text.strip().rstrip("BbIiKkMmGgTt ")
    unit = text.strip()[len(number) :].strip().upper()
    try:
        found = float(number) * _UNITS[unit]
    except (ValueError, KeyError):
        found = 0
    if not 10_000 <= found < 2**63:
        raise UsageError(f"{text!r} is no size of a file", "write it as 5GB or 900MB")
    return int(found)


def _shared(tensors: dict, largest: int) -> list[list[str]]:
    shards: list[list[str]] = [[]]
    full = 0
    for name, (dtype, shape) in tensors.items():
        more = size(dtype, shape)
        if shards[-1] and full + more > largest:
            shards.append([])
            full = 0
        shards[-1].append(name)
        full += more
    return shards


def _header(table: dict) -> bytes:
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text
