"""Reading a file that may be anything: bounded, never blocking, never raising for what a user can leave lying around."""

from __future__ import annotations

import errno
import os
import stat
from collections import namedtuple

MAX_BYTES = 5_000_000  # the largest README on the Hub that anyone reads is far below; a card is text for people

Source = namedtuple("Source", "path text problem detail at folder", defaults=(None, "", (1, 1), None))
Source.__doc__ = """A file's text, or why there is none.

problem  None, "unreadable", "too-large", "binary" or "not-utf8"; of an audit also "too-slow"
detail   the reason in words
at       1-based line and column of the first bad byte
folder   (the folder the file stands in, the folder no link may lead out of or None, the names of what stands in it where
         they are known); None for text that is no file
"""


def read(path: str, within: str | None = None, listed: frozenset | None = None) -> Source:
    """The text of a file. With `within`, a symbolic link that leads out of that folder is not followed."""
    try:
        if within is not None and not inside(path, within):
            return _problem(path, "unreadable", "it is a link that leads out of the folder that is checked")
        descriptor = os.open(path, _FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return _problem(
                    path, "unreadable", "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file"
                )
            data = _content(descriptor, min(status.st_size, MAX_BYTES) + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _problem(path, "unreadable", reason(error))
    return decode(path, data, status.st_size, (os.path.dirname(path) or ".", within, listed))


# Never blocking: what is named README.md may be a pipe.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def _content(descriptor: int, guess: int) -> bytes:
    """At most MAX_BYTES + 1 bytes of a file, `guess` of them in the first read; it may grow while it is read."""
    data = os.read(descriptor, guess)
    if len(data) < guess - 1 or len(data) == guess:
        parts = [data]
        while data and sum(map(len, parts)) <= MAX_BYTES:
            data = os.read(descriptor, MAX_BYTES + 1 - sum(map(len, parts)))
            parts.append(data)
        data = b"".join(parts)
    return data


def inside(path: str, folder: str) -> bool:
    """Whether a path, its links followed, stands in a folder."""
    root = os.path.realpath(folder)
    return os.path.commonpath([root, os.path.realpath(path)]) == root


def decode(path: str, data: bytes, size: int | None = None, folder=None) -> Source:
    """The text of bytes that were read from `path`, as a Source."""
    if len(data) > MAX_BYTES:
        return _problem(path, "too-large", f"{(size or len(data)) / 1e6:.1f} MB")
    for mark, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if data.startswith(mark):
            return _problem(path, "not-utf8", f"it is written in {name}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            return _problem(path, "binary", "it holds null bytes")
        good = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        break_at = good.rfind("\n" if b"\n" in data else "\r")
        at = (good.count("\n" if b"\n" in data else "\r") + 1, len(good) - break_at)
        return _problem(path, "not-utf8", f"byte 0x{data[error.start]:02x} is not UTF-8", at)
    return _problem(path, "binary", "it holds null bytes") if "\0" in text else Source(path, text, folder=folder)


def _problem(path: str, kind: str, detail: str, at: tuple[int, int] = (1, 1)) -> Source:
    return Source(path, None, kind, detail, at)


def reason(error: OSError) -> str:
    """Why a file could not be opened, in words."""
    return {
        errno.ELOOP: "it is a link that leads back to itself",
        errno.EACCES: "permission denied",
        errno.EISDIR: "it is a folder",
        errno.ENOENT: "it is a link to a file that does not exist",
        errno.ENXIO: "it is not a regular file",
    }.get(error.errno, (error.strerror or "it cannot be opened").lower())
