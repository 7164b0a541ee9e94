"""Repository ids of the Hub: what is wrong with one, in words (grammar: huggingface_hub 2.4.0 `validate_repo_id`)."""

from __future__ import annotations

import re

from .schema import clip

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|models/)?([\w.-]+/[\w.-]+)")
_PATH = re.compile(r"[/~.]|[A-Za-z]:[\\/]|.*\\")


_WHOLE = re.compile(rf"{_ADDRESS.pattern}(?:/tree/main)?/?\Z")
# First parts of the Hub's addresses that are no namespace.
_PLACES = frozenset(
    "api blog chat collections docs learn login models new organizations papers posts settings spaces tasks".split()
)


def of_address(value: str, kind: str) -> str | None:
    """The id in the Hub's address of a model or dataset (`kind`) when the address says no more than that, or None."""
    address = _WHOLE.match(value)
    if not address or ("/datasets/" in value) != (kind == "dataset"):
        return None
    return None if address[1].partition("/")[0] in (*_PLACES, "datasets") else address[1]


def why_not(value: str, kind: str) -> str:
    """Why a text is no id of a model or dataset (`kind`), and the way out."""
    shown = repr(clip(value))
    address = _ADDRESS.match(value)
    if address:
        return f"{shown} is an address; write the id, `{address.group(1)}`"
    if "://" in value:
        return f"{shown} is an address; write the id of a {kind} on the Hub, and link other places in the text"
    if _PATH.match(value) or value.count("/") > 1:
        return f"{shown} is a path, not the id of a {kind} on the Hub (`name` or `namespace/name`)"
    if not value.strip():
        return f"the id is empty; name a {kind} on the Hub or remove the key"
    if re.search(r"\s", value):
        return f"{shown} is not a {kind} id: ids have no blanks; use `namespace/name`, or describe it in the text"
    if not value.isascii() and (look_alike := _look_alike(value)):
        return look_alike
    if "--" in value or ".." in value:
        return f"{shown} is not a {kind} id: `--` and `..` are not allowed in one"
    if any(len(part) > 96 for part in value.split("/")):
        return f"{shown} is not a {kind} id: a part is longer than 96 characters"
    return (
        f"{shown} is not a {kind} id: only ASCII letters, digits, `-`, `_`, `.` and one `/`,"
        " beginning and ending in a letter or digit"
    )


def _look_alike(value: str) -> str | None:
    from .characters import homoglyphs

    index = homoglyphs.first(clip(value))
    return None if index is None else f"{homoglyphs.told(clip(value), index)}; ids are ASCII: `{homoglyphs.plain(clip(value))}`"
