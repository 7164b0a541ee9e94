"""Metadata -> YAML that the Hub (YAML 1.2) and Python tools (YAML 1.1) read alike, and read back as what it was."""

from __future__ import annotations

import re

from ..lazy import Lazy

_PLAIN = Lazy(r"[A-Za-z0-9](?:[\w.+/-]*[\w+])?(?: [A-Za-z0-9(](?:[\w.+/()-]*[\w+)])?)*\Z", re.ASCII)


def entry(key: str, value) -> str:
    """One key of a mapping with its value; every line ends in \\n."""
    return "".join(line + "\n" for line in _lines(scalar(key), value))


def _lines(head: str, value):
    if isinstance(value, dict) and value:
        yield f"{head}:"
        for key, item in value.items():
            yield from ("  " + line for line in _lines(scalar(key), item))
    elif isinstance(value, (list, tuple)) and value:
        yield f"{head}:"
        for item in value:
            yield from _item(item)
    else:
        yield f"{head}: {_empty(value) or scalar(value)}"


def _item(item):
    if isinstance(item, dict) and item:
        lines = [line for key, value in item.items() for line in _lines(scalar(key), value)]
        yield "- " + lines[0]
        yield from ("  " + line for line in lines[1:])
    elif isinstance(item, (list, tuple)) and item:
        yield "- [" + ", ".join(map(scalar, item)) + "]"
    else:
        yield f"- {_empty(item) or scalar(item)}"


def _empty(value) -> str | None:
    return (
        {dict: "{}", list: "[]", tuple: "[]"}.get(type(value)) if not value and isinstance(value, (dict, list, tuple)) else None
    )


def scalar(value) -> str:
    """A scalar: numbers as numbers (5.0e-06: YAML 1.1 wants the point), text in quotes wherever some reader might err."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    return value if _is_plain(value) else quoted(value)


def _is_plain(text: str) -> bool:
    from ..yaml12.dialect import same_to_both
    from ..yaml12.yamlvalues import core_value

    return len(text) < 200 and bool(_PLAIN.match(text)) and isinstance(core_value(text), str) and same_to_both(text)


_SIGNS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """A text in double quotes, on one line, with what nobody sees and what templates are made of as escapes."""
    text = "".join(map(_escaped, text))
    return '"' + text.replace("{{", "\\x7B{").replace("{%", "\\x7B%").replace("---", "\\x2D--") + '"'


def _escaped(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}"
