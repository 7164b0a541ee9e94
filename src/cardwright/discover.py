"""Which files are model cards.

A file that is named is one. In a folder, a README.md is one when its front matter has a key of the Hub's card metadata,
when its folder holds a model (config.json, adapter_config.json, *.safetensors, *.gguf), or when it has our own markers;
MODEL_CARD*.md always is. Cards of datasets and Spaces share the file name and are passed over in folders.
"""

from __future__ import annotations

import fnmatch
import os
import re

from . import frontmatter, source
from .errors import UsageError
from .lazy import Lazy

_SKIPPED = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__", "site-packages", ".tox", ".nox", ".venv", "venv"))
_MODEL_FILES = frozenset(("config.json", "adapter_config.json"))
_WEIGHTS = (".safetensors", ".gguf")
_MODEL_CARD = re.compile(r"MODEL_?CARD.*\.md\Z", re.IGNORECASE)
# Keys only a dataset's or a Space's card has.
_OTHER_CARD = Lazy(
    r"^(?:dataset_info|task_categories|task_ids|size_categories|annotations_creators|source_datasets"
    r"|sdk|sdk_version|app_file)[ \t]*:",
    re.MULTILINE,
)


def find(paths, exclude=(), discover: bool = False, within: str | None = None):
    """The cards among files and below folders, read, as source.Source, each once.

    With `discover`, the rule for folders is applied to named files too. A path that does not exist raises UsageError
    after the others were yielded. `within` is passed to source.read.
    """
    absent, seen = [], set()
    for path in paths:
        path = os.fspath(path)
        for candidate, certain in _candidates(path, exclude, discover, absent):
            origin = _once(candidate, seen, within)
            if origin and (certain or is_card(origin)):
                yield origin
    if absent:
        raise UsageError(
            f"{', '.join(absent)}: no such file or folder", "check the spelling; paths are relative to the current folder"
        )


def _once(path: str, seen: set, within) -> source.Source | None:
    key = os.path.realpath(path)
    if key in seen:
        return None
    seen.add(key)
    return source.read(path, within)


def _candidates(path: str, exclude, discover: bool, absent: list[str]):
    """(path, whether it is certainly a card) pairs."""
    if os.path.isdir(path):
        yield from _walk(path, exclude)
    elif os.path.lexists(path):
        name = os.path.basename(path)
        if not discover:
            yield path, True
        elif name == "README.md" or _MODEL_CARD.match(name):
            yield path, False
    else:
        absent.append(path)


def _walk(top: str, exclude):
    for folder, subfolders, files in os.walk(top):
        subfolders[:] = sorted(d for d in subfolders if d not in _SKIPPED and not _environment(os.path.join(folder, d)))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(folder, name))
            if (name == "README.md" or _MODEL_CARD.match(name)) and not _excluded(path, top, exclude):
                yield path, False


def _environment(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def _excluded(path: str, top: str, patterns) -> bool:
    if not patterns:
        return False
    names = (path.replace(os.sep, "/"), os.path.relpath(path, top).replace(os.sep, "/"))
    return any(fnmatch.fnmatch(name, pattern) for name in names for pattern in patterns)


def is_card(origin: source.Source) -> bool:
    """Whether a README.md or MODEL_CARD*.md found on a walk is a model card."""
    if _MODEL_CARD.match(os.path.basename(origin.path)) or beside_model(os.path.dirname(origin.path) or "."):
        return True
    text = origin.text or ""
    if "<!-- cardwright:begin " in text:
        return True
    front = frontmatter.find(text.removeprefix("\ufeff"))
    block = text[front.yaml[0] : front.yaml[1]] if front.state == frontmatter.FOUND else text[:4000]
    meant = front.state in (frontmatter.FOUND, frontmatter.UNTERMINATED, frontmatter.UNDETECTED)
    return meant and bool(frontmatter.hub_key(block)) and not _OTHER_CARD.search(block)


def beside_model(folder: str) -> bool:
    """Whether a folder holds a model's files."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name in _MODEL_FILES or entry.name.endswith(_WEIGHTS) for entry in entries)
    except OSError:
        return False
