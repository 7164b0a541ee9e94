"""What commands do with a file as it is and as it should be (`path`, `old`, `new`): write it, or show the difference."""

from __future__ import annotations

import os
import stat
from collections import namedtuple

from .. import output, source
from ..errors import CardwrightError
from ..mending import fixing
from ..rendering import render

_Made = namedtuple("_Made", "text")


def save(made, within: str | None) -> None:
    """Write a file whole or not at all, with the mode it has; folders of a new one are made.

    Raises CardwrightError where it cannot be written, or is another one by now.
    """
    if made.new == made.old:
        return
    if render.existing(made.path, within) != made.old:
        raise CardwrightError(f"{made.path}: it was changed while it was read; nothing was written", "run the command again")
    try:
        os.makedirs(os.path.dirname(made.path) or ".", exist_ok=True)
    except OSError as error:
        raise CardwrightError(f"{made.path}: cannot be written: {source.reason(error)}") from None
    mode = 0o644 if made.old is None else stat.S_IMODE(os.stat(made.path).st_mode)
    with output.File(made.path, follow=not within, mode=mode) as file:
        file.write(made.new)


def difference(made, console) -> None:
    """Show what would change, as a patch."""
    console.out(fixing.diff(source.Source(made.path, made.old or ""), _Made(made.new), console.terminal, console.color))
