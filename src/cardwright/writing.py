"""Writing a file whole or not at all."""

from __future__ import annotations

import os

from .errors import CardwrightError


def replace(path: str, text: str, follow: bool, mode: int = 0o644) -> None:
    """Write a file whole or not at all; a pipe or a device, such as /dev/stdout, is written to and never replaced.

    A link is written through with `follow`, and replaced without. Raises CardwrightError when that cannot be done.
    """
    import tempfile

    temporary = None
    try:
        if follow and os.path.exists(path) and not os.path.isfile(path):
            descriptor = os.open(path, os.O_WRONLY)
        else:
            target = (
                os.path.realpath(path)
                if follow
                else os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
            )
            descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".cardwright-")
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if temporary:
            os.chmod(temporary, mode)
            os.replace(temporary, target)
            temporary = None
    except OSError as error:
        raise CardwrightError(f"{path}: cannot be written: {(error.strerror or 'unknown reason').lower()}") from None
    finally:
        if temporary:
            os.unlink(temporary)
