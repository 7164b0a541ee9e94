"""The managed keys of a card's front matter. The last line of ours says which they are:

    # cardwright:managed sha256=0123456789ab license tags model-index
The checksum is one of their values, so that quotes and indentation may change, and a value changed by hand is noticed. Every
other key, and every other byte, is the author's.
"""

from __future__ import annotations

import hashlib
import json
from collections import namedtuple

from .. import frontmatter
from ..errors import CardwrightError
from ..lazy import Lazy
from . import yamltext
from .front import ORDER

_LINE = Lazy(r"^# cardwright:managed sha256=([0-9a-f]{12})((?: [^\s#]{1,80}){0,100})[ \t]*\r?$", 8)

Managed = namedtuple("Managed", "keys checksum start end")
Managed.__doc__ = "The keys of ours, the checksum of their values, and where the line that says so stands (-1 without one)."

NONE = Managed((), None, -1, -1)


def managed(card) -> Managed:
    """Which keys of a card are ours."""
    start, end = card.front.yaml
    match = _LINE.search(card.text, start, end) if "cardwright:managed" in card.text[start:end] else None
    return Managed(tuple(match[2].split()), match[1], match.start(), match.end()) if match else NONE


def checksum(values: dict) -> str:
    """Twelve hexadecimal digits of the values of some keys."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def edited(card) -> bool:
    """Whether a managed key was changed or taken away by hand."""
    ours = managed(card)
    return ours.checksum is not None and checksum(_of(card.metadata, ours.keys)) != ours.checksum


def _of(values: dict, keys) -> dict:
    return {key: values[key] for key in keys if key in values}


def line(keys, values: dict) -> str:
    """The line that says which keys are ours."""
    return f"# cardwright:managed sha256={checksum(_of(values, keys))} {' '.join(keys)}\n"


def block(values: dict) -> str:
    """A new front matter with its fences, or nothing without values."""
    if not values:
        return ""
    return "---\n" + "".join(yamltext.entry(*item) for item in values.items()) + line(values, values) + "---\n"


def kept_apart(card, values: dict) -> dict[str, tuple]:
    """Key -> (what the card says, what the facts say) of keys that are the author's and say something else."""
    ours = managed(card).keys
    return {
        key: (card.metadata[key], value)
        for key, value in values.items()
        if key in card.metadata and key not in ours and card.metadata[key] != value
    }


def updated(card, values: dict, path: str, line_end: str) -> str:
    """The text before the body with the managed keys anew: changed, added, taken away.

    Raises CardwrightError where the front matter cannot be read.
    """
    head = card.text[: card.front.body]
    ours = managed(card)
    if card.front.state == frontmatter.MISSING:
        return (block(values) + "\n").replace("\n", line_end) + head if values else head
    wanted = {key: value for key, value in values.items() if key in ours.keys or key not in card.metadata}
    if card.front.state == frontmatter.FOUND and not card.text[slice(*card.front.yaml)].strip() and wanted:
        raise _unreadable(card, path)
    if not wanted and not ours.keys:
        return head
    if card.front.state != frontmatter.FOUND or card.root is None or card.text[card.root.start] == "{":
        raise _unreadable(card, path)
    keys = tuple(key for key in ORDER if key in wanted) + tuple(key for key in wanted if key not in ORDER)
    edits = [*_entries(card, ours, wanted, line_end), _own_line(card, ours, keys, wanted, line_end)]
    return _edited(head, edits)


def claimed(card, keys, line_end: str) -> str:
    """The text before the body, with further keys of its metadata as ours from now on."""
    ours, head = managed(card), card.text[: card.front.body]
    return _edited(head, [_own_line(card, ours, (*ours.keys, *keys), card.metadata, line_end)]) if keys else head


def _unreadable(card, path: str) -> CardwrightError:
    return CardwrightError(f"{path}: its front matter cannot be changed safely", f"`cardwright check {path}` says what is wrong with it")


def _edited(text: str, edits) -> str:
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _entries(card, ours: Managed, wanted: dict, line_end: str):
    """The edits of single keys."""
    for key in ours.keys:
        if key in card.metadata and key not in wanted:
            yield (*_lines_of(card, key), "")
        elif key in card.metadata and card.metadata[key] != wanted[key]:
            yield (*_lines_of(card, key), yamltext.entry(key, wanted[key]).replace("\n", line_end))
    new: dict[int, list[str]] = {}
    for key, value in wanted.items():
        if key not in card.metadata:
            new.setdefault(_place(card, ours, key), []).append(yamltext.entry(key, value))
    for place, entries in new.items():
        yield place, place, "".join(entries).replace("\n", line_end)


def _place(card, ours: Managed, key: str) -> int:
    """Where a new key goes: behind the managed key that stands before it in the usual order, else before our line."""
    before = [other for other in ORDER[: ORDER.index(key)] if other in ours.keys and other in card.metadata] if key in ORDER else []
    if before:
        return _lines_of(card, before[-1])[1]
    return ours.start if ours.start >= 0 else _bottom(card)


def _bottom(card) -> int:
    """The beginning of the line of the closing fence."""
    return card.front.closing[0]


def _own_line(card, ours: Managed, keys, wanted: dict, line_end: str):
    new = line(keys, wanted).replace("\n", line_end) if keys else ""
    if ours.start < 0:
        return _bottom(card), _bottom(card), new
    end = ours.end + len(line_end) if card.text.startswith(line_end, ours.end) else ours.end + 1
    return ours.start, end, new


def _lines_of(card, key: str) -> tuple[int, int]:
    """The whole lines of a top-level key and its value."""
    name, node = card.root.entry(key)
    reached = max(name.end, node.end)
    while reached > name.end and card.text[reached - 1].isspace():
        reached -= 1
    start = card.text.rfind("\n", 0, name.start) + 1
    end = card.text.find("\n", reached)
    return start, end + 1 if end >= 0 else len(card.text)
