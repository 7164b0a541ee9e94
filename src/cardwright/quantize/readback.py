"""What really stands in a variant's folder, against its plan: from the headers on disk, in time linear in their tensors."""

from __future__ import annotations

import json
import os
from collections import Counter

from ..errors import CardwrightError
from ..repository import tensorfile


def compared(plan, folder: str) -> None:
    """Raise CardwrightError unless a folder holds exactly what its plan says."""
    there, metadata = {}, {}
    for file in plan.files:
        header = tensorfile.read(os.path.join(folder, file.name))
        if header.problem or header.size != file.size:
            raise _differs(file.name, header.problem or f"it has {header.size:,} bytes and not {file.size:,}")
        there |= {name: (tensor.dtype, tensor.shape) for name, tensor in (header.tensors or {}).items()}
        metadata = header.metadata
    wanted = {one.name: (one.dtype, tuple(one.shape)) for one in plan.outputs}
    for name in wanted.keys() | there.keys():
        if wanted.get(name) != there.get(name):
            raise _differs(name, f"{there.get(name)} stands there and not {wanted.get(name)}")
    found = quantized(metadata)
    planned = Counter(scheme.tensor for scheme, _ in plan.schemes.values())
    if found != planned:
        raise _differs("the weights", f"{dict(found)} are quantized and not {dict(planned)}")


def quantized(metadata: dict) -> Counter:
    """torchao's class of a weight -> how many of a file's metadata are of it."""
    kinds = Counter()
    for key, text in metadata.items():
        if key not in ("format", "tensor_names"):
            kinds[json.loads(text).get("_type")] += 1
    kinds.pop("Tensor", None)
    return kinds


def _differs(what: str, how: str) -> CardwrightError:
    return CardwrightError(
        f"what was written is not what was planned: {what}: {how}", "nothing was left behind; report it, please"
    )
