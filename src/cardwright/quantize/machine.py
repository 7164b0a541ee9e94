"""What this machine can make, load and run, and why not."""

from __future__ import annotations

from collections import namedtuple

from ..errors import CardwrightError
from ..heavy import EXTRA, TESTED, libraries, version

Machine = namedtuple("Machine", "versions missing cuda capability mslk")
Machine.__doc__ = """versions: package -> its version, None where it is not installed; missing: why nothing works at all, or "";
cuda: the name of the GPU, "" for none; capability: its (major, minor); mslk: whether its kernels are there."""


def look() -> Machine:
    """This Machine."""
    versions = {package: version(package) for package in (*TESTED, "mslk")}
    try:
        torch = libraries().torch
    except CardwrightError as error:
        return Machine(versions, f"{error.message}; {error.hint}", "", (0, 0), False)
    there = torch.cuda.is_available()
    mslk = versions["mslk"] not in (None, "0.0.0")  # PyPI's 0.0.0 holds a name and nothing else
    return Machine(
        versions, "", torch.cuda.get_device_name() if there else "", torch.cuda.get_device_capability() if there else (0, 0), mslk
    )


def making(scheme, machine: Machine) -> str:
    """Why a scheme cannot be made here; "" where it can."""
    if machine.missing:
        return machine.missing
    if "cpu" not in scheme.makes and not machine.cuda:
        return "it is made on CUDA only, and there is no GPU here"
    if scheme.tensor == "Int4TilePackedTo4dTensor" and machine.capability < (8, 0):
        return f"it needs a GPU of compute capability 8.0, and this one has {'.'.join(map(str, machine.capability))}"
    return ""


def running(scheme, machine: Machine) -> str:
    """Why a variant of a scheme cannot run here; "" where it can."""
    if machine.missing:
        return machine.missing
    devices = dict(scheme.runs)
    if "cpu" in devices:
        return ""
    if not machine.cuda:
        return "it runs on CUDA only, and there is no GPU here"
    if scheme.tensor == "Int4Tensor" and not machine.mslk:
        return "it needs mslk 1.0 or newer from PyTorch's package index (PyPI's mslk is empty)"
    return making(scheme, machine)


def device(scheme, asked: str, gpus: int | None = None) -> str:
    """The device to quantize on: the CPU where that is possible, so that the bytes are the same everywhere.

    gpus  those of a cluster that does the work; None where this machine does
    """
    machine = look()
    if gpus is not None:
        machine = machine._replace(cuda="of the cluster" if gpus else "", capability=(9, 0) if gpus else (0, 0))
    if machine.missing:
        raise CardwrightError(machine.missing, EXTRA)
    why = making(scheme, machine)
    if not why and asked == "cuda" and not machine.cuda:
        why = "torch sees no CUDA device"
    if not why and asked == "cpu" and "cpu" not in scheme.makes:
        why = "it is made on CUDA only"
    if why:
        raise CardwrightError(f"{scheme.name} cannot be made here: {why}", "`cardwright schemes` shows what can")
    return asked if asked != "auto" else scheme.makes[0]
