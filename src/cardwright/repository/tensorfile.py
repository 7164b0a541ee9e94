"""What a weights file says of itself: the header of a safetensors file, the first bytes of a GGUF file. Never a tensor.

A header comes from strangers. What it claims is checked against the file before anything is read or believed, as the
safetensors library does (format: a 64-bit length, a JSON mapping of that length, then the tensors without gaps).
"""

from __future__ import annotations

import os
import stat
from collections import namedtuple
from contextlib import contextmanager

from .. import source

MAX_HEADER = 100_000_000  # what the safetensors library refuses to go beyond
MAX_PARSED = 32_000_000  # what is parsed here: a hundred thousand tensors need half of it

# Bits of one element (safetensors 0.8).
DTYPES = {
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32,
    "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip

Tensor = namedtuple("Tensor", "dtype shape count start end")
Header = namedtuple("Header", "size tensors metadata problem cost", defaults=(None, None, {}, None, 0))
Header.__doc__ = """A weights file without its weights.

size      bytes of the file, also of one that Git LFS has not fetched; None when it cannot be opened
tensors   name -> Tensor; None when it is not known (not fetched, too long to parse, another format, damaged)
metadata  the texts of `__metadata__`
problem   what is wrong with the file in words, or None
cost      bytes of header that were read for it
"""


class Unreadable(Exception):
    """A file that cannot be opened, or does not hold what it must; its text is the reason."""


def read(path: str, within: str | None = None, budget: int = MAX_PARSED) -> Header:
    """The Header of a file that may be anything. A header longer than `budget` is not parsed and no problem."""
    size, cost = None, 0
    try:
        with opened(path, within) as (descriptor, size):
            first = exactly(descriptor, min(size, 512))
            if first.startswith(b"version https://git-lfs"):
                return Header(pointed_size(first))
            if path.endswith(".gguf"):
                return Header(size, problem=_gguf(first))
            length = _length(first, size)
            cost = length if length <= budget else 0
            os.lseek(descriptor, 8, os.SEEK_SET)
            return _safetensors(exactly(descriptor, length), size)._replace(cost=cost) if cost else Header(size)
    except Unreadable as error:
        return Header(size, problem=str(error), cost=cost)
    except OSError as error:
        return Header(size, problem=source.reason(error))


@contextmanager
def opened(path: str, within: str | None):
    """(descriptor, size) of a regular file. Raises Unreadable or OSError; never blocks."""
    if within is not None and not source.inside(path, within):
        raise Unreadable("it is a link that leads out of the folder that is checked")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file")
        yield descriptor, status.st_size
    finally:
        os.close(descriptor)


def size(path: str) -> int | None:
    """The bytes of a regular file or of what a Git LFS pointer stands for; None for anything else."""
    try:
        with opened(path, None) as (descriptor, found):
            first = exactly(descriptor, found) if found < 512 else b""
            return pointed_size(first) if first.startswith(b"version https://git-lfs") else found
    except (OSError, Unreadable):
        return None


def pointed_size(pointer: bytes) -> int | None:
    """The size a Git LFS pointer names."""
    for line in pointer.split(b"\n"):
        key, _, value = line.strip().partition(b" ")
        if key == b"size" and value.isdigit() and len(value) < 19:
            return int(value)
    return None


def exactly(descriptor: int, length: int) -> bytes:
    """The next bytes of an open file: as many as asked for, or up to its end."""
    parts = []
    while length > 0 and (part := os.read(descriptor, length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _gguf(first: bytes) -> str | None:
    if first[:4] != b"GGUF":
        return "it does not begin with `GGUF`"
    return None if len(first) >= 24 else "it is cut off within its header"


def _length(first: bytes, size: int) -> int:
    """The length of a safetensors file's header."""
    if len(first) < 8:
        raise Unreadable(f"it has {size} bytes; a safetensors file begins with 8 that say how long its header is")
    length = int.from_bytes(first[:8], "little")
    if length > MAX_HEADER:
        raise Unreadable(f"its header claims {length:,} bytes where {MAX_HEADER:,} are allowed: it is no safetensors file")
    if length > size - 8:
        raise Unreadable(f"its header claims {length:,} bytes and the file has {size:,}: it is cut off")
    if length < 2:
        raise Unreadable("its header is empty")
    return length


def _safetensors(raw: bytes, size: int) -> Header:
    table = _mapping(raw)
    metadata = table.pop("__metadata__", None) or {}
    if not isinstance(metadata, dict):
        raise Unreadable("its `__metadata__` is no mapping")
    tensors = {name: _tensor(name, entry) for name, entry in table.items()}
    _without_gaps(tensors, size - 8 - len(raw))
    return Header(size, tensors, {key: text for key, text in metadata.items() if isinstance(text, str)})


def _mapping(data: bytes) -> dict:
    import json

    try:
        table = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except UnicodeDecodeError:
        raise Unreadable("its header is not UTF-8") from None
    except RecursionError:
        raise Unreadable("its header is nested too deeply") from None
    except ValueError:
        raise Unreadable("its header is not JSON") from None
    if not isinstance(table, dict):
        raise Unreadable("its header is no mapping of tensors")
    return table


def _unique(pairs):
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        seen: set = set()
        twice = next(name for name in names if name in seen or seen.add(name))
        raise Unreadable(f"its header names {short(twice)} twice")
    return table


def _tensor(name: str, entry) -> Tensor:
    if not isinstance(entry, dict):
        raise Unreadable(f"tensor {short(name)} is not described by a mapping")
    dtype, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise Unreadable(f"tensor {short(name)} has the dtype {short(dtype)}, which safetensors does not know")
    if not _naturals(shape) or not _naturals(offsets) or len(offsets) != 2:
        raise Unreadable(f"tensor {short(name)} has no proper shape or offsets")
    count = 1
    for length in shape:
        count = min(count * length, 1 << 63)
    start, end = offsets
    if start > end or count * DTYPES[dtype] != (end - start) * 8:
        raise Unreadable(f"tensor {short(name)} has offsets that do not fit its shape and dtype")
    return Tensor(dtype, tuple(shape), count, start, end)


def _naturals(value) -> bool:
    return isinstance(value, list) and len(value) < 100 and all(type(n) is int and 0 <= n < 1 << 63 for n in value)


def _without_gaps(tensors: dict, size: int) -> None:
    reached = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].start):
        if tensor.end > size:
            raise Unreadable(f"tensor {short(name)} ends at byte {tensor.end:,} of {size:,}: the file is cut off")
        if tensor.start != reached and tensor.count:
            raise Unreadable(f"tensor {short(name)} {'overlaps another' if tensor.start < reached else 'leaves a gap before it'}")
        reached = max(reached, tensor.end)
    if reached != size:
        raise Unreadable(f"{size - reached:,} bytes after its last tensor belong to none")


def short(value) -> str:
    """A name from a file, quoted and cut to fit a message."""
    text = str(value)
    return f"`{text[:60]}`" + ("…" if len(text) > 60 else "")
