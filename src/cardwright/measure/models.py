"""A model and its variants: loaded as anybody would load them, and what they hold."""

from __future__ import annotations

import os
from collections import namedtuple

from ..errors import CardwrightError
from ..heavy import libraries

Loaded = namedtuple("Loaded", "model folder bytes runs")
Loaded.__doc__ = """A model in memory: its folder below the one that is measured, "" for the original; the exact bytes of its
parameters, tied ones once; whether its own arithmetic runs here, or its weights had to be expanded first."""


def loaded(root: str, folder: str, device: str) -> Loaded:
    """The Loaded of a folder in `root`, on cpu or cuda. Raises CardwrightError where it does not load whole."""
    libs = libraries()
    kind = _class(libs.transformers, os.path.join(root, folder))
    try:
        model, info = kind.from_pretrained(
            root, subfolder=folder, dtype="auto", use_safetensors=True, local_files_only=True, trust_remote_code=False,
            output_loading_info=True,
        )  # fmt: skip
    except Exception as error:  # whatever transformers, torchao or safetensors raise
        text = " ".join(str(error).split())[:300]
        raise CardwrightError(f"{os.path.join(root, folder)} does not load: {type(error).__name__}: {text}", "") from error
    lost = sorted(info["missing_keys"]) + sorted(info["unexpected_keys"]) + sorted(map(str, info["mismatched_keys"]))
    if lost:
        raise CardwrightError(
            f"{os.path.join(root, folder)} does not load whole: {', '.join(lost[:3])}", "it is damaged, or of another model"
        )
    model = model.to(device).eval()
    size = held(model)
    runs = _expanded(model, device) == 0
    return Loaded(model, folder, size, runs)


def tokenizer(root: str):
    """The tokenizer in a folder."""
    transformers = libraries().transformers
    try:
        return transformers.AutoTokenizer.from_pretrained(root, local_files_only=True, trust_remote_code=False)
    except Exception as error:
        raise CardwrightError(
            f"{root} has no tokenizer that loads: {type(error).__name__}", "put the tokenizer's files beside the weights"
        ) from error


def held(model) -> int:
    """Bytes of the parameters of a model, tied ones once, of quantized ones what they are stored as."""
    parts = {part.data_ptr(): part.numel() * part.element_size() for tensor in model.parameters() for part in _parts(tensor)}
    return sum(parts.values())


def _parts(tensor):
    inner = getattr(tensor, "data", tensor)
    if not hasattr(inner, "tensor_data_names"):
        return [tensor]
    names = [*inner.tensor_data_names, *getattr(inner, "optional_tensor_data_names", ())]
    return [part for part in (getattr(inner, name, None) for name in names) if part is not None]


def _class(transformers, folder: str):
    import json

    try:
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            names = json.load(file).get("architectures") or []
    except (OSError, ValueError, AttributeError):
        raise CardwrightError(f"{os.path.join(folder, 'config.json')} cannot be read", "give the folder of a model") from None
    found = getattr(transformers, names[0], None) if names and isinstance(names[0], str) and names[0].isidentifier() else None
    if not (isinstance(found, type) and issubclass(found, transformers.PreTrainedModel) and found.can_generate()):
        raise CardwrightError(f"{folder} is no model that generates text", "perplexity and speed are measured of those only")
    return found


def _expanded(model, device: str) -> int:
    """Put back into bfloat16 the weights whose arithmetic this device does not have, so that their quality can be measured."""
    if device != "cpu":
        return 0
    torch = libraries().torch
    count = 0
    for module in model.modules():
        weight = getattr(module, "weight", None)
        inner = getattr(weight, "data", None)
        if type(inner).__name__ == "Int4Tensor" or type(weight).__name__ == "Int4Tensor":
            module.weight = torch.nn.Parameter(_plain(weight, torch), requires_grad=False)
            count += 1
    return count


def _plain(weight, torch):
    """The numbers an Int4Tensor stands for: code times scale, plus the value of the group's middle."""
    inner = weight.data if hasattr(weight.data, "qdata") else weight
    low, high = (inner.qdata << 4) >> 4, inner.qdata >> 4  # both keep the sign
    codes = torch.stack([low, high], dim=2).reshape(inner.qdata.shape[0], -1)
    group = inner.block_size[-1]
    wide = lambda part: part.t().float().repeat_interleave(group, dim=1)
    return (codes.float() * wide(inner.scale) + wide(inner.zero_point)).to(inner.scale.dtype)
