"""JSON Schema violations, as (where, what) a person understands.

`accepts` answers for the many values that are fine, in microseconds and without an import; jsonschema is asked only when
something is wrong, to say what. tests/test_schema.py holds the two to the same verdict.
"""

from __future__ import annotations

import re
from collections import namedtuple
from functools import cache

from . import assets

Violation = namedtuple("Violation", "path keyword value schema rule hub message")
Violation.__doc__ = """One thing a value breaks.

path     keys and indices to the value (for "required": to the mapping that lacks the key, then the key)
keyword  the JSON Schema keyword: type, enum, pattern, required, additionalProperties ...
value    the value there (None for "required")
schema   the subschema that was broken
rule     the rule that reports it (x-owner of the property, or x-rule where a value of the right type is wrong), or None
hub      the x-hub of the subschema or of the top-level property: rejects, warns, ignores, unknown, or None
message  plain words: what it is and what is wanted
"""

MODEL_CARD = "model-card.schema.json"

_CHECKS = {}


def _check(keyword):
    return lambda function: _CHECKS.setdefault(keyword, function)


@cache
def load(name: str) -> dict:
    """A schema of schemas/, by its path there."""
    return assets.load_json(f"schemas/{name}")


def accepts(value, schema: dict, root: str) -> bool:
    """Whether a value keeps a schema, a part of the file named `root`. Understands the keywords in _CHECKS and no others."""
    asked = (id(schema), value) if type(value) is str else None
    if asked and asked in _FINE:
        return True
    _, checks = _BOUND.get(id(schema)) or _bind(schema)
    for check in checks:
        if not check(value, schema, root):
            return False
    if asked:
        _FINE.add(asked)
    return True


class _Kept(set):
    """Texts that were accepted, each with the identity of its schema; cards of a run repeat most of theirs."""

    def add(self, asked) -> None:
        if len(self) > 20_000:
            self.clear()
        super().add(asked)


_FINE = _Kept()


_BOUND: dict[int, tuple] = {}  # by identity, with the schema itself so that its id stays its own


def _bind(schema: dict) -> tuple:
    """The checks of a schema's keywords: most of its keys only say things to people."""
    return _BOUND.setdefault(id(schema), (schema, tuple(_CHECKS[keyword] for keyword in schema if keyword in _CHECKS)))


@_check("$ref")
def _ref(value, schema, root):
    if "x-common" in schema:  # some of a list of thousands of texts, which need not be opened for these
        if type(value) is not str:
            return False
        if value in schema["x-common"]:
            return True
    target = schema["$ref"]
    if target.startswith("#"):
        return accepts(value, load(root)["$defs"][target.removeprefix("#/$defs/")], root)
    return accepts(value, load(target), target)


_TYPES = {
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: (
        isinstance(value, int) and not isinstance(value, bool) or isinstance(value, float) and value.is_integer()
    ),
}


@_check("type")
def _type(value, schema, root):
    types = schema["type"]
    return _TYPES[types](value) if isinstance(types, str) else any(_TYPES[name](value) for name in types)


_MEMBERS: dict[int, frozenset] = {}  # by identity: load() keeps every schema, so its lists live as long as the process


@_check("enum")
def one_of(value, schema, root):
    allowed = schema["enum"]
    if id(allowed) not in _MEMBERS:
        _MEMBERS[id(allowed)] = frozenset(allowed)
    return isinstance(value, str) and value in _MEMBERS[id(allowed)]


@_check("const")
def _const(value, schema, root):
    return value == schema["const"]


def _repository_id(value: str) -> bool:
    """Whether a text is certainly an id that the pattern takes; it takes a few odd ones more."""
    parts = value.split("/")
    return (
        value.isascii()
        and len(parts) < 3
        and "--" not in value
        and ".." not in value
        and not value.endswith(".git")
        and all(
            part[:1].isalnum() and part[-1].isalnum() and len(part) < 96 and part.translate(_ID_SIGNS).isalnum() for part in parts
        )
    )


_ID_SIGNS = str.maketrans("", "", "-_.")
_QUICK = {"repository-id": _repository_id}  # x-quick: compiling the pattern takes longer than checking a card


@_check("pattern")
def _pattern(value, schema, root):
    if "x-quick" in schema and isinstance(value, str) and _QUICK[schema["x-quick"]](value):
        return True
    return not isinstance(value, str) or re.search(schema["pattern"], value) is not None


@_check("minLength")
def _min_length(value, schema, root):
    return not isinstance(value, str) or len(value) >= schema["minLength"]


@_check("minimum")
def _minimum(value, schema, root):
    return not _TYPES["number"](value) or value >= schema["minimum"]


@_check("exclusiveMinimum")
def _above(value, schema, root):
    return not _TYPES["number"](value) or value > schema["exclusiveMinimum"]


@_check("maximum")
def _maximum(value, schema, root):
    return not _TYPES["number"](value) or value <= schema["maximum"]


@_check("minItems")
def _min_items(value, schema, root):
    return not isinstance(value, list) or len(value) >= schema["minItems"]


@_check("items")
def _items(value, schema, root):
    return not isinstance(value, list) or all(accepts(item, schema["items"], root) for item in value)


@_check("required")
def _required(value, schema, root):
    return not isinstance(value, dict) or all(key in value for key in schema["required"])


@_check("properties")
def _properties(value, schema, root):
    known = schema["properties"]
    return not isinstance(value, dict) or all([accepts(item, known[key], root) for key, item in value.items() if key in known])


@_check("additionalProperties")
def _additional(value, schema, root):
    if not isinstance(value, dict):
        return True
    extra = [item for key, item in value.items() if key not in schema.get("properties", ())]
    wanted = schema["additionalProperties"]
    return not extra if wanted is False else all(accepts(item, wanted, root) for item in extra)


@_check("anyOf")
def _any_of(value, schema, root):
    return any(accepts(value, branch, root) for branch in schema["anyOf"])


def violations(value, name: str) -> list[Violation]:
    """Everything a value breaks in the schema schemas/`name`, in the order the value is written."""
    schema = load(name)
    if accepts(value, schema, name):
        return []
    from . import violations as explained

    return explained.explain(value, schema, name)


def spell(path) -> str:
    """A path as people write it: model-index[0].results[1].task."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return f"`{text}`" if text else ""


def describe(value) -> str:
    """A value in words: what it is, and its text when that is short."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {clip(value)!r}"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "a mapping"
    return f"the date {value} (quote it to make it text)"


def clip(text: str, length: int = 60) -> str:
    """Text short enough for a message."""
    return text if len(text) <= length else text[: length - 1] + "…"
