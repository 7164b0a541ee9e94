"""The one door to torch, torchao and transformers: it says what is missing and keeps their noise out of our output.

Nothing else imports them, and nothing on the way to checking or rendering comes through here.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections import namedtuple
from functools import cache

from .errors import CardwrightError

# The set that is tested; torchao writes folders that its other versions cannot read.
TESTED = {"torch": "2.13.0", "torchao": "0.18.0", "transformers": "5.23.0"}
_FROM = {"torch": (2, 11), "torchao": (0, 18), "transformers": (5, 12)}
_BEFORE = {"torchao": (0, 19), "transformers": (6,)}
EXTRA = "python -m pip install " + " ".join(f"{package}=={version}" for package, version in TESTED.items()) + " accelerate"

Libraries = namedtuple("Libraries", "torch torchao transformers")


@cache
def libraries() -> Libraries:
    """torch, torchao and transformers, imported. Raises CardwrightError for what is missing or of another version."""
    for package in TESTED:
        _require(package)
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # threads that spin on shared cores cost ten times what they do
    _quiet()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch, torchao, transformers = (_imported(package) for package in TESTED)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    return Libraries(torch, torchao, transformers)


def version(package: str) -> str | None:
    """The version of an installed package, without importing it."""
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _quiet() -> None:
    """torchao complains of CUDA extensions on every machine without CUDA, torch of torchao's enumerations."""
    for name in ("torchao", "torch.utils._pytree", "torch.distributed.elastic"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _require(package: str) -> None:
    found = version(package)
    if found is None:
        raise CardwrightError(f"{package} is not installed, and this needs it", f"install the tested set: {EXTRA}")
    numbers = tuple(int(part) if part.isdigit() else 0 for part in found.split("+")[0].split("."))
    if numbers < _FROM[package] or (package in _BEFORE and numbers >= _BEFORE[package]):
        raise CardwrightError(
            f"{package} {found} is installed; this is tested with {TESTED[package]}",
            f'python -m pip install "{package}=={TESTED[package]}"',
        )


def _imported(package: str):
    from importlib import import_module

    try:
        return import_module(package)
    except Exception as error:  # a broken installation fails in many ways, and the reason is all that helps
        raise CardwrightError(
            f"{package} cannot be imported: {type(error).__name__}: {error}", f"install it anew: {EXTRA}"
        ) from error
