"""Questions to the Hub over HTTP: no token, no state but the answers of this run, and every wait, size and redirect bounded."""

from __future__ import annotations

import os
import threading
import time
from collections import deque, namedtuple

from ..errors import UsageError
from . import hubhttp

DEFAULT = "https://huggingface.co"
SECONDS = 15.0  # for all questions of one card
RUN_SECONDS = 120.0  # for all questions of a run
_WORKERS = 6

Question = namedtuple("Question", "method url body guarded", defaults=(None, False))
Question.__doc__ = """What to ask. guarded: the address comes from the card, so it must be public and goes through no proxy."""

Answer = namedtuple("Answer", "status data problem", defaults=(b"", ""))
Answer.__doc__ = (
    """What came back: an HTTP status (0 for none), the first bytes of the body, and in words why there is no answer."""
)


class Hub:
    """One endpoint (HF_ENDPOINT, or huggingface.co) for the length of one run; the same question is asked once.

    Raises UsageError when the endpoint is no http or https address.
    """

    def __init__(self, endpoint: str | None = None, seconds: float = SECONDS) -> None:
        self.endpoint = _checked(endpoint or os.environ.get("HF_ENDPOINT", "").strip() or DEFAULT)
        self.guarded = not hubhttp.is_loopback(self.endpoint)  # a Hub on this machine is somebody's test
        self.seconds, self.until = seconds, time.monotonic() + RUN_SECONDS
        self.answers: dict[Question, Answer] = {}

    def validation(self, text: str) -> Question:
        """What the Hub's own validator says about a card."""
        import json

        content = json.dumps({"content": text, "repoType": "model"}).encode()
        return Question("POST", f"{self.endpoint}/api/validate-yaml", content)

    def repository(self, kind: str, name: str) -> Question:
        """Whether a repository is there. kind: "models" or "datasets"."""
        return Question("GET", f"{self.endpoint}/api/{kind}/{name}")

    def page(self, address: str) -> Question:
        """Whether a page that a card names is there."""
        return Question("HEAD", address, None, self.guarded)

    def ask(self, questions: list[Question]) -> list[Answer]:
        """The answers, in order; those that do not come in time have a problem."""
        waiting = deque(dict.fromkeys(question for question in questions if question not in self.answers))
        until, started = min(self.until, time.monotonic() + self.seconds), time.monotonic()
        threads = [threading.Thread(target=self._work, args=(waiting, until), daemon=True) for _ in waiting]
        for thread in threads[:_WORKERS]:
            thread.start()
        for thread in threads[:_WORKERS]:
            thread.join(max(0.0, until - time.monotonic()))
        late = Answer(0, b"", f"no answer within {max(1, round(time.monotonic() - started))} s")
        return [self.answers.get(question, late) for question in questions]

    def _work(self, waiting: deque, until: float) -> None:
        while waiting and (left := until - time.monotonic()) > 0:
            try:
                question = waiting.popleft()
            except IndexError:  # another worker was quicker
                return
            self.answers[question] = Answer(*hubhttp.fetch(question, left))


def _checked(endpoint: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(endpoint)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if (
        not good
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
        or not endpoint.isascii()
        or any(c <= " " for c in endpoint)
    ):
        raise UsageError(
            f"HF_ENDPOINT: {endpoint[:100]!r} is no address of a Hub",
            "write http:// or https:// and a host, without user or token",
        )
    return endpoint.rstrip("/")
