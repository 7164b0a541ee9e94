"""A model's files from the Hub, by the unmodified client and into its cache."""

from __future__ import annotations

import re

from ..errors import CardwrightError, UsageError
from ..facts import typed

_ID = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}\Z")
# Everything that a quantized variant is made from; never code and never pickles.
_WANTED = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja", "*.tiktoken", "LICENSE*", "NOTICE*", "README.md")


def is_id(text: str) -> bool:
    """Whether a text can be the id of a model on the Hub."""
    return _ID.match(text) is not None


def checked(repo: str | None) -> str:
    """The id of a repository as it was given. Raises UsageError for what is none, and for a blank of some template."""
    if not is_id(repo or "") or typed.is_blank(repo):
        what = "only holds the place of the id" if is_id(repo or "") else "is no id"
        raise UsageError(f"{repo!r} {what} of a repository", "write it as name/model")
    return repo


def fetched(repo: str, revision: str = "") -> tuple[str, str]:
    """(folder, commit) of a model's files, from the cache or the Hub (HF_ENDPOINT). Raises CardwrightError for none."""
    try:
        import huggingface_hub
        from huggingface_hub import errors
    except ImportError:
        raise CardwrightError(
            f"{repo} is on the Hub, and huggingface_hub is not installed", "python -m pip install huggingface_hub"
        ) from None
    try:
        folder = huggingface_hub.snapshot_download(repo, revision=revision or None, allow_patterns=list(_WANTED))
    except errors.GatedRepoError:
        raise CardwrightError(f"{repo} is gated", "ask for access on its page, and set HF_TOKEN") from None
    except errors.RevisionNotFoundError:
        raise CardwrightError(f"{repo} has no revision {revision}", "give a branch, a tag or a commit of it") from None
    except errors.RepositoryNotFoundError:
        raise CardwrightError(
            f"{repo} is neither a folder here nor a model on the Hub", "if it is private, set HF_TOKEN"
        ) from None
    except Exception as error:  # the client lets through whatever its transport raises
        raise CardwrightError(
            f"{repo} cannot be fetched: {type(error).__name__}", "is the Hub reachable from here? HF_ENDPOINT names another"
        ) from error
    return folder, folder.rstrip("/").rpartition("/")[2]
