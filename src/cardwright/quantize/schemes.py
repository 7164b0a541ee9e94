"""The schemes, one row each. A new one is a row here and a case in tests/test_quantize.py."""

from __future__ import annotations

from collections import namedtuple

from ..errors import UsageError
from ..vocabulary import suggest

Scheme = namedtuple(
    "Scheme", "name aliases config parameters tensor bits groups makes needs dtypes rows portable minimum runs title notes"
)
Scheme.__doc__ = """One way to quantize.

name        also the folder
aliases     what other tools call it
config      module and class of torchao's configuration; parameters: (argument, value) pairs, None for the group's size
tensor      torchao's class for a weight; bits of one number in it
groups      sizes of a group with a scale of its own, largest first; empty for a scale a row
makes       devices it can be made on; needs: packages that takes, beyond the tested set
dtypes      of the weights it takes, as safetensors names them
rows        how many rows can be quantized at a time are multiples of this; 0 where all must be together
portable    versions of torchao that read its --portable form; empty where it has none
minimum     (package, the oldest version that loads the usual form) pairs
runs        (device, what it takes) pairs of what can run it, "" for nothing
title       what it does to the weights
notes       what whoever uses it should know
"""

_FLOATS = ("BF16", "F16", "F32")
_LOADS = (("torch", "2.11"), ("torchao", "0.18.0"), ("transformers", "5.0.0"))
_AO = "torchao.quantization:"

# Facts about loading and running: torchao 0.18, transformers 5.0 to 5.23, each combination tried.
SCHEMES = (
    Scheme(
        "int8", ("int8_weight_only", "int8wo"), _AO + "Int8WeightOnlyConfig", (), "Int8Tensor", 8, (),
        ("cpu", "cuda"), (), _FLOATS, 1, ("0.16", "0.18"), _LOADS, (("cpu", ""), ("cuda", "")),
        "8-bit integer weights, one scale a row", (),
    ),
    Scheme(
        "int8-dynamic", ("int8_dynamic", "int8dyn", "int8_dynamic_activation_int8_weight"),
        _AO + "Int8DynamicActivationInt8WeightConfig", (), "Int8Tensor", 8, (),
        ("cpu", "cuda"), (), _FLOATS, 1, ("0.16", "0.18"), _LOADS, (("cpu", ""), ("cuda", "")),
        "8-bit integer weights and activations, one scale a row; the activations' scales are found while it runs",
        ("torchao before 0.18 computes the scales of bfloat16 activations less exactly.",),
    ),
    Scheme(
        "int4", ("int4_weight_only", "int4wo"), _AO + "Int4WeightOnlyConfig", (("group_size", None),), "Int4Tensor", 4, (128, 64, 32),
        ("cpu", "cuda"), (), _FLOATS, 1, (), _LOADS,
        (("cuda", "mslk 1.0 or newer, from PyTorch's package index, and a GPU of the Hopper generation"),),
        "4-bit integer weights, one scale and one zero point a group",
        ("It loads on a CPU but does not run there.",),
    ),
    Scheme(
        "int4-tile", ("int4_tile_packed", "tile_packed_to_4d"), _AO + "Int4WeightOnlyConfig",
        (("group_size", None), ("int4_packing_format", "tile_packed_to_4d")), "Int4TilePackedTo4dTensor", 4, (128, 64, 32),
        ("cuda",), (), ("BF16",), 0, (), _LOADS, (("cuda", "compute capability 8.0 or newer"),),
        "4-bit integer weights in tiles for CUDA's tensor cores, one scale and one zero point a group",
        ("Rows are padded to a multiple of 1,024 numbers: models with narrow layers hardly shrink.",),
    ),
    Scheme(
        "float8", ("float8_weight_only", "float8wo", "fp8"), _AO + "Float8WeightOnlyConfig", (), "Float8Tensor", 8, (),
        ("cpu", "cuda"), (), _FLOATS, 1, ("0.16", "0.18"), _LOADS, (("cpu", ""), ("cuda", "")),
        "8-bit floating-point weights (e4m3), one scale a row", (),
    ),
    Scheme(
        "nvfp4", ("nvfp4_weight_only",), "torchao.prototype.mx_formats:NVFP4WeightOnlyConfig", (), "NVFP4Tensor", 4, (16,),
        ("cpu", "cuda"), (), ("BF16", "F32"), 128, (), (*_LOADS[:2], ("transformers", "5.12.1")), (("cpu", ""), ("cuda", "")),
        "4-bit floating-point weights (e2m1), one scale a group of 16 and one a tensor",
        ("A prototype in torchao: between 0.17 and 0.18 its numbers changed.", "Very slow on a CPU."),
    ),
)  # fmt: skip

KEEP = "keep"  # in place of a scheme: leave the layer as it is


def find(name: str) -> Scheme:
    """The scheme of a name or alias. Raises UsageError for another."""
    for scheme in SCHEMES:
        if name in (scheme.name, *scheme.aliases):
            return scheme
    if name in ("intx4", "int4_unpacked", "IntxWeightOnlyConfig"):
        raise UsageError(f"{name!r} stores 8 bits for each 4-bit number, so it is no 4-bit scheme here", "`int4` stores 4")
    near = suggest(name, [each for scheme in SCHEMES for each in (scheme.name, *scheme.aliases)])
    raise UsageError(f"there is no scheme {name!r}{near}", "`cardwright schemes` lists them")


def several(texts) -> tuple[Scheme, ...]:
    """The schemes of texts such as "int8,int4", each once, in their order."""
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    return tuple(dict.fromkeys(find(name) for name in names))
