"""The files of a folder that go to the Hub: which do, which never do and why, and their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from ..characters import credentials, settings_secrets
from ..errors import CardwrightError, UsageError

Local = namedtuple("Local", "name path size sha256 sha1 changed", defaults=(0,))
Local.__doc__ = """A file: its path in the repository and here, its bytes, the SHA-256 of its content, git's SHA-1 of it ("" of
large files, which the Hub keeps as LFS or Xet and knows by their SHA-256), when it was changed last (nanoseconds)."""

Left = namedtuple("Left", "name why")
Left.__doc__ = """A file or folder that is not published."""

# What a training leaves behind and is nobody else's business; a pattern and the reason. Names as transformers, TRL, git, Python
# and editors give them.
NEVER = (
    (r"\.env(?:\..*)?|\.netrc|\.pypirc|\.npmrc|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)(?:\.pub)?|.*\.(?:pem|key|p12|pfx|kdbx)",
     "it may hold secrets"),
    (r"\.git|\.hg|\.svn|\.cache|\.venv|venv|node_modules|__pycache__|.*\.py[cod]|\.ipynb_checkpoints|\.DS_Store|\.idea|\.vscode|\.pytest_cache",
     "it belongs to this machine"),
    (r"checkpoint-\d+|global_step\d+", "it is a checkpoint of the training"),
    (r"(?:optimizer|scheduler|scaler|rng_state[\w-]*|random_states[\w-]*|lr_scheduler)\.(?:pt|pth|bin|safetensors|pkl)|training_args\.bin"
     r"|.*_optim_states\.pt|zero_to_fp32\.py|latest", "it is a state of the training"),
    (r"\.cardwright", "it is the journal of a release"),
    (r"wandb|mlruns|\.huggingface", "it is a tracker's own folder"),
    (r"\.[\w-]+\.(?:half-made|replaced)|\.evidence\..*", "it is half made"),
)  # fmt: skip
_NEVER = [(re.compile(f"(?:{pattern})\\Z", re.IGNORECASE), why) for pattern, why in NEVER]

_TEXTS = (
    ".md",
    ".json",
    ".jsonl",
    ".yaml",
    ".yml",
    ".txt",
    ".toml",
    ".cfg",
    ".ini",
    ".py",
    ".sh",
    ".csv",
    ".jinja",
    ".ipynb",
    ".html",
    ".svg",
)
# What every credential has something of; most of many small files have none, and are told apart without being looked into.
_MAYBE_SECRET = re.compile(rb"[A-Za-z0-9+/_-]{16}|://[^\s@]{1,200}@|-----BEGIN|\"\s*:\s*\"")
_MOST_TEXT = 8 * 2**20  # bytes of a text that are searched for tokens
_MOST_FILES = 100_000  # of a repository (huggingface.co/docs/hub/storage-limits)
_BLOCK = 4 * 2**20
_LARGE = 10 * 2**20  # bytes beyond which the Hub takes no file outside LFS or Xet


def listed(folder: str) -> tuple[list[tuple[str, str]], list[Left]]:
    """((path in the repository, path here) of every file that goes up, what does not). Raises CardwrightError."""
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder}", "give the model's folder")
    root, found, left = os.path.realpath(folder), [], []
    for place, folders, files in os.walk(folder):
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        name_of = lambda name, inside=inside: name if inside == "." else f"{inside}/{name}"
        for name in sorted(folders):
            why = _never(name) or ("it is a link to a folder" if os.path.islink(os.path.join(place, name)) else "")
            if why:
                folders.remove(name)
                left.append(Left(name_of(name) + "/", why))
        folders.sort()
        for name in sorted(files):
            path = os.path.join(place, name)
            why = _never(name)
            if why:
                left.append(Left(name_of(name), why))
                continue
            _stays_inside(path, root, name_of(name))
            found.append((name_of(name), path))
    if len(found) > _MOST_FILES:
        raise CardwrightError(f"{folder} has {len(found):,} files, and a repository takes {_MOST_FILES:,}", "pack them")
    return found, left


def _never(name: str) -> str:
    return next((why for pattern, why in _NEVER if pattern.match(name)), "")


def _stays_inside(path: str, root: str, name: str) -> None:
    """Raise CardwrightError for a link that leads out of the folder, and for what is no file that can be read."""
    try:
        if os.path.islink(path) and os.path.commonpath([os.path.realpath(path), root]) != root:
            raise CardwrightError(
                f"{name} is a link that leads out of the folder", "copy what it points to into the folder, or remove it"
            )
        status = os.stat(path)
    except OSError as error:
        raise CardwrightError(f"{name}: {error.strerror}", "nothing was published") from None
    if not stat.S_ISREG(status.st_mode):
        raise CardwrightError(f"{name} is no regular file", "remove it; nothing was published")


def all_hashed(files, tell=None) -> list[Local]:
    """The Locals of (name, path) pairs, in their order; large files in threads, for their hashing leaves the interpreter."""
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        later = {name: pool.submit(hashed, name, path, tell) for name, path in files if os.path.getsize(path) >= _LARGE}
        return [later[name].result() if name in later else hashed(name, path, tell) for name, path in files]


def hashed(name: str, path: str, tell=None) -> Local:
    """The Local of a file, read once."""
    status = os.stat(path)
    size = status.st_size
    whole, git = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    read = 0
    with open(path, "rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            whole.update(block)
            if size < _LARGE:
                git.update(block)
            read += len(block)
            if tell:
                tell(len(block))
    one = Local(name, path, size, whole.hexdigest(), git.hexdigest() if size < _LARGE else "", status.st_mtime_ns)
    if read != size:
        raise _moved(name)
    return one


def still(files) -> None:
    """Raise CardwrightError where a Local is no longer what was hashed: what goes up is what was planned."""
    for one in files:
        try:
            status = os.stat(one.path)
        except OSError:
            raise _moved(one.name) from None
        if (status.st_size, status.st_mtime_ns) != (one.size, one.changed):
            raise _moved(one.name)


def _moved(name: str) -> CardwrightError:
    return CardwrightError(f"{name} changed while it was published", "leave the folder alone, and run the same command again")


def secrets(files) -> list[str]:
    """Where texts hold what looks like a credential, as FILE:LINE and its kind; the credential itself is never said."""
    found = []
    for name, path in files:
        if name.lower().endswith(_TEXTS) and os.path.getsize(path) <= _MOST_TEXT:
            with open(path, "rb") as file:
                data = file.read()
            if not _MAYBE_SECRET.search(data):
                continue
            text = data.decode("utf-8", "replace")
            found += [f"{name}:{text.count(chr(10), 0, one.start) + 1}: {one.kind}" for one in credentials.find(text)]
            found += [f"{name}: {key}" for key in _keyed(text)] if name.endswith(".json") else []
    return found


def _keyed(text: str):
    """Keys of a JSON file whose values look like secrets, such as `hf_token`."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return
    for key, value in settings_secrets.texts(content):
        if settings_secrets.is_secret(key, value) and not credentials.find(value):  # those are told with their line
            yield key
