"""The files around a card, looked at only when a rule asks, and never further than the card's repository."""

from __future__ import annotations

import os

from . import source
from .lazy import Lazy, cached

_WEIGHTS = (".safetensors", ".gguf", ".onnx", ".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack", ".pkl", ".pickle")
_MODEL_FILES = frozenset(
    ("config.json", "adapter_config.json", "model_index.json", "model.safetensors.index.json", "modules.json")
)
# Folder names that say how the weights in them are stored: int8, int4-weight-only, 4bit, fp8, q4_k_m, w8a8, gguf, awq ...
VARIANT = (
    r"(?:bnb[-_])?(?:int|uint|fp|nf|nvfp|mxfp|float)[-_]?[48](?:[-_][a-z0-9]+){0,4}|[2-8][-_]?bits?|q[2-8](?:_[0-9a-z]+){0,3}"
    r"|w[48]a(?:16|8|4)|(?:gguf|awq|gptq|exl2|hqq|quantized)(?:[-_][a-z0-9]+){0,3}"
)
_VARIANT = Lazy(rf"(?:{VARIANT})\Z")


def is_variant(name: str) -> bool:
    """Whether a folder's name says that it holds a quantized variant."""
    return len(name) < 60 and _VARIANT.match(name.lower()) is not None


_RESULTS = ("eval_results.json", "all_results.json", "train_results.json", "evaluation_results.json", "trainer_state.json")


class Listing:
    """What one folder holds, by names alone: `names` of its files and folders."""

    def __init__(self, names=()) -> None:
        self.names = frozenset(names)
        self._words: dict[str, bool] = {}

    @cached
    def holds_model(self) -> bool:
        """Whether it looks like a model's repository rather than a folder with a README."""
        return any(name in _MODEL_FILES or name.endswith(_WEIGHTS) or is_variant(name) for name in self.names)

    @cached
    def results(self) -> list[str]:
        """The files that hold what a training or an evaluation measured."""
        own = [name for name in _RESULTS if name in self.names]
        return own + sorted(name for name in self.names if name.startswith("results") and name.endswith(".json"))[:4]

    @cached
    def holds_tensors(self) -> bool:
        """Whether safetensors files stand in it."""
        return any(name.endswith(".safetensors") for name in self.names)

    def begins(self, word: str) -> bool:
        """Whether a name begins with these lower-case letters in any case."""
        if word not in self._words:
            self._words[word] = any(name.lower().startswith(word) for name in self.names)
        return self._words[word]


_NOTHING = Listing()
_SETTLED = 2_000_000_000  # ns: a folder changed less than this ago may change again without a new time stamp
_kept: tuple = (None, _NOTHING)


def listing(folder: str | None, names: frozenset | None = None) -> Listing:
    """A folder's Listing, of `names` where they are known. The last one is kept, so that a thousand cards of one folder
    list it once, and a thousand folders that hold a README.md alone are looked at once."""
    global _kept
    if names is not None:
        if _kept[1].names is not names and _kept[1].names != names:
            _kept = (None, Listing(names))
        return _kept[1]
    if folder is None:
        return _NOTHING
    try:
        status = os.stat(folder)
        key = (status.st_dev, status.st_ino, status.st_mtime_ns, folder)
        if key == _kept[0]:
            return _kept[1]
        found = Listing(os.listdir(folder))
    except OSError:
        return _NOTHING
    import time

    if time.time_ns() - status.st_mtime_ns > _SETTLED:
        _kept = (key, found)
    return found


class Files:
    """The folder that a card stands in. Without one (text from a pipe) it has no files.

    Every method takes a path relative to the card with forward slashes. What lies outside the folder that a run was told
    to stay within (`--within`) does not exist for it.
    """

    def __init__(self, folder: tuple | None) -> None:
        self.folder, self.within, self._listed = (*(folder or (None, None)), None)[:3]

    @cached
    def listing(self) -> Listing:
        return listing(self.folder, self._listed)

    @property
    def names(self) -> frozenset[str]:
        """What the folder holds: names of files and folders."""
        return self.listing.names

    @cached
    def own_name(self) -> str:
        """The name of the folder itself; empty without one."""
        return os.path.basename(os.path.abspath(self.folder)) if self.folder else ""

    def path(self, name: str) -> str | None:
        """The path of a file or folder that exists and may be looked at, or None."""
        if self.folder is None or "\0" in name:
            return None
        path = os.path.normpath(os.path.join(self.folder, *name.split("/")))
        if not os.path.lexists(path) or (self.within is not None and not source.inside(path, self.within)):
            return None
        return path

    def below(self, name: str) -> list[str]:
        """The sorted names in a folder beside the card; none when it is no folder."""
        path = self.path(name)
        try:
            return sorted(os.listdir(path)) if path else []
        except OSError:
            return []

    def size(self, name: str) -> int | None:
        """The bytes of a file, also of one that Git LFS has not fetched; None when there is no such file."""
        from .repository import tensorfile

        path = self.path(name)
        return tensorfile.size(path) if path else None

    def text(self, name: str) -> str | None:
        """A file's text; None when there is no such file or it is no text of at most source.MAX_BYTES."""
        path = self.path(name)
        return source.read(path, self.within).text if path else None

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

    @cached
    def config(self) -> dict:
        """config.json, when it is a mapping."""
        return self._mapping("config.json")

    @cached
    def adapter_config(self) -> dict:
        """adapter_config.json, when it is a mapping."""
        return self._mapping("adapter_config.json")

    def _mapping(self, name: str) -> dict:
        found = self.json(name) if name in self.names else None
        return found if isinstance(found, dict) else {}
