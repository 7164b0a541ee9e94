"""The files that a card's relative links lead to.

Only what stands in the card's repository is looked at, folder by folder, so that nothing outside is ever asked for and capitals
count on every system as they do on the Hub. Which folder is the repository: the nearest one, going up from the card, with a
`.git`; without one, the folder above when it has a README.md (the card is a variant's), else the card's own.
"""

from __future__ import annotations

import os
from collections import namedtuple

from .. import source
from ..lazy import Lazy
from . import links

_ELSEWHERE = Lazy(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#?{]|www\.|h*t+ps?//|~|\.{3}|\Z")  # addresses, the Hub's own pages, blanks
_FILE = Lazy(r"\.{1,2}/|[\w .@+()-]{1,200}/|[A-Z][A-Z_-]{3,40}\Z|.{0,2000}\.[A-Za-z][A-Za-z0-9]{0,11}\Z", 16)
_SITE = Lazy(r"(?:[\w-]+\.)+(?:com|org|net|io|ai|co|dev|edu|gov|app|info|xyz|uk|jp|cn|eu)(?:/|\Z)")
_MODEL = frozenset(("config.json", "adapter_config.json", "model_index.json"))
_WEIGHTS = (".safetensors", ".gguf", ".onnx")
_HIGHEST = 12  # folders looked up

Target = namedtuple("Target", "link path found near")
Target.__doc__ = """A relative link: its Link, the path it names, whether that exists, and the one in other capitals that does."""


def targets(context) -> list[Target]:
    """The relative links of a card that name a file or folder of its repository."""
    folders = _Folders(context.files.folder, context.files.within)
    found = []
    for link in context.links:
        path = _path(link)
        if path and folders.reaches(path):
            found.append(Target(link, path, *folders.find(path)))
    return found


def are_here(context, found: list[Target]) -> bool:
    """Whether the repository's files stand beside the card: it holds a model, or another link finds its file. A README.md that
    was fetched alone has neither, and says nothing about what its links lead to."""
    names = context.files.names
    return not _MODEL.isdisjoint(names) or any(n.endswith(_WEIGHTS) for n in names) or any(t.found for t in found)


def _path(link) -> str | None:
    """The path a target names, relative to the card; None when it is no relative path."""
    target = link.target.strip()
    if link.kind == links.BARE or _ELSEWHERE.match(target) or _SITE.match(target):
        return None
    path = target.partition("#")[0].partition("?")[0]
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    if "&" in path:
        from html import unescape

        path = unescape(path)
    return path if path.isprintable() and "\\" not in path and _FILE.match(path) else None


class _Folders:
    """The folders of one repository, each listed once."""

    def __init__(self, folder: str, within: str | None) -> None:
        self.folder = os.path.realpath(folder)
        self.root = self._repository(os.path.realpath(within) if within else None)
        self.listed: dict[str, frozenset[str]] = {}

    def _repository(self, within: str | None) -> str:
        folder = self.folder
        for _ in range(_HIGHEST):
            parent = os.path.dirname(folder)
            if os.path.lexists(os.path.join(folder, ".git")):
                return folder
            if folder == within or parent == folder:
                break
            folder = parent
        parent = os.path.dirname(self.folder)
        inside = within is None or (self.folder != within and source.inside(parent, within))
        return parent if inside and os.path.lexists(os.path.join(parent, "README.md")) else self.folder

    def reaches(self, path: str) -> bool:
        """Whether a path stays in the repository, its links followed."""
        full = os.path.normpath(os.path.join(self.folder, path))
        return self._inside(full) and self._inside(os.path.realpath(os.path.dirname(full)))

    def _inside(self, path: str) -> bool:
        return path == self.root or path.startswith(os.path.join(self.root, ""))

    def find(self, path: str) -> tuple[bool, str | None]:
        """Whether a path exists, and if not the one that differs in capitals only and does."""
        steps = os.path.relpath(os.path.normpath(os.path.join(self.folder, path)), self.root).split(os.sep)
        folder, real = self.root, []
        for step in steps if steps != ["."] else ():
            names = self._names(folder)
            alike = [step] if step in names else [name for name in names if name.casefold() == step.casefold()]
            if len(alike) != 1:
                return False, None
            real.append(alike[0])
            folder = os.path.join(folder, alike[0])
        if real == steps or not real:
            return True, None
        return False, os.path.relpath(os.path.join(self.root, *real), self.folder).replace(os.sep, "/")

    def _names(self, folder: str) -> frozenset[str]:
        if folder not in self.listed:
            try:
                self.listed[folder] = frozenset(os.listdir(folder))
            except OSError:
                self.listed[folder] = frozenset()
        return self.listed[folder]
