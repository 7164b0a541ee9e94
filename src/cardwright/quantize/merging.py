"""A LoRA adapter that is merged into its base model while that is read: no merged checkpoint is ever written."""

from __future__ import annotations

import math
import os
from collections import namedtuple

from ..errors import CardwrightError, UsageError
from ..files import Files
from ..heavy import libraries
from ..repository import tensorfile
from ..sources import jsonfiles
from . import checkpoint, streaming

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_PREFIX = "base_model.model."
# What peft 0.21 can put into an adapter besides two matrices a layer, and what it has when it does not.
_PLAIN = {"use_dora": False, "bias": "none", "modules_to_save": None, "fan_in_fan_out": False, "alpha_pattern": {},
          "trainable_token_indices": None,
          "target_parameters": None, "lora_bias": False}  # fmt: skip


class Adapter(namedtuple("Adapter", "name path pairs scale")):
    """A LoRA adapter.

    name   of its folder; path: of its weights
    pairs  name of a tensor in the base checkpoint -> (lora_A, lora_B), each a checkpoint.Stored
    scale  of a rank -> what the product of the matrices is multiplied with
    """

    def of(self, key: str):
        """What is added to a tensor of the checkpoint, as a function of the first row and how many; None for one that stays."""
        if key not in self.pairs:
            return None
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            down, up = (
                streaming.read(descriptor, each.start, each.size, each.dtype).view(each.shape).float() for each in self.pairs[key]
            )
        finally:
            os.close(descriptor)
        return lambda first, count: up[first : first + count] @ down * self.scale(down.shape[0])


def opened(folder: str, base: str, base_name: str = "", base_revision: str = ""):
    """The Checkpoint of a base model with an adapter in it. Raises CardwrightError for one that is more than plain LoRA."""
    libraries()
    config, problem = jsonfiles.parsed(os.path.join(folder, CONFIG))
    if problem:
        raise UsageError(
            f"{os.path.join(folder, CONFIG)}: {problem}", "--merge-adapter takes the folder of an adapter and its base model"
        )
    _is_plain(folder, config)
    found = checkpoint.opened(base, base_name, base_revision)
    path = os.path.join(folder, WEIGHTS)
    header = tensorfile.read(path)
    if header.problem or header.tensors is None:
        raise CardwrightError(f"{path}: {header.problem or 'it cannot be read'}", "an adapter is merged from safetensors only")
    pairs = _pairs(path, header, found)
    alpha, root = config.get("lora_alpha"), config.get("use_rslora") is True
    if not isinstance(alpha, (int, float)) or isinstance(alpha, bool):
        raise CardwrightError(f"{os.path.join(folder, CONFIG)} has no number `lora_alpha`", "it says how much the adapter weighs")
    name = os.path.basename(os.path.abspath(folder))
    adapter = Adapter(name, path, pairs, lambda rank: alpha / (math.sqrt(rank) if root else rank))
    return found._replace(name=name, adapter=adapter, beside=found.beside | checkpoint.beside(Files((folder, None))))


def _is_plain(folder: str, config: dict) -> None:
    if config.get("peft_type") != "LORA":
        raise CardwrightError(
            f"{folder} is an adapter of type {str(config.get('peft_type'))[:40]}, and only LoRA is merged here", _WAY
        )
    for key, usual in _PLAIN.items():
        if config.get(key) not in (usual, None, [], {}, False):
            raise CardwrightError(f"{folder}: `{key}` is {str(config[key])[:60]}, which is not merged here", _WAY)


_WAY = "merge it with peft (`merge_and_unload`), save the model, and quantize that"


def _pairs(path: str, header, base) -> dict:
    """name of a tensor in the base -> its two matrices; every tensor of the adapter belongs to one."""
    found: dict = {}
    for name, tensor in header.tensors.items():
        module, _, end = name.removeprefix(_PREFIX).rpartition(".lora_")
        if end not in ("A.weight", "B.weight") or f"{module}.weight" not in base.tensors:
            raise CardwrightError(
                f"{path}: {name[:120]} belongs to no layer of {base.name}", "is it the adapter of another model?"
            )
        start = 8 + header.cost + tensor.start
        stored = checkpoint.Stored(path, tensor.dtype, tensor.shape, start, tensor.end - tensor.start)
        found.setdefault(f"{module}.weight", {})[end[0]] = stored
    for key, pair in found.items():
        rows, columns = base.tensors[key].shape if len(base.tensors[key].shape) == 2 else (0, 0)
        if pair.keys() != {"A", "B"} or pair["A"].shape[1:] != (columns,) or pair["B"].shape != (rows, pair["A"].shape[0]):
            raise CardwrightError(f"{path}: the matrices for {key} do not fit its {rows} x {columns}", "is it of another model?")
    return {key: (pair["A"], pair["B"]) for key, pair in found.items()}
