"""The weights beside a card: which files they are, what their headers say, and what is wrong with them."""

from __future__ import annotations

import json
import re
from collections import Counter, namedtuple

from .. import source
from . import tensorfile

MAX_FILES = 2000  # weights files looked at; the largest checkpoints have a few hundred

Weights = namedtuple("Weights", "files main size count elements tensors packed problems missing pickles")
Weights.__doc__ = """A folder's weights, from their headers alone.

files     name -> tensorfile.Header of every .safetensors and .gguf file
main      names of the safetensors files that make up the model; empty when it is unclear which do
size      their bytes, or None when one is not known
count     how many numbers they hold, or None; of packed weights that is not the number of parameters
elements  dtype -> how many of them, empty when a header is not known
tensors   name -> tensorfile.Tensor of the main files
packed    the weights are quantized: scales beside packed integers
problems  (file, reason) pairs: what nobody can load
missing   (index or file, what is not there) pairs
pickles   names of pickled weights, which are never opened
"""

_SHARD = re.compile(r"(.{1,200})-(\d{5,6})-of-(\d{5,6})(\.safetensors|\.gguf)\Z")
_PICKLE = re.compile(r"(?:(?:pytorch|adapter|diffusion_pytorch)_model.*\.bin|.*\.(?:ckpt|pth|pt|pkl|pickle))\Z")
_NO_WEIGHTS = re.compile(r"(?:optimizer|scheduler|rng_state|scaler|training_args|random_states|lr_scheduler)[\w.-]*\Z")
_PACKED_NAME = re.compile(
    r"(?:_weight_(?:qdata|scale|zero_point|scale_and_zero)|\.(?:qweight|qzeros|weight_packed|weight_scale(?:_inv)?|SCB|scales)"
    r"|\.weight\.(?:absmax|quant_map|quant_state\..*))\Z"
)
_FLOATS = frozenset(("F64", "F32", "F16", "BF16", "C64"))


def look(files) -> Weights:
    """The Weights of files.Files."""
    budget, headers = tensorfile.MAX_PARSED, {}
    names = sorted(name for name in files.names if name.endswith((".safetensors", ".gguf")))[:MAX_FILES]
    for name in names:
        headers[name] = tensorfile.read(_inside(files, name), files.within, budget)
        budget -= headers[name].cost
    index = _index(files)
    problems = [(name, header.problem) for name, header in headers.items() if header.problem] + index.problems
    main = _main(headers, index)
    known = [headers[name] for name in main if name in headers]
    tensors = {name: tensor for header in known for name, tensor in (header.tensors or {}).items()}
    whole = len(known) == len(main) and main
    elements = Counter()
    if whole and all(header.tensors is not None for header in known):
        for tensor in tensors.values():
            elements[tensor.dtype] += tensor.count
    sizes = [None if header.problem else header.size for header in known]
    size = sum(sizes) if whole and None not in sizes else None
    count = sum(elements.values()) or (index.count if main else None)
    missing = _missing(headers, index)
    return Weights(headers, main, size, count, elements, tensors, _packed(tensors, elements), problems, missing, _pickles(files))


def _inside(files, name: str) -> str:
    import os

    return os.path.join(files.folder, name)


_Index = namedtuple("_Index", "name shards tensors count problems", defaults=("", (), {}, None, []))
NAME = "model.safetensors.index.json"


def _index(files) -> _Index:
    """What model.safetensors.index.json says."""
    if NAME not in files.names:
        return _Index()
    try:
        with tensorfile.opened(_inside(files, NAME), files.within) as (descriptor, size):
            if size > tensorfile.MAX_PARSED:
                return _Index()
            data = tensorfile.exactly(descriptor, size)
        table = {} if data.startswith(b"version https://git-lfs") else json.loads(data.decode("utf-8-sig"))
        return _listed(table)
    except OSError as error:
        return _Index(NAME, problems=[(NAME, source.reason(error))])
    except (ValueError, RecursionError):
        return _Index(NAME, problems=[(NAME, "it is not JSON")])
    except tensorfile.Unreadable as error:
        return _Index(NAME, problems=[(NAME, str(error))])


def _listed(table) -> _Index:
    if table == {}:
        return _Index()
    where = table.get("weight_map") if isinstance(table, dict) else None
    if not isinstance(where, dict) or not all(isinstance(shard, str) for shard in where.values()):
        raise tensorfile.Unreadable("it has no `weight_map` of tensor names and files")
    shards = sorted(set(where.values()))
    outside = [shard for shard in shards if _leads_out(shard)]
    if outside:
        raise tensorfile.Unreadable(f"it names {tensorfile.short(outside[0])}, which is not a file beside it")
    metadata = table.get("metadata")
    count = metadata.get("total_parameters") if isinstance(metadata, dict) else None
    return _Index(NAME, tuple(shards), where, count if type(count) is int and 0 < count < 1 << 63 else None, [])


def _leads_out(shard: str) -> bool:
    return not shard or shard.startswith("/") or "\\" in shard or ":" in shard or "\0" in shard or ".." in shard.split("/")


def _main(headers: dict, index: _Index) -> tuple:
    if index.shards:
        return index.shards
    tensors = [name for name in headers if name.endswith(".safetensors")]
    for name in ("model.safetensors", "adapter_model.safetensors"):
        if name in tensors:
            return (name,)
    return tuple(tensors) if len(tensors) == 1 and not _SHARD.match(tensors[0]) else ()


def _missing(headers: dict, index: _Index) -> list:
    beside = [shard for shard in index.shards if "/" not in shard]
    missing = [(index.name, f"`{shard}`") for shard in beside if shard not in headers]
    if missing or index.shards:
        return missing or _misplaced(headers, index)
    numbered: dict[tuple, set] = {}
    for name in headers:
        if match := _SHARD.match(name):
            stem, number, total, suffix = match.groups()
            numbered.setdefault((stem, total, suffix), set()).add(int(number))
    for (stem, total, suffix), there in numbered.items():
        lost = next((number for number in range(1, min(int(total), MAX_FILES) + 1) if number not in there), None)
        if lost:
            missing.append((f"{stem}-*-of-{total}{suffix}", f"`{stem}-{lost:0{len(total)}}-of-{total}{suffix}`"))
        elif suffix == ".safetensors" and stem == "model" and not index.name and NAME not in headers:
            missing.append((f"{stem}-*-of-{total}{suffix}", f"`{NAME}`, which says what each of them holds,"))
    return missing


def _misplaced(headers: dict, index: _Index) -> list:
    for name, shard in index.tensors.items():
        tensors = headers[shard].tensors if shard in headers else None
        if tensors is not None and name not in tensors:
            return [(index.name, f"the tensor {tensorfile.short(name)}, which it places in `{shard}`,")]
    return []


def _packed(tensors: dict, elements: Counter) -> bool:
    other = sum(count for dtype, count in elements.items() if dtype not in _FLOATS)
    return other * 10 > sum(elements.values()) or any(_PACKED_NAME.search(name[-60:]) for name in tensors)


def _pickles(files) -> list[str]:
    return sorted(name for name in files.names if len(name) < 300 and _PICKLE.match(name) and not _NO_WEIGHTS.match(name))
