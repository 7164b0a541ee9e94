"""Cheap signs of what a card should not hold: control characters, tokens, keys and passwords."""

from __future__ import annotations

_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127, *range(128, 160))))
_PRINTED = bytes((10, *range(32, 127)))
# What tokens begin with, by the word in it; at least _SHORTEST letters, digits and the like follow.
_TOKENS = {b"hf": "hf_", b"org": "api_org_", b"sk": "sk-", b"gsk": "gsk_", b"github": "github_pat_", b"glpat": "glpat-"}
_TOKENS.update((f"gh{kind}".encode(), f"gh{kind}_") for kind in "pousr")
_TOKENS.update((f"xox{kind}".encode(), f"xox{kind}-") for kind in "abeoprs")
_SHORTEST = 20
_OTHERS = {b"aws": "aws_secret", b"private": "PRIVATE KEY"}
_KEYED = frozenset((*_TOKENS, *_OTHERS, b"wandb"))
_BEGINNINGS = (("K", "AKIA"), ("S", "ASIA"), ("z", "AIza"), ("J", "eyJ"))  # after a letter of it: one is found ten times as fast


def control(text: str) -> bool:
    """Whether a text holds a control character other than tab and line ends."""
    if text.isascii() and not text.encode().translate(None, _PRINTED):
        return False
    return any(map(text.__contains__, _CONTROLS))


def secretive(context) -> bool:
    """Whether a card holds what a token, a key or a password in an address begins with."""
    text = context.card.text
    if any([letter in text and word in text for letter, word in _BEGINNINGS]):
        return True
    for word in _KEYED & context.card.words:
        if (
            word == b"wandb"
            and _wandb(context.lower)
            or _OTHERS.get(word, "\0") in text
            or word in _TOKENS
            and _token(text, _TOKENS[word])
        ):
            return True
    return _password(text)


def _token(text: str, start: str) -> bool:
    """Whether something as long as a token follows its first letters."""
    at = text.find(start)
    while at >= 0:
        at += len(start)
        rest = text[at : at + _SHORTEST].replace("-", "").replace("_", "")
        if rest.isalnum() and len(text[at : at + _SHORTEST]) == _SHORTEST:
            return True
        at = text.find(start, at)
    return False


def _wandb(lower: str) -> bool:
    """Whether a key or a login stands near the name."""
    at = lower.find("wandb")
    while at >= 0:
        near = lower[max(0, at - 100) : at + 100]
        if "key" in near or "login" in near:
            return True
        at = lower.find("wandb", at + 5)
    return False


def _password(text: str) -> bool:
    """Whether an `@` follows a colon in the part of an address before it."""
    at = text.find("@")
    while at >= 0:
        slashes = text.rfind("://", max(0, at - 200), at)
        if slashes >= 0 and ":" in (login := text[slashes + 3 : at]) and "/" not in login and len(login.split()) == 1:
            return True
        at = text.find("@", at + 1)
    return False
