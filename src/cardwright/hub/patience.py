"""Which failures of the Hub's client pass, and how long the Hub asks to be left alone."""

from __future__ import annotations

_LONGEST = 600  # seconds that a Hub may ask us to wait


def status(error) -> int:
    """The HTTP status of an error of the client, 0 where it has none."""
    response = getattr(error, "response", None)
    return getattr(response, "status_code", 0) or 0


def passes(error) -> bool:
    """Whether a failure may be gone in a while: a busy server, a connection that broke."""
    from huggingface_hub.utils import httpx

    return status(error) in (408, 429, 500, 502, 503, 504) or isinstance(error, (httpx.TransportError, ConnectionError))


def asked_to_wait(error) -> float:
    """The seconds of an answer's Retry-After; 0 without one."""
    response = getattr(error, "response", None)
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return float(min(int(text), _LONGEST)) if text.isascii() and text.isdigit() and len(text) < 6 else 0.0
