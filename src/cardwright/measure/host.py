"""The machine that measured, in words."""

from __future__ import annotations

import os
import platform

from ..heavy import TESTED, libraries, version


def described(device: str) -> dict:
    """What a speed or a memory means nothing without: device, cores, threads, driver, versions."""
    torch = libraries().torch
    found = {
        "device": torch.cuda.get_device_name() if device == "cuda" else processor(),
        "kind": device,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "threads": torch.get_num_threads(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {package: version(package) for package in TESTED},
    }
    if device == "cuda":
        found["memory"] = torch.cuda.get_device_properties(0).total_memory
        found["cuda"] = torch.version.cuda
        found["driver"] = _driver()
    return found


def processor() -> str:
    """The name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names and names[0] else platform.processor() or platform.machine()


def _driver() -> str | None:
    try:
        with open("/proc/driver/nvidia/version", encoding="utf-8") as file:
            words = file.readline().split()
    except OSError:
        return None
    return next((word for word in words if word[:1].isdigit() and "." in word), None)
