"""What YAML scalars mean to the Hub: js-yaml 4's reading of YAML 1.2, and JavaScript's names for keys."""

from __future__ import annotations

from ..lazy import Lazy


class Timestamp:
    """An unquoted date or time: a date object to the Hub and to PyYAML, never text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# js-yaml 4: lib/type/int.js, float.js, timestamp.js.
_INT = Lazy(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*)\Z")
_FLOAT = Lazy(r"(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITY = Lazy(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_DATE = Lazy(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?\Z"
)
_NUMERIC_START = frozenset("0123456789+-.")


def core_value(text: str):
    """What a plain scalar means to the Hub."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if text[-1] != "_" and _INT.match(text) and len(text) < 400:
        return _integer(text.replace("_", ""))
    if text[-1] != "_" and _FLOAT.match(text):
        return float(text.replace("_", ""))
    if text in _NAN:
        return float("nan")
    if _INFINITY.match(text):
        return float("-inf") if text[0] == "-" else float("inf")
    return Timestamp(text) if _DATE.match(text) else text


def _integer(text: str) -> int | str:
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
    base = {"0b": 2, "0o": 8, "0x": 16}.get(digits[:2], 10)
    digits = digits[2:] if base != 10 else digits
    return sign * int(digits, base) if digits else text


def javascript_name(value) -> str:
    """A scalar value as JavaScript names it when it is a key: objects there have text keys only."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not value.is_integer():
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(str(value), str(value))
    if isinstance(value, (int, float)):
        return str(int(value)) if abs(value) < 1e21 else str(value)
    return str(value)
