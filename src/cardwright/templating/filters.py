"""The filters that templates may use: Jinja2's harmless ones, each counted, and our own."""

from __future__ import annotations

import re
from functools import wraps

from jinja2.sandbox import SecurityError
from markupsafe import Markup

from . import Code, Json, Markdown, engine
from .engine import Absent, running

# Of Jinja2's: those that neither write raw text nor grow one nor depend on chance.
_KEPT = """abs capitalize count d default dictsort first float int items last length list lower map max min reject rejectattr
reverse select selectattr sort string title trim truncate unique upper wordcount""".split()


# What may be done to text that a macro or a block printed: its marks stay whole.
_PRINTED = frozenset("count d default join length lower string trim upper".split())
_OF_UNKNOWN = frozenset(("d", "default"))


def allowed(theirs: dict) -> dict:
    """Name -> filter: theirs that we keep, and ours; each counts what it goes over, and of what is not known makes the same."""
    chosen = {name: theirs[name] for name in _KEPT} | _OWN
    return {name: _guarded(filter, name) for name, filter in chosen.items()}


def _guarded(filter, name: str):
    counted, first = weighed(filter), _first(filter)

    @wraps(filter)
    def guarded(*arguments, **named):
        subject = arguments[first]
        if isinstance(subject, Absent) and name not in _OF_UNKNOWN:
            return subject
        if isinstance(subject, Markup) and name not in _PRINTED:
            raise SecurityError(f"`{name}` of what a macro or a block printed; use it on the value before it is printed")
        return counted(*arguments, **named)

    return guarded


def weighed(filter):
    """A filter or test that counts what it goes over. Its marks (pass_context and the like) stay."""
    first = _first(filter)

    @wraps(filter)
    def counted(*arguments, **named):
        running().weigh([*arguments[first:], *named.values()])
        return filter(*arguments, **named)

    return counted


def _first(filter) -> int:
    """The place of the value among the arguments: behind the context or environment that Jinja2 puts before it."""
    return 1 if hasattr(filter, "jinja_pass_arg") else 0


def _replace(text, old, new, count=-1) -> str:
    text, old, new = str(text), str(old), str(new)
    running().spend((text.count(old) if old else len(text) + 1) * len(new))
    return text.replace(old, new, count)


def _join(items, between=""):
    items = list(items)
    running().weigh([between] * len(items))
    parts = [part for item in items for part in (between, item)][1:]
    return engine.joined(parts) if parts else ""


def _sum(items, start=0):
    """Of numbers; a sum of lists would grow without being counted."""
    for item in items:
        if not isinstance(item, (int, float, Absent)):
            raise SecurityError(f"`sum` of a {type(item).__name__}; it adds numbers")
        start = start + item
    return start


def _round(value, digits=0):
    made = round(float(value), max(-15, min(15, int(digits))))
    return int(made) if digits <= 0 else made


def number(value) -> str:
    """3075098624 -> 3,075,098,624; 5e-06 -> 5e-6; 0.5 as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if isinstance(value, int):
        return f"{value:,}" if abs(value) > 9999 else str(value)
    return plain(value)


def plain(value) -> str:
    """A number as people write it: as many digits as tell it apart from all others, and no more."""
    text = repr(value)
    text = text[:-2] if text.endswith(".0") else text
    return re.sub(r"e([+-])0*(\d)", lambda sign: "e" + sign[1].replace("+", "") + sign[2], text)


def size(count) -> str:
    """Bytes as people say them, in decimal units, with the exact number: 6.15 GB (6,150,234,624 bytes)."""
    from ..repository.stated import weight

    return f"{weight(count)} ({count:,} bytes)" if isinstance(count, int) and count >= 1000 else count


def people(count) -> str:
    """A count as people say it, and exactly: 3.08B (3,075,098,624)."""
    from ..repository.stated import people as said

    return said(count) if isinstance(count, int) else count


def percent(value, digits: int = 2) -> str:
    """0.123 -> 12.3 %."""
    return f"{plain(float(f'{value * 100:.{digits}f}'))} %" if isinstance(value, (int, float)) else value


def language(codes) -> str:
    """Codes of languages -> their English names, where the Hub's list has one."""
    from ..vocabulary import fact

    names = fact("languages", "x-names")
    listed = [codes] if isinstance(codes, str) else codes
    return ", ".join(names.get(code, code) for code in listed) if isinstance(listed, (list, tuple)) else codes


_OWN = {
    "tojson": Json, "markdown": Markdown, "code": Code, "number": number, "size": size, "people": people, "percent": percent,
    "language": language, "replace": _replace, "join": _join, "sum": _sum, "round": _round,
}  # fmt: skip
