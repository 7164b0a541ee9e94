"""Secrets in a configuration file: every text of it with its key, and which of them are tokens, keys or passwords."""

from __future__ import annotations

from . import credentials

_KEYS = ("token", "api_key", "apikey", "access_key", "secret", "secret_key", "password", "passwd")
_PLAIN = (
    "pad",
    "eos",
    "bos",
    "unk",
    "sep",
    "cls",
    "mask",
    "image",
    "audio",
    "video",
    "vision",
    "special",
    "start",
    "end",
    "stop",
)
_DEEPEST = 20


def is_secret(key: str, value: str) -> bool:
    """Whether a value has the shape of a known secret, or stands under a key for one and looks random."""
    return (_named(key) and credentials.looks_real(value, 12) and " " not in value) or bool(credentials.find(value))


def _named(key: str) -> bool:
    """hf_token, trackio_token and openai_api_key, not pad_token."""
    last = key.rpartition(".")[2].lower()
    return last.endswith(_KEYS) and not last.startswith(_PLAIN) and "<" not in last


def texts(value, path: str = "", depth: int = 0):
    """(dotted key, text) of every text in what a JSON file holds."""
    if isinstance(value, str):
        yield path, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else key, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value:
            yield from texts(inner, path, depth + 1)
