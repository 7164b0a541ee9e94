"""Exact edits of a card's YAML, for rules that offer fixes. Each function gives edits (start, end, text) or None.

None wherever the edit would touch more than it names: comments, anchors, tags, values over several lines. Then the finding
stays for its author.
"""

from __future__ import annotations

import re

from ..yaml12.yamltree import MAPPING
from ..yaml12.yamlvalues import core_value

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w.+/-]*[\w+])?\Z", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_GAP = re.compile(r"\s*,\s*")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_OWN = ("&", "!", "|", ">")  # what begins a value that may end below its last line


def value(card, node, new: str):
    """The edit that puts the text `new` in the place of a one-line scalar, in the quotes it has, or None."""
    raw = card.text[node.start : node.end]
    if raw and node.kind == "scalar" and raw[0] in "'\"" and raw == raw[0] + node.text + raw[0]:
        return ((node.start, node.end, raw[0] + new + raw[0]),)
    if raw and raw == node.text:
        return ((node.start, node.end, plain(new)),)
    return None


def as_number(card, path, number: str):
    """The edit that puts a number in the place of a text; None where the number is none or too long to stay exact."""
    node = card.node(path)
    alone = card.text[node.start : node.end] in (node.text, f"'{node.text}'", f'"{node.text}"')
    return ((node.start, node.end, number),) if alone and len(number) < 16 and _NUMBER.match(number) else None


def instead(card, path, new: str):
    """The edit that puts the text `new` in the place of the one at a path; where its list has it already, of nothing."""
    step = path[-1]
    if isinstance(step, int):
        others = (item for index, item in enumerate(card.node(path[:-1]).items) if index != step)
        if any(item.value == new for item in others):
            return without_item(card, path)
    return value(card, card.node(path), new)


def plain(text: str) -> str:
    """A text as YAML, without quotes where every reader takes it for text."""
    from ..yaml12.dialect import same_to_both

    is_text = isinstance(core_value(text), str) and same_to_both(text)
    return text if _PLAIN.match(text) and is_text else f'"{text}"'


def without_item(card, path):
    """The edit that takes an item out of a list of several, or None."""
    parent, index = card.node(path[:-1]), path[-1]
    items, item = parent.items, parent.items[index]
    if len(items) < 2 or not parent.start <= item.start < item.end <= parent.end:
        return None
    if card.text[parent.start] == "[":
        return _from_flow(card.text, [each.span for each in _beside(items, index)], index)
    line, end = _line(card.text, item)
    if not _DASH.fullmatch(card.text, line, item.start):
        return None
    return _cut(card.text, line, end, item.end)


def without_entry(card, mapping, index: int):
    """The edit that takes an entry out of a mapping of several, or None."""
    key, node = mapping.entries[index]
    if len(mapping.entries) < 2 or not mapping.start <= key.start:
        return None
    if card.text[mapping.start] == "{":
        return _from_flow(card.text, [(k.start, max(k.end, v.end)) for k, v in _beside(mapping.entries, index)], index)
    last = max(key.end, node.end)
    if "\n" in card.text[key.start : last] or "\r" in card.text[key.start : last] or node.start < key.end:
        return None
    line, end = _line(card.text, key)
    if card.text[line : key.start].strip(" "):
        return None
    return _cut(card.text, line, end, last)


def without_key(card, path):
    """The edit that takes the key at a path out of its mapping, or None."""
    parent = card.node(path[:-1])
    if parent is None or parent.kind != MAPPING:
        return None
    key = parent.entry(path[-1])[0]
    index = next((index for index, (other, _) in enumerate(parent.entries) if other is key), None)
    return None if index is None else without_entry(card, parent, index)


def line_after(card, key: str, line: str):
    """The edit that puts a line of its own below a top-level key and its value, or None."""
    name, node = card.root.entry(key)
    if card.text[card.root.start] == "{" or node.end < name.end or card.text[node.start] in _OWN:
        return None
    at = line_end(card.text, node.end)
    indent = card.text[line_start(card.text, name.start) : name.start]
    return ((at, at, indent + line + _break(card.text, at)),) if not indent.strip(" ") else None


def _beside(items, index: int):
    """An item and its neighbours."""
    return items[max(0, index - 1) : index + 2]


def _from_flow(text: str, spans, index: int):
    """An item of [a, b] or {a: b} with the comma before it (after it for the first); `spans`: its own and its neighbours'."""
    start, end = spans[min(index, 1)]
    if index:
        gap, cut = (spans[0][1], start), (spans[0][1], end)
    else:
        gap, cut = (end, spans[1][0]), (start, spans[1][0])
    return ((*cut, ""),) if _GAP.fullmatch(text, *gap) else None


def _cut(text: str, line: int, end: int, reached: int):
    """Whole lines, when nothing but blanks follows what ends at `reached`."""
    return ((line, end, ""),) if line < reached <= end and not text[reached:end].strip() else None


def _line(text: str, node) -> tuple[int, int]:
    return line_start(text, node.start), line_end(text, node.end)


def line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """The offset after the line break of the line that holds an offset."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


_BREAK = re.compile(r"\r\n|\n|\r")


def _break(text: str, end: int) -> str:
    """The line break that ends at an offset."""
    return "\r\n" if text[end - 2 : end] == "\r\n" else text[end - 1 : end]
