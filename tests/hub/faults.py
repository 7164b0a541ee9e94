"""Faults on request: the N-th request, or the next one whose path holds a word, fails once."""

import threading

from .messages import Answer

KINDS = ("503", "429", "403", "500-html", "reset", "lost", "kill", "kill-after")
UNDONE, DONE = ("reset", "kill"), ("lost", "kill-after")  # no answer comes, and the request was not or was carried out
HTML = b"<!DOCTYPE html><html><body><h1>500</h1><p>We had to rate limit you or something went wrong.</p></body></html>"


class Fault:
    """One fault that waits; `hit` is the path that it struck."""

    def __init__(self, kind: str, at: int | None, match: str | None):
        self.kind, self.at, self.match, self.hit = kind, at, match, None

    def strikes(self, number: int, path: str) -> bool:
        """Whether the request with this number and path is the one."""
        if self.hit is not None:
            return False
        return (self.at is None or number >= self.at) and (self.match is None or self.match in path)


class Faults:
    """The faults of a Hub; counting is thread-safe, as the client asks from several threads."""

    def __init__(self):
        self._lock, self._count, self._waiting = threading.Lock(), 0, []

    def add(self, kind: str, at: int | None, match: str | None) -> Fault:
        """Lets one request fail: number `at` from now, of those whose path holds `match`."""
        if kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}")
        with self._lock:
            fault = Fault(kind, None if at is None else self._count + at, match)
            self._waiting.append(fault)
        return fault

    def take(self, path: str) -> str | None:
        """The fault that strikes this request; telemetry is not counted, as it comes at any time."""
        if path.endswith("/v1/telemetry"):
            return None
        with self._lock:
            number, self._count = self._count, self._count + 1
            for fault in self._waiting:
                if fault.strikes(number, path):
                    fault.hit = path
                    return fault.kind
        return None

    def clear(self) -> None:
        """Forgets all faults."""
        with self._lock:
            self._waiting.clear()


def answer(kind: str | None) -> Answer | None:
    """What a struck request gets instead of the Hub's answer; None where the Hub still answers."""
    if kind == "503":
        return Answer.json({"error": "Service Unavailable"}, 503)
    if kind == "429":
        return Answer.json({"error": "Too Many Requests"}, 429, Retry_After=1)
    if kind == "403":
        return Answer.json({"error": "Forbidden"}, 403, X_Error_Message="Forbidden")
    if kind == "500-html":
        return Answer(500, HTML, Content_Type="text/html; charset=utf-8")
    return None
