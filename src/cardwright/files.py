"""The files around a card, looked at only when a rule asks, and never further than the card's repository."""

from __future__ import annotations

import os
from functools import cached_property

from . import source


class Files:
    """The folder that a card stands in. Without one (text from a pipe) it has no files.

    Every method takes a path relative to the card with forward slashes. What lies outside the folder that a run was told
    to stay within (`--within`) does not exist for it.
    """

    def __init__(self, folder: tuple[str, str | None] | None) -> None:
        self.folder, self._within = folder or (None, None)

    @cached_property
    def names(self) -> frozenset[str]:
        """What the folder holds: names of files and folders."""
        try:
            return frozenset(os.listdir(self.folder)) if self.folder else frozenset()
        except OSError:
            return frozenset()

    def path(self, name: str) -> str | None:
        """The path of a file or folder that exists and may be looked at, or None."""
        if self.folder is None or "\0" in name:
            return None
        path = os.path.normpath(os.path.join(self.folder, *name.split("/")))
        if not os.path.lexists(path) or (self._within is not None and not source.inside(path, self._within)):
            return None
        return path

    def text(self, name: str) -> str | None:
        """A file's text; None when there is no such file or it is no text of at most source.MAX_BYTES."""
        path = self.path(name)
        return source.read(path, self._within).text if path else None

    def json(self, name: str):
        """What a JSON file holds; None when there is no such file or it is not JSON."""
        text = self.text(name)
        if text is None:
            return None
        import json

        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None
