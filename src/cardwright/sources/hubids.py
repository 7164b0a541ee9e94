"""Facts that are ids on the Hub: a path of the machine that trained is none, and often looks like one."""

from __future__ import annotations

import re

from .. import ids
from ..facts import Fact, Note
from ..schema import clip

# Facts that name a repository, and its kind.
KINDS = {"base_model": "model", "dataset_name": "dataset", "dataset_repo": "dataset"}

_PATH = re.compile(r"[/~.\\]|[A-Za-z]:[\\/]")
# What people call the folders that training writes to or reads from; nobody publishes under these names.
_FOLDERS = frozenset(
    """checkpoint checkpoints ckpt ckpts data dataset datasets home local merged mnt model models out output outputs result
    results root run runs saved saved_models tmp train training workspace""".split()
)
_FILE = re.compile(r"\.(?:jsonl?|csv|tsv|parquet|arrow|txt|zip|gz|safetensors|gguf|bin|pth?|ckpt|onnx)\Z", re.IGNORECASE)
_CHECKPOINT = re.compile(r"checkpoint-\d+\Z")


def is_path(text: str) -> bool:
    """Whether a text is a path on somebody's machine rather than an id on the Hub."""
    head, slash, last = text.rpartition("/")
    if _PATH.match(text) or "\\" in text or "/" in head:
        return True
    return bool(_FILE.search(text) or _CHECKPOINT.match(last) or (slash and head.lower() in _FOLDERS))


def told(name: str, value, file: str, key: str):
    """The Fact of a row of KINDS, and a Note for each of its texts that is a path."""
    kept = []
    for one in value if isinstance(value, list) else [value]:
        text = ids.of_address(one, KINDS[name]) or one.strip() if isinstance(one, str) else one
        if isinstance(text, str) and "://" not in text and is_path(text):
            yield Note(file, f"{key}: {clip(text)!r} is a path and no id on the Hub; it is left out")
        elif text != "":
            kept.append(text)
    if kept:
        yield Fact(name, kept if isinstance(value, list) else kept[0], file, key)
