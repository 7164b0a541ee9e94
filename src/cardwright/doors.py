"""The one door to pyarrow, duckdb and ray: it says what is missing, and the line that installs it."""

from __future__ import annotations

from importlib import import_module

from .errors import CardwrightError

EXTRA = 'python -m pip install "cardwright[scale]"'


def arrow():
    """pyarrow. Raises CardwrightError where it is not installed."""
    return _opened("pyarrow")


def parquet():
    """pyarrow.parquet."""
    return _opened("pyarrow.parquet")


def compute():
    """pyarrow.compute."""
    return _opened("pyarrow.compute")


def duck():
    """duckdb."""
    return _opened("duckdb")


def ray():
    """ray."""
    return _opened("ray")


def _opened(name: str):
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        if getattr(error, "name", None) == package:
            raise CardwrightError(f"{package} is not installed, and this needs it", EXTRA) from None
        raise CardwrightError(f"{package} cannot be imported: {error}", f"install it anew: {EXTRA}") from error
