"""A weight in a scheme: what it becomes, from its shape alone or in numbers. The only calls into torchao's arithmetic."""

from __future__ import annotations

import json
from collections import namedtuple
from functools import cache

from ..errors import CardwrightError
from ..heavy import libraries
from .tree import DTYPES, NAMES

Part = namedtuple("Part", "name dtype shape axis")
Part.__doc__ = """A tensor that a quantized weight is stored as: the end of its name, its dtype and shape, and the axis along
which its rows follow those of the weight; None where they do not."""

Packed = namedtuple("Packed", "parts metadata problem")
Packed.__doc__ = """What a weight of a shape becomes: its Parts and torchao's JSON about it, or why it cannot be quantized."""

# Ends of names that torchao's classes add to a weight's, and the axis of rows in each.
_COLUMNS = {"Int4Tensor": ("scale", "zero_point")}  # a column a row
_REDUCED = "reduce_range"


@cache
def configuration(scheme, group: int):
    """torchao's configuration object of a scheme."""
    libraries()
    from importlib import import_module

    module, _, name = scheme.config.partition(":")
    arguments = {key: group if value is None else value for key, value in scheme.parameters}
    return getattr(import_module(module), name)(**arguments)


@cache
def outlook(scheme, group: int, shape: tuple, dtype: str, portable: bool) -> Packed:
    """The Packed of a weight of this shape and dtype, without a number of it."""
    torch = libraries().torch
    if 0 in shape:
        return Packed((), "", "it is empty")
    if scheme.groups and shape[-1] % group:
        return Packed((), "", f"its {shape[-1]} columns are no multiple of {group}")
    weight = torch.empty(shape, dtype=getattr(torch, DTYPES[dtype]), device="meta")
    try:
        made = packed(weight, scheme, group)
    except Exception as error:  # torchao asserts, raises and complains as each class likes
        return Packed((), "", f"torchao refuses it: {' '.join(str(error).split())[:160] or type(error).__name__}")
    return described(made, scheme, shape, portable)


def packed(weight, scheme, group: int, largest=None):
    """torchao's tensor of a weight (rows, columns), on its own device; bit for bit what its `quantize_` makes.

    largest   the largest absolute value of the whole weight, where a scheme needs it and `weight` is only some of its rows
    """
    if scheme.tensor == "Int4Tensor":
        return _int4(weight, group)
    if largest is not None:
        return _nvfp4(weight, largest.to(weight.device))
    if scheme.tensor == "Int4TilePackedTo4dTensor" and weight.device.type == "meta":
        return _tiles(weight, group)
    torch = libraries().torch
    from torchao.quantization import quantize_

    layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    layer.weight = torch.nn.Parameter(weight, requires_grad=False)
    quantize_(torch.nn.Sequential(layer), configuration(scheme, group))
    if type(layer.weight) is torch.nn.Parameter:
        raise CardwrightError("torchao passed it over", "")
    return layer.weight


def tensors(made, portable: bool) -> dict:
    """end of name -> tensor of torchao's tensor."""
    names = list(made.tensor_data_names) + list(getattr(made, "optional_tensor_data_names", ()))
    found = {name: getattr(made, name) for name in names if getattr(made, name) is not None}
    if portable:
        found.pop("zero_point", None)  # all zero in every scheme with a portable form; torchao before 0.18 knows none
    return found


def described(made, scheme, shape: tuple, portable: bool) -> Packed:
    """The Packed of what torchao made of a weight."""
    from torchao.prototype.safetensors.safetensors_utils import TensorSubclassAttributeJSONEncoder

    parts = tuple(
        Part(name, NAMES[str(tensor.dtype).removeprefix("torch.")], tuple(tensor.shape), _axis(scheme, name))
        for name, tensor in tensors(made, portable).items()
    )
    text = json.dumps(made, cls=TensorSubclassAttributeJSONEncoder)
    return Packed(parts, _portable(text) if portable else text, None)


def _axis(scheme, name: str) -> int | None:
    if not scheme.rows or name == "per_tensor_scale":
        return None
    return 1 if name in _COLUMNS.get(scheme.tensor, ()) else 0


def _portable(text: str) -> str:
    """Without what torchao 0.18 added and its earlier versions refuse: default values, and zero points that are all zero."""
    told = json.loads(text)
    told["_tensor_data_names"] = [name for name in told["_tensor_data_names"] if name != "zero_point"]
    _forget(told["_data"])
    return json.dumps(told)


def _forget(data: dict) -> None:
    data.pop(_REDUCED, None)
    for inner in data.values():
        if isinstance(inner, dict) and isinstance(inner.get("_data"), dict):
            inner["_data"].pop(_REDUCED, None)


def portable_config(told):
    """The `quant_type` of config.json without what torchao before 0.18 does not know."""
    if not isinstance(told, dict):
        return told
    return {key: portable_config(value) for key, value in told.items() if key not in ("granularity", _REDUCED)}


def _int4(weight, group: int):
    """torchao's plain Int4Tensor, in torch: it leaves this to mslk, which exists for CUDA only.

    Asymmetric, rounded to nearest, from the float32 of the weight: the scale is the range of a group over 15, the zero point the
    value of its middle, two numbers a byte, the even column in the low bits (mslk 1.3, quantize/shuffle.py).
    """
    torch = libraries().torch
    from torchao.quantization import Int4Tensor

    rows, columns = weight.shape
    groups = weight.reshape(rows, columns // group, group).to(torch.float32)
    least, most = groups.amin(dim=2, keepdim=True), groups.amax(dim=2, keepdim=True)
    scale = (most - least).clamp(min=1e-6) / 15
    middle = least + scale * 8
    codes = groups.sub(least).div_(scale).round_().clamp_(0, 15).sub_(8).to(torch.int8).reshape(rows, columns)
    bytes_ = torch.bitwise_or(codes[:, ::2] & 0xF, codes[:, 1::2] << 4)
    across = lambda of: of.reshape(rows, -1).t().contiguous().to(weight.dtype)
    return Int4Tensor(bytes_.contiguous(), across(scale), across(middle), [1, group], weight.shape)


def _nvfp4(weight, largest):
    """Some rows of a weight, with the scale of all of it. Scales lie in tiles of 128 rows, one tile after the other."""
    from torchao.prototype.mx_formats.nvfp4_tensor import NVFP4Tensor, per_tensor_amax_to_scale

    return NVFP4Tensor.to_nvfp4(weight, per_tensor_scale=per_tensor_amax_to_scale(largest), is_swizzled_scales=True)


def _tiles(weight, group: int):
    """The shapes of torchao's tile-packed tensor, which it makes on CUDA only: rows padded to 1,024 columns, eight at a time."""
    torch = libraries().torch
    from torchao.quantization import Int4TilePackedTo4dTensor

    rows, columns = -(-weight.shape[0] // 8) * 8, -(-weight.shape[1] // 1024) * 1024
    empty = lambda *shape, dtype: torch.empty(shape, dtype=dtype, device="meta")
    return Int4TilePackedTo4dTensor(
        empty(rows // 8, columns // 128, 32, 4, dtype=torch.int32),
        empty(columns // group, rows, 2, dtype=torch.bfloat16),
        [1, group],
        weight.shape,
    )
