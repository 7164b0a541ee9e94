"""A value as a file or a person wrote it -> a value of a fact's type, or why it is none.

Nothing is made up on the way: what is empty, "N/A" or a blank of some template is unknown, and said to be.
"""

from __future__ import annotations

import math
import re

from .. import schema
from . import declared


class Invalid(Exception):
    """A value that its fact cannot have; the text says which and what is wanted."""


class Blank(Exception):
    """A value that only holds the place of one; the text shows it."""


class Written:
    """A plain YAML scalar: the value the Hub reads, and the text in the file, which is what a text fact means by it."""

    __slots__ = ("value", "text")

    def __init__(self, value, text: str) -> None:
        self.value, self.text = value, text


_NOTHING = frozenset(("n/a", "na", "none", "null", "nil", "unknown", "tbd", "tba", "todo", "-", "--", "?", "...", "…", "xxx"))
_LONGEST_BLANK = 200  # characters; a blank is a few words
# What cannot stand in a card: controls but tab and line ends, halves of characters, and the marks of templating/engine.py.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\ue004]")


def value(name: str, written):
    """A fact's value, or None for what is not known.

    Raises Invalid for what the fact cannot have, Blank for what only holds the place of a value.
    """
    wanted = declared.properties()[name]
    made = _cast(written, _resolved(wanted), name)
    if made is None or made == [] or made == {}:
        return None
    _whole(made, name)
    for violation in schema.violations({name: made}, declared.SCHEMA):
        raise Invalid(_said(violation))
    return made


def _said(violation) -> str:
    allowed = violation.schema.get("enum")
    if allowed and isinstance(violation.value, str) and len(allowed) > 8:
        from ..vocabulary import suggest

        return violation.message + suggest(violation.value, allowed, 0.6)
    return violation.message


def _resolved(wanted: dict) -> dict:
    if "$ref" in wanted and not wanted["$ref"].startswith("#"):
        return {"type": "string", **{key: wanted[key] for key in wanted if key != "$ref"}}
    return wanted


def _cast(written, wanted: dict, name: str):
    """The value in the type that is wanted, where that changes nothing it says; else as it is, for the schema to refuse."""
    kind = wanted.get("type")
    if kind == "array":
        return _list(written, wanted, name)
    if kind == "object":
        return _mapping(written, wanted, name)
    if isinstance(written, Written):
        written = written.text if kind == "string" and written.value is not None else written.value
    if isinstance(written, str):
        written = _text(written, name)
        if written and wanted.get("x-format") == "markdown":
            _self_contained(written, name)
    if written is None:
        return None
    if kind == "string" or "enum" in wanted:
        return _as_text(written)
    if "anyOf" in wanted:
        return _number(written) if isinstance(written, str) else written
    return {"number": _number, "integer": _number, "boolean": _boolean}.get(kind, lambda each: each)(written)


def _text(text: str, name: str) -> str | None:
    text = text.strip(" \t\r\n")
    if not text:
        return None
    if match := _CONTROL.search(text):
        raise Invalid(f"`{name}` holds the character U+{ord(match[0]):04X}, which no card can show")
    if len(text) <= _LONGEST_BLANK and is_blank(text):
        raise Blank(f"`{name}`: {schema.clip(text)!r} only holds the place of a value")
    return text


def _self_contained(text: str, name: str) -> None:
    """Raise Invalid for Markdown that would take what stands below it into its own code or comment, or ends our block."""
    from .. import markdown

    if "cardwright:" in text:
        raise Invalid(f"`{name}` holds `cardwright:`, with which comments of ours begin; write it another way")
    if text.rfind("<!--") > text.rfind("-->"):
        raise Invalid(f"`{name}` opens a comment, `<!--`, and does not close it")
    if any(fence.body_end == fence.end for fence in markdown.scan(text).fences):
        raise Invalid(f"`{name}` opens a code block and does not close it")


def is_blank(text: str) -> bool:
    """Whether a short text is a blank of some template (`Your Name`, `[TODO]`, `{{ x }}`) and nothing else."""
    if text.lower() in _NOTHING:
        return True
    from .. import placeholders
    from ..card import Card

    card = f"---\nvalue: {text}\n---\n# A\n\n- **Value:** {text}\n\nValue: {text}\n" if "\n" not in text else f"# A\n\n{text}\n"
    return any(blank.end - blank.start >= len(text) for blank in placeholders.find(Card(card)))


def _as_text(written):
    """A number or date that stands where text is wanted is text; a truth value, list or mapping is not."""
    if isinstance(written, bool) or isinstance(written, (list, dict)):
        return written
    return written if isinstance(written, str) else repr(written)


def _number(written):
    if not isinstance(written, str):
        return int(written) if isinstance(written, float) and written.is_integer() and abs(written) < 1e15 else written
    try:
        made = float(written.replace("_", "x"))  # 1_000 is a number to Python and to nobody else
    except ValueError:
        return written
    return _number(int(written) if written.lstrip("+-").isdecimal() else made)


def _boolean(written):
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    return words.get(written.lower(), written) if isinstance(written, str) else written


def _list(written, wanted: dict, name: str):
    if isinstance(written, Written) or not isinstance(written, list):
        text = written.text if isinstance(written, Written) else written
        splits = isinstance(text, str) and wanted["items"].get("x-say", "").startswith(("the id", "a language"))
        written = [part for part in re.split(r"[\s,]+", text) if part] if splits and "," in text else [written]
    items = [_cast(item, _resolved(wanted["items"]), name) for item in written]
    items = [item for item in items if item is not None and item != {}]
    return list(dict.fromkeys(items)) if all(isinstance(item, str) for item in items) else items


def _mapping(written, wanted: dict, name: str):
    bare = wanted.get("x-bare")
    if bare and (isinstance(written, str) or isinstance(written, Written)):
        written = {bare: written}
    if not isinstance(written, dict):
        return written.value if isinstance(written, Written) else written
    known = wanted.get("properties")
    if known is None:
        return {str(key): plain(item) for key, item in written.items() if plain(item) is not None}
    made = {}
    for key, item in written.items():
        item = _cast(item, _resolved(known[key]), f"{name}.{key}") if key in known else plain(item)
        if item is not None and item != []:
            made[key] = item
    return made


def plain(written):
    """A value of no declared type, as the Hub reads it."""
    if isinstance(written, Written):
        return written.value
    if isinstance(written, list):
        return [plain(item) for item in written]
    return {str(key): plain(item) for key, item in written.items()} if isinstance(written, dict) else written


def _whole(made, name: str) -> None:
    """Raise Invalid where a number is not finite or too long to stay exact, or a text breaks a card's structure."""
    if isinstance(made, float) and not math.isfinite(made):
        raise Invalid(f"`{name}` is {made}, which is no number; leave it out")
    if isinstance(made, int) and not isinstance(made, bool) and abs(made) > 2**53:
        raise Invalid(f"`{name}` is {made}, which is more than JavaScript reads exactly")
    if isinstance(made, (list, dict)):
        for key, item in made.items() if isinstance(made, dict) else ((None, item) for item in made):
            _whole(item, f"{name}.{key}" if key is not None else name)
