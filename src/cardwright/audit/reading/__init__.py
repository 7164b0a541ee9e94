"""Sources: what is named on the command line, made to Parts; and Parts, made to cards. A module a kind of source.

Each kind has `read(part)`, which yields parts.Item and parts.Trouble, and something that makes its Parts.
"""

from __future__ import annotations

import glob
import os
from importlib import import_module

from ...errors import UsageError
from ..parts import Part

_KINDS = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
_PACKED = (".gz", ".zst")
_WAYS = "a dump is .parquet, .jsonl (also .gz and .zst) or .csv; else name a folder of repositories or *.md, --ids FILE or --org"


def read(part: Part):
    """The Items of a Part, and Trouble where something of it cannot be read."""
    return import_module(f"{__name__}.{part.kind}").read(part)


def planned(sources, wanted):
    """The Parts of everything that was named, in its order, and Trouble where something cannot be read.

    `wanted`: names.Wanted. Raises UsageError for what is not there or is no source.
    """
    seen = set()
    for source in sources:
        for path in _expanded(source):
            place = os.path.abspath(path)
            if place not in seen:
                seen.add(place)
                yield from _parts(path, place, wanted)


def _expanded(source: str) -> list[str]:
    if os.path.lexists(source) or not glob.has_magic(source):
        return [source]
    found = sorted(glob.glob(source, recursive=True))
    if not found:
        raise UsageError(f"{source}: nothing here fits this pattern", "quote it, so that it is not the shell's")
    return found


def _parts(path: str, place: str, wanted):
    if not os.path.exists(path):
        raise UsageError(
            f"{path}: no such file or folder", "check the spelling; a repository on the Hub is named with --ids FILE"
        )
    if os.path.isdir(path):
        yield from _of_folder(path, place, wanted)
        return
    kind = kind_of(path)
    if kind:
        yield from import_module(f"{__name__}.{kind}").planned(path, place, wanted)
    elif path.lower().endswith(".md"):
        from . import folders

        yield from folders.planned(path, place)
    else:
        raise UsageError(f"{path}: neither a dump of cards nor a card", _WAYS)


def kind_of(path: str) -> str | None:
    """The kind of a dump by its name; None for anything else."""
    name = path.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    kind = _KINDS.get(os.path.splitext(name)[1])
    return None if name != path.lower() and kind != "jsonl" else kind


def _of_folder(path: str, place: str, wanted):
    """A folder of fragments in Parquet that is no repository itself is a dump; any other holds cards."""
    from . import folders

    names = sorted(os.listdir(place))
    fragments = [name for name in names if name.endswith(".parquet")]
    if not fragments or "README.md" in names:
        yield from folders.planned(path, place)
        return
    for name in fragments:
        yield from _parts(os.path.join(path, name), os.path.join(place, name), wanted)
