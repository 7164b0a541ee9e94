"""Writing a file whole or not at all."""

from __future__ import annotations

import os

from .errors import CardwrightError


class File:
    """A file that comes to its place when the block that writes it ends without an error, and leaves no trace otherwise.

    A pipe or a device, such as /dev/stdout, is written to and never replaced. A link is written through with `follow`, and
    replaced without. `mode`: the permission bits of a new file. Raises CardwrightError where it cannot be written.
    """

    def __init__(self, path: str, follow: bool = True, mode: int = 0o644) -> None:
        self._path, self._mode, self._temporary = path, mode, None
        with self._complaining():
            if follow and os.path.exists(path) and not os.path.isfile(path):
                descriptor = os.open(path, os.O_WRONLY)
            else:
                import tempfile

                folder, name = os.path.split(path)
                self._target = os.path.realpath(path) if follow else os.path.join(os.path.realpath(folder), name)
                descriptor, self._temporary = tempfile.mkstemp(dir=os.path.dirname(self._target), prefix=".cardwright-")
            self._file = open(descriptor, "w", encoding="utf-8", newline="")

    def write(self, text: str) -> None:
        with self._complaining():
            self._file.write(text)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_) -> None:
        with self._complaining():
            try:
                if self._temporary and kind is None:
                    self._file.flush()
                    os.fsync(self._file.fileno())  # else a crash may leave the new name on an empty file
                self._file.close()
                if self._temporary and kind is None:
                    os.chmod(self._temporary, self._mode)
                    os.replace(self._temporary, self._target)
                    self._temporary = None
            finally:
                if self._temporary:
                    os.unlink(self._temporary)

    def _complaining(self):
        return _Complaining(self._path)


class _Complaining:
    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind, error, _) -> None:
        if isinstance(error, OSError):
            reason = (error.strerror or "unknown reason").lower()
            raise CardwrightError(f"{self._path}: cannot be written: {reason}") from None
