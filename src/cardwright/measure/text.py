"""A text as windows of tokens."""

from __future__ import annotations

import hashlib
import json
import os
from collections import namedtuple

from ..errors import CardwrightError, UsageError

Windows = namedtuple("Windows", "ids counted tokens window stride name sha256")
Windows.__doc__ = """Tokens to measure on.

ids      a list of token ids for each window
counted  how many tokens at the end of each are measured: those that no window before it has
tokens   all that are measured; window, stride: lengths in tokens
name     of the text's file; sha256: of its bytes
"""

MAX_BYTES = 256 * 2**20


def windows(path: str, tokenizer, window: int, stride: int, most: int) -> Windows:
    """The Windows of a text file, or of the `text` in each line of a .jsonl. Raises UsageError where it has too little."""
    data = _data(path)
    text = _lines(path, data) if path.endswith(".jsonl") else _decoded(path, data)
    # Tokens beyond those that are asked for are not needed, and a token is rarely more than 16 characters.
    ids = tokenizer(text[: 16 * (most + window)], add_special_tokens=False)["input_ids"]
    ids = ids[: most + 1]
    if len(ids) < 2 * min(window, 16):
        raise UsageError(f"{path} has {len(ids)} tokens, too few to measure anything on", "give a text of some thousand words")
    found, counted, reached = [], [], 1
    for start in range(0, len(ids), stride):
        end = min(start + window, len(ids))
        if end > reached:
            found.append(ids[start:end])
            counted.append(end - reached if start else end - 1)
            reached = end
        if end == len(ids):
            break
    counted = [min(count, len(one) - 1) for count, one in zip(counted, found)]
    pairs = [(one, count) for one, count in zip(found, counted) if count > 0]
    return Windows([one for one, _ in pairs], [count for _, count in pairs], sum(count for _, count in pairs), window, stride,
                   os.path.basename(path), hashlib.sha256(data).hexdigest())  # fmt: skip


def _data(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "--text takes a text file") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES:,} bytes", "a few hundred thousand words are plenty")
    return data


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CardwrightError(f"{path} is not UTF-8 text", "--text takes a text file") from None


def _lines(path: str, data: bytes) -> str:
    parts = []
    for number, line in enumerate(_decoded(path, data).splitlines(), 1):
        if not line.strip():
            continue
        try:
            part = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError, RecursionError):
            part = None
        if not isinstance(part, str):
            raise CardwrightError(f"{path}:{number}: it is no JSON mapping with a `text`", "one such mapping a line")
        parts.append(part)
    return "\n\n".join(parts)
