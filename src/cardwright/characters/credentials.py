"""Tokens, keys and passwords in a text: where they stand, whose they are, and how to print a line without them.

Only what has the shape of a real one counts: `hf_xxx`, `sk-...` and `YOUR_TOKEN` are what a card should show.
"""

from __future__ import annotations

import re
from collections import namedtuple

from ..card import letters
from ..lazy import Lazy

Secret = namedtuple("Secret", "start end kind text")

_NOT_INSIDE = r"(?<![A-Za-z0-9_-])"
# (what it is, its pattern; group 1 is the part that must look random, the whole match or group `secret` what is hidden)
_ROWS = tuple(
    (kind, Lazy(pattern))
    for kind, pattern in (
        ("Hugging Face token", _NOT_INSIDE + r"(?:hf|api_org)_([A-Za-z0-9]{30,40})(?![A-Za-z0-9_])"),
        ("Anthropic key", _NOT_INSIDE + r"sk-ant-[a-z0-9]{2,10}-([A-Za-z0-9_-]{30,200})"),
        ("API key", _NOT_INSIDE + r"sk-(?:proj|svcacct|admin)-([A-Za-z0-9_-]{40,200})"),
        ("API key", _NOT_INSIDE + r"sk-(?:or-v1-)?([A-Za-z0-9]{32,100})(?![A-Za-z0-9_-])"),
        ("Groq key", _NOT_INSIDE + r"gsk_([A-Za-z0-9]{40,60})"),
        ("AWS access key", r"(?<![A-Za-z0-9])A(?:KIA|SIA)([A-Z0-9]{16})(?![A-Za-z0-9])"),
        (
            "AWS secret key",
            r"(?<![A-Za-z])aws_secret[a-z_]{0,20}"
            r"[\"']?[ \t]{0,5}[:=][ \t]{0,5}[\"']?(?P<secret>([A-Za-z0-9+/]{40}))(?![A-Za-z0-9+/])",
        ),
        ("Google key", r"(?<![A-Za-z0-9])AIza([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"),
        (
            "GitHub token",
            _NOT_INSIDE + r"(?:gh[pousr]_([A-Za-z0-9]{36})|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])",
        ),
        ("GitLab token", _NOT_INSIDE + r"glpat-([A-Za-z0-9_-]{20,40})"),
        ("Slack token", _NOT_INSIDE + r"xox[abeoprs]-(?=[0-9])([A-Za-z0-9-]{20,120})"),
        (
            "Weights & Biases key",  # forty hexadecimal digits are one only beside its name: commits look the same
            r"(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])",
        ),
        (
            "JSON web token",
            r"(?<!verify)(?i:token|bearer|auth|key|secret|jwt)[^\n]{0,40}?(?P<secret>(?<![\w-])eyJ[\w-]{10,500}\.eyJ[\w-]{10,2000}\.([\w-]{20,1000}))",
        ),
        ("password in an address", r"://[^\s/@:\"'<>]{1,64}:(?P<secret>([^\s/@:\"'<>]{4,100}))@[A-Za-z0-9]"),
    )
)
_KEY_LINE = Lazy(r"[A-Za-z0-9+/]{30,}")
_HEADER = "-----BEGIN "
_EXAMPLE = Lazy(
    r"x{4}|\*{3}|\.{3}|your|example|placeholder|token|secret|passw|here|insert|dummy|fake|replace|change|redacted|todo|foobar",
    re.IGNORECASE,
)
_LADDERS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop")


def find(text: str) -> list[Secret]:
    """Every secret of a text, in order."""
    found = [_secret(kind, match) for kind, pattern in _ROWS for match in pattern.finditer(text) if _real(kind, match)]
    if _HEADER in text:
        found += _blocks(text)
    return sorted(found)


def looks_real(value: str, least: int = 8) -> bool:
    """Whether a value has the shape of a real secret and not of a blank to fill in."""
    if len(value) < least or _EXAMPLE.search(value) or value.startswith(("$", "{", "<", "%", "[")):
        return False
    lowered = value.lower()
    ladder = any(lowered[i : i + 6] in steps for steps in _LADDERS for i in range(len(lowered) - 5))
    return not ladder and len(set(value)) >= min(8, len(value) // 2)


def shown(secret: str) -> str:
    """As much of a secret as may be printed: `hf_A… (37 characters)`."""
    return f"{secret[:4]}… ({len(secret)} characters)"


def masked(text: str, keyed: bool = False) -> str:
    """A text of the same length in which no secret can be read. `keyed`: it is part of one that holds a private key."""
    if keyed:  # the key's header stands on another line
        text = _KEY_LINE.sub(lambda match: "*" * len(match[0]), text)
    for secret in reversed(find(text)):
        hidden = re.sub(r"[^\n\r]", "*", secret.text[4:])
        text = text[: secret.start + 4] + hidden + text[secret.end :]
    return text


def _secret(kind: str, match) -> Secret:
    group = "secret" if "secret" in match.re.groupindex else 0
    return Secret(*match.span(group), kind, match[group])


def _real(kind: str, match) -> bool:
    value = match[1] if match.lastindex else match[0]
    if kind.startswith("Weights"):
        before = match.string[max(0, match.start() - 90) : match.start()].rpartition("\n")[2].lower()
        if b"wandb" not in letters(before) or not ("key" in before or "login" in before):
            return False
    if kind == "password in an address":
        return looks_real(value, 4) and value.lower() not in ("pass", "pwd", "port", "user") and not value.isdigit()
    mixed = any(c.isdigit() for c in value) or (value != value.lower() and value != value.upper())
    return mixed and looks_real(value, 16) and len(set(value)) >= 9


def _blocks(text: str):
    """Private keys: a header with at least one line of 40 characters of Base64 below it."""
    for match in re.finditer(r"-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----", text):
        end = text.find("-----END", match.end(), match.end() + 20_000)
        stop = end if end >= 0 else re.compile(r"[A-Za-z0-9+/=\s]{0,20000}").match(text, match.end()).end()
        if re.search(r"[A-Za-z0-9+/]{40}", text[match.end() : stop]):
            yield Secret(match.end(), stop, "private key", text[match.end() : stop])
