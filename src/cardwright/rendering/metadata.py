"""The managed keys of a card's front matter. The last line of ours says which they are:

    # cardwright:managed license=01234567 tags=89abcdef
The checksums are of the values, so that quotes and indentation may change, and a value changed by hand is noticed. Every other
key, and every other byte, is the author's; a key that is taken out of the line is, too.
"""

from __future__ import annotations

import hashlib
import json
from collections import namedtuple

from .. import frontmatter
from ..errors import CardwrightError
from ..lazy import Lazy
from ..mending import yamledit
from . import yamltext
from .front import ORDER

_LINE = Lazy(r"(?:\A|(?<=[\r\n]))# cardwright:managed((?: [^\s#=]{1,80}=[0-9a-f]{8}){0,100})[ \t]*(?=[\r\n]|\Z)")

Managed = namedtuple("Managed", "keys start end")
Managed.__doc__ = "Key -> checksum of the keys that are ours, and where the line that says so stands (-1 without one)."


def managed(card) -> Managed:
    """Which keys of a card are ours."""
    start, end = card.front.yaml
    match = _LINE.search(card.text, start, end) if "cardwright:managed" in card.text[start:end] else None
    return Managed(dict(each.split("=") for each in match[1].split()), *match.span()) if match else Managed({}, -1, -1)


def checksum(value) -> str:
    """Eight hexadecimal digits of a value."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


def edited(card) -> list[str]:
    """The managed keys that were changed or taken away by hand."""
    return [key for key, kept in managed(card).keys.items() if key not in card.metadata or checksum(card.metadata[key]) != kept]


def line(keys, values: dict) -> str:
    """The line that says which keys are ours."""
    return "# cardwright:managed" + "".join(f" {key}={checksum(values[key])}" for key in keys) + "\n"


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
    if not wanted and not ours.keys:  # the line itself stays, so that keys can come
        return head
    if not is_editable(card):
        raise _unreadable(card, path)
    keys = tuple(key for key in ORDER if key in wanted) + tuple(key for key in wanted if key not in ORDER)
    edits = [*_entries(card, ours, wanted, line_end), _own_line(card, ours, keys, wanted, line_end)]
    return _edited(head, edits)


def is_editable(card) -> bool:
    """Whether a front matter is a mapping with a key on each line, indented by blanks alone."""
    if card.front.state != frontmatter.FOUND or card.root is None or card.text[card.root.start] == "{":
        return False
    return not card.text[yamledit.line_start(card.text, card.root.start) : card.root.start].strip(" ")


def _entry(card, key: str, value, line_end: str) -> str:
    """A key's lines, indented as the card's are."""
    indent = card.text[yamledit.line_start(card.text, card.root.start) : card.root.start]
    return "".join(indent + line + line_end for line in yamltext.entry(key, value).split("\n")[:-1])


def claimed(card, keys, line_end: str) -> str:
    """The text before the body, with further keys of its metadata as ours from now on."""
    ours, head = managed(card), card.text[: card.front.body]
    if not is_editable(card) or (ours.start >= 0 and not keys):
        return head
    return _edited(head, [_own_line(card, ours, (*ours.keys, *keys), card.metadata, line_end)])


def _unreadable(card, path: str) -> CardwrightError:
    return CardwrightError(
        f"{path}: its front matter cannot be changed safely", f"`cardwright check {path}` says what is wrong with it"
    )


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
            yield (*_lines_of(card, key), _entry(card, key, wanted[key], line_end))
    new: dict[int, list[str]] = {}
    for key, value in wanted.items():
        if key not in card.metadata:
            new.setdefault(_place(card, ours, key), []).append(_entry(card, key, value, line_end))
    for place, entries in new.items():
        yield place, place, "".join(entries)


def _place(card, ours: Managed, key: str) -> int:
    """Where a new key goes: behind the managed key that stands before it in the usual order, else before our line."""
    before = (
        [other for other in ORDER[: ORDER.index(key)] if other in ours.keys and other in card.metadata] if key in ORDER else []
    )
    if before:
        return _lines_of(card, before[-1])[1]
    return ours.start if ours.start >= 0 else _bottom(card)


def _bottom(card) -> int:
    """The beginning of the line of the closing fence."""
    return card.front.closing[0]


def _own_line(card, ours: Managed, keys, wanted: dict, line_end: str):
    new = line(keys, wanted).replace("\n", line_end)
    if ours.start < 0:
        return _bottom(card), _bottom(card), new
    return ours.start, yamledit.line_end(card.text, ours.end), new


def _lines_of(card, key: str) -> tuple[int, int]:
    """The whole lines of a top-level key and its value."""
    name, node = card.root.entry(key)
    reached = max(name.end, node.end)
    while reached > name.end and card.text[reached - 1].isspace():
        reached -= 1
    return yamledit.line_start(card.text, name.start), yamledit.line_end(card.text, reached)
