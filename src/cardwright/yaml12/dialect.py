"""Where PyYAML (YAML 1.1) would read a card's front matter otherwise than the Hub (YAML 1.2 core)."""

from __future__ import annotations

import re

import yaml

from ..lazy import Lazy
from ..schema import clip
from .yamlvalues import Timestamp, core_value

_QUOTE = "put it in quotes"
# The only plain words and first characters whose meaning differs: PyYAML's own resolvers decide the rest.
_WORDS = frozenset(word for lower in ("yes", "no", "on", "off") for word in (lower, lower.capitalize(), lower.upper()))
_STARTS = frozenset("0123456789+-.=")
_SAFE_INTEGER = 2**53  # JavaScript numbers are exact up to here
_PURE_LIMIT = 100_000  # characters of front matter that the slow pure-Python PyYAML is asked about

_BREAKS = re.compile("[\x85\u2028\u2029]")
_SURROGATE = Lazy(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def readings(card):
    """Every difference as (where, what stands there, what the Hub reads, what PyYAML reads, the way out, text for it or None)."""
    for node in card.tree.scalars:
        if not node.plain or node.text[:1] in _STARTS or node.text in _WORDS:
            yield from _scalar(node, card)
    start, end = card.front.yaml
    for match in _BREAKS.finditer(card.text, start, end):
        yield match.span(), f"U+{ord(match.group()):04X}", "a character", "a line break", "remove it", None
    if "\t" in card.text[start:end] and end - start < _PURE_LIMIT:
        yield from _tab(card.text[start:end], start)


def _scalar(node, card):
    text = node.text
    if not node.plain:
        if (match := _SURROGATE.search(card.text, node.start, node.end)) and card.text[node.start] == '"':
            yield (
                match.span(),
                f"`{match.group()}`",
                "half a character",
                "an error or half a character",
                "write the character itself",
                None,
            )
    elif text in _WORDS:
        yield node.span, f"`{text}`", "text", str(_python(text)).lower(), _QUOTE, f'"{text}"'
    else:
        hub, python = node.value, _python(text)
        if isinstance(hub, int) and not isinstance(hub, bool) and abs(hub) > _SAFE_INTEGER:
            yield node.span, f"`{clip(text)}`", f"rounded to {float(hub):.15g}", "exact", _QUOTE, None
        elif not _same(hub, python):
            yield node.span, f"`{clip(text)}`", _words(hub), _words(python), _way_out(hub, text), _instead(hub, text)


def _python(text: str):
    """What PyYAML makes of a plain scalar; an exception when it cannot."""
    try:
        tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, text, (True, False))
        return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, text))
    except (yaml.YAMLError, ValueError) as error:
        return error


def _same(hub, python) -> bool:
    if isinstance(hub, Timestamp):
        return type(python).__name__ in ("date", "datetime")
    return type(hub) is type(python) and (hub == python or hub != hub)


def same_to_both(text: str) -> bool:
    """Whether a plain scalar is the same text, or the same number, to the Hub and to PyYAML."""
    hub = core_value(text)
    return isinstance(hub, (str, int, float)) and _same(hub, _python(text))


def _words(value) -> str:
    if isinstance(value, Exception):
        return "an error"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Timestamp):
        return "a date"
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _SAFE_INTEGER:
        return "a very large number"
    return f"the number {value}" if isinstance(value, (int, float)) else f"the date {value}"


def _way_out(hub, text: str) -> str:
    number = _for_both(hub, text)
    return f"write {number}, or quote it" if number else _QUOTE


def _for_both(hub, text: str) -> str | None:
    """A number with an exponent as both read it."""
    if isinstance(hub, float) and "e" in text.lower() and "." not in text and abs(hub) != float("inf"):
        mantissa, exponent = re.split("[eE]", text)
        return f"{mantissa}.0e{exponent if exponent[0] in '+-' else '+' + exponent}"
    return None


def _instead(hub, text: str) -> str | None:
    """What both read as the Hub reads the plain scalar now, or None where that may not be what was meant."""
    if isinstance(hub, str):
        return None if "'" in text else f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    number = _for_both(hub, text)
    return number if number and core_value(number) == hub and same_to_both(number) else None


def _tab(text: str, offset: int):
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        if text[at : at + 1] == "\t":
            yield (offset + at, offset + at + 1), "the tab", "a blank", "an error", "use spaces", None
    except (yaml.YAMLError, RecursionError):
        pass  # other dialect differences have their own lines above
