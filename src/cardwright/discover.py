"""Which files are model cards.

A file that is named is one. In a folder, a README.md is one when its front matter has a key of the Hub's card metadata,
when its folder holds a model (config.json, adapter_config.json, *.safetensors, *.gguf), or when it has our own markers;
MODEL_CARD*.md always is. Cards of datasets and Spaces share the file name and are passed over in folders.
"""

from __future__ import annotations

import os
import re
from collections import namedtuple

from . import frontmatter, source
from .errors import UsageError
from .lazy import Lazy

_SKIPPED = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__", "site-packages", ".tox", ".nox", ".venv", "venv"))
_MANY = 1000  # names that travel with a candidate
_MODEL_FILES = frozenset(("config.json", "adapter_config.json"))
_WEIGHTS = (".safetensors", ".gguf")
_MODEL_CARD = Lazy(r"MODEL_?CARD.*\.md\Z", re.IGNORECASE)
# Keys only a dataset's or a Space's card has.
_OTHER_KEYS = ("dataset_info", "task_categories", "task_ids", "size_categories", "annotations_creators", "source_datasets")
_OTHER_KEYS += ("app_file", "sdk")
_OTHER_CARD = Lazy(rf"^(?:{'|'.join(_OTHER_KEYS)}|sdk_version)[ \t]*:", re.MULTILINE)


Candidate = namedtuple("Candidate", "path certain beside listed", defaults=(None,))
Candidate.__doc__ = """A file that may be a card.

certain  it was named, so it is one
beside   whether a model stands beside it; None where that is not known
listed   the names of all that stands in its folder, where they are known and not very many
"""


def find(paths, exclude=(), discover: bool = False):
    """The Candidates among files and below folders, each file once.

    With `discover`, the rule for folders is applied to named files too. A path that does not exist raises UsageError
    after the others were yielded.
    """
    absent, seen = [], _Seen()
    for path in map(os.fspath, paths):
        for candidate in _candidates(path, exclude, discover, absent):
            if not seen.before(candidate.path):
                yield candidate
    if absent:
        raise UsageError(
            f"{', '.join(absent)}: no such file or folder", "check the spelling; paths are relative to the current folder"
        )


def read(candidate: Candidate, within: str | None = None) -> source.Source | None:
    """A Candidate that is a card, as source.Source, or None. `within` is passed to source.read."""
    origin = source.read(candidate.path, within, candidate.listed)
    return origin if candidate.certain or is_card(origin, candidate.beside) else None


class _Seen:
    """The files of a run, so that links and overlapping arguments lead to each only once. A number a file: a run may have
    a million."""

    def __init__(self) -> None:
        self.files: set = set()
        self.device = None

    def before(self, path: str) -> bool:
        """Whether a file was asked about before; two hard links to it are two files."""
        try:
            status = os.stat(path)
        except OSError:
            key = path
        else:
            self.device = status.st_dev if self.device is None else self.device
            key = status.st_ino if status.st_dev == self.device else (status.st_dev, status.st_ino)
            key = key if status.st_nlink == 1 else os.path.realpath(path)
        size = len(self.files)
        self.files.add(key)
        return len(self.files) == size


def _candidates(path: str, exclude, discover: bool, absent: list[str]):
    if os.path.isdir(path):
        yield from _walk(path, exclude)
    elif os.path.lexists(path):
        name = os.path.basename(path)
        if not discover:
            yield Candidate(path, True, None)
        elif name == "README.md" or _MODEL_CARD.match(name):
            yield Candidate(path, False, None)
    else:
        absent.append(path)


def _walk(top: str, exclude):
    """What may be a card below a folder: a folder's own files, then its subfolders, in the order of their names."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        names, subfolders, linked = _listing(folder)
        if folder is not top and "pyvenv.cfg" in names:
            continue
        waiting += [os.path.join(folder, name) for name in sorted(subfolders, reverse=True) if name not in _SKIPPED]
        beside = listed = None
        for name in sorted(name for name in names if name == "README.md" or name[:5].upper() == "MODEL"):
            path = os.path.normpath(os.path.join(folder, name))
            if (name == "README.md" or _MODEL_CARD.match(name)) and not _excluded(path, top, exclude):
                if beside is None:
                    beside, listed = _holds_model(names), frozenset((*names, *subfolders, *linked))
                yield Candidate(path, False, beside, listed if len(listed) < _MANY else None)


def _listing(folder: str) -> tuple[list[str], list[str], list[str]]:
    """The names of a folder's files, of its folders, and of links to folders; nothing for one that cannot be listed."""
    names, subfolders, linked = [], [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    subfolders.append(entry.name)
                elif not entry.is_symlink() or not os.path.isdir(entry.path):
                    names.append(entry.name)
                else:
                    linked.append(entry.name)
    except OSError:
        pass
    return names, subfolders, linked


def _excluded(path: str, top: str, patterns) -> bool:
    if not patterns:
        return False
    import fnmatch

    names = (path.replace(os.sep, "/"), os.path.relpath(path, top).replace(os.sep, "/"))
    return any(fnmatch.fnmatch(name, pattern) for name in names for pattern in patterns)


def is_card(origin: source.Source, beside: bool | None = None) -> bool:
    """Whether a README.md or MODEL_CARD*.md found on a walk is a model card. `beside`: whether a model stands beside it."""
    if beside is None:
        beside = _holds_model(_listing(os.path.dirname(origin.path) or ".")[0])
    if beside or _MODEL_CARD.match(os.path.basename(origin.path)):
        return True
    text = origin.text or ""
    if "<!-- cardwright:" in text:
        from .card import Card
        from .rendering import blocks

        if blocks.is_managed(Card(text)):
            return True
    front = frontmatter.find(text.removeprefix("\ufeff"))
    block = text[front.yaml[0] : front.yaml[1]] if front.state == frontmatter.FOUND else text[:4000]
    meant = front.state in (frontmatter.FOUND, frontmatter.UNTERMINATED, frontmatter.UNDETECTED)
    return meant and bool(frontmatter.hub_key(block)) and not _is_other_card(block)


def _is_other_card(block: str) -> bool:
    return any(key in block for key in _OTHER_KEYS) and _OTHER_CARD.search(block) is not None


def _holds_model(names) -> bool:
    return any(name in _MODEL_FILES or name.endswith(_WEIGHTS) for name in names)
