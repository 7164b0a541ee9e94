"""How large the weights beside a card are, and those of the variants in folders below it, by their files' sizes alone."""

from __future__ import annotations

import os

from .card import LFS_POINTER

_MOST = 200  # folders that are looked into


def of(context, folder: str = "") -> int:
    """The bytes of the safetensors files in a folder; 0 without any, or when the size of one is not known."""
    path = context.files.path(folder) if folder else context.files.folder
    try:
        names = os.listdir(path) if path else ()
    except OSError:
        return 0
    sizes = [_size(context, f"{folder}/{name}".lstrip("/")) for name in names if name.endswith(".safetensors")]
    return sum(sizes) if all(sizes) else 0


def variants(context) -> dict[str, int]:
    """Folder -> bytes of its weights, for the folders below the card that have any."""
    if not of(context):
        return {}
    found = {name: of(context, name) for name in sorted(context.files.names)[:_MOST] if "." not in name}
    return {name: size for name, size in found.items() if size}


def _size(context, name: str) -> int:
    path = context.files.path(name)
    try:
        size = os.path.getsize(path) if path and os.path.isfile(path) else 0
    except OSError:
        return 0
    if size > 1000:
        return size
    text = (context.files.text(name) or "") if size else ""
    if not text.startswith(LFS_POINTER):  # what stands for a file that git-lfs has not fetched
        return size
    told = text.rpartition("\nsize ")[2].strip()
    return int(told) if told.isdecimal() and len(told) < 16 else 0
