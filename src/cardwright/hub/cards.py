"""The cards of repositories on the Hub: README.md and small configs, by the official client, each into a folder of its own.

What is there already is not fetched again, so that a run that was killed goes on. Rate limits are kept: a refusal that says how
long to wait is waited for by all. No token is ever an argument or in a message.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import namedtuple

from ..errors import CardwrightError
from . import patience

NAMES = ("README.md", "config.json", "adapter_config.json")
KNOWN = ".cardwright.json"  # in a repository's folder: it is fetched, and what the Hub told
WORKERS = 4
_PATIENCE = (1, 2, 4, 8, 16)  # seconds between attempts
_BROKE = "the connection broke"
_MOST = 50_000_000  # bytes of a file; what is larger is no card, and says so

Fetched = namedtuple("Fetched", "id problem downloads created", defaults=("", None, None))
Fetched.__doc__ = """A repository that is fetched, or in words why it is not."""


class Hub:
    """The Hub (HF_ENDPOINT), asked for many repositories; raises CardwrightError where the client is missing."""

    def __init__(self) -> None:
        try:
            import huggingface_hub
        except ImportError:
            raise CardwrightError(
                "repositories on the Hub are fetched by huggingface_hub, which is not installed",
                "python -m pip install huggingface_hub",
            ) from None
        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        self._api = huggingface_hub.HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, library_name="cardwright")
        self._lock, self._until = threading.Lock(), 0.0  # the Hub wants no question before that time
        self._broken = 0  # repositories in a row to which the connection broke, time and again

    @property
    def address(self) -> str:
        return self._api.endpoint

    def models(self, author: str):
        """The models of an organisation or a user, as the client's ModelInfo with the names of their files."""
        try:
            return list(self._api.list_models(author=author, full=True))  # the client tries that again by itself
        except Exception as error:  # the client lets through whatever its transport raises
            raise CardwrightError(
                f"the models of {author} cannot be listed: {_words(error)}", "is the Hub reachable? HF_ENDPOINT names another"
            ) from None

    def fetch(self, repo: str, folder: str, info=None) -> Fetched:
        """A repository's card and configs, in a folder. `info`: what the Hub told of it, where that is known."""
        known = _known(folder)
        if known:
            return known
        done = self._fetched(repo, folder, info)
        self._broken = self._broken + 1 if done.problem.startswith(_BROKE) else 0
        if self._broken >= WORKERS:
            raise CardwrightError(
                f"{self._api.endpoint} cannot be reached: {done.problem}", "run the same command again: what was fetched is kept"
            )
        return done

    def _fetched(self, repo: str, folder: str, info) -> Fetched:
        try:
            info = info or self._again(lambda: self._api.model_info(repo))
            os.makedirs(folder, exist_ok=True)
            there = {one.rfilename for one in info.siblings or ()}
            for name in NAMES:
                if name in there:
                    _write(os.path.join(folder, name), self._again(lambda name=name: self._file(repo, name)))
        except OSError as error:
            if getattr(error, "response", None) is None and error.errno:
                reason = (error.strerror or "unknown reason").lower()
                raise CardwrightError(
                    f"{folder}: cannot be written: {reason}", "free some room, and run the same command"
                ) from None
            return Fetched(repo, _words(error))
        except Exception as error:  # the client lets through whatever its transport raises
            return Fetched(repo, _words(error))
        done = Fetched(repo, "", info.downloads, info.created_at and info.created_at.year)
        _write(os.path.join(folder, KNOWN), json.dumps(done._asdict()).encode())
        return done

    def _file(self, repo: str, name: str) -> bytes:
        from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

        url = f"{self._api.endpoint}/{repo}/resolve/main/{name}"
        answer = get_session().get(url, headers=build_hf_headers(token=self._api.token), follow_redirects=True)
        hf_raise_for_status(answer)
        return answer.content[:_MOST]

    def _again(self, job):
        """What a job gives, tried again after answers and failures that pass."""
        for pause in (*_PATIENCE, None):
            while (left := self._until - time.monotonic()) > 0:
                time.sleep(left)
            try:
                return job()
            except Exception as error:
                if pause is None or not patience.passes(error):
                    raise
                with self._lock:
                    self._until = max(self._until, time.monotonic() + max(pause, patience.asked_to_wait(error)))


def _known(folder: str) -> Fetched | None:
    """What an earlier run fetched; None where it did not come to its end."""
    try:
        with open(os.path.join(folder, KNOWN), encoding="utf-8") as file:
            return Fetched(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: str, data: bytes) -> None:
    temporary = path + ".part"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)


_REASONS = {401: "it is not there, or this token may not see it", 403: "it may not be read with this token",
            404: "it is not there, or this token may not see it", 429: "the Hub has had too many requests"}  # fmt: skip


def _words(error: Exception) -> str:
    """Why something could not be fetched. The client's own messages are not shown: they hold addresses."""
    if type(error).__name__ == "GatedRepoError":
        return "it is gated; ask for access on its page, with the account of the token"
    status = patience.status(error)
    return _REASONS.get(status) or (f"the Hub failed ({status})" if status else f"{_BROKE} ({type(error).__name__})")
