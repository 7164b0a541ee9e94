"""Files of an audit, each written whole or not at all, and what the machine says no to in one line."""

from __future__ import annotations

import os
from contextlib import contextmanager

from ..errors import CardwrightError

TEMPORARY = ".cardwright-"  # what the names of files begin with that are not whole yet


@contextmanager
def whole(path: str):
    """A binary file that comes to its place when the block ends without an error, and leaves no trace otherwise."""
    import tempfile

    with complaining(path):
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=TEMPORARY)
        try:
            with open(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())  # else a crash may leave the new name on an empty file
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise


@contextmanager
def complaining(path: str):
    """Failures to write a file, as one line."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error) or "unknown reason").lower()
        raise CardwrightError(
            f"{path}: cannot be written: {reason}", "what is done is kept: the same command goes on from there"
        ) from None
