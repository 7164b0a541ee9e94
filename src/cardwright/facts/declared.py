"""The facts there are, as schemas/facts.schema.json declares them: types, flags, classes and help, once for everybody."""

from __future__ import annotations

from functools import cache

from .. import schema

SCHEMA = "facts.schema.json"

AUTOMATIC, ASKED, CONDITIONAL = "automatic", "asked", "conditional"


@cache
def properties() -> dict[str, dict]:
    """Name -> subschema of every fact, in the order in which people are asked and told."""
    return schema.load(SCHEMA)["properties"]


def groups() -> dict[str, dict]:
    """Group -> its title and description."""
    return schema.load(SCHEMA)["x-groups"]


def is_markdown(name: str) -> bool:
    """Whether a fact is, or lists, Markdown of its author's."""
    declared = properties()[name]
    return "markdown" in (declared.get("x-format"), declared.get("items", {}).get("x-format"))


def is_flag(name: str) -> bool:
    """Whether a fact has a flag of its own: what fits on a command line, so no tables."""
    declared = properties()[name]
    return declared.get("type") != "object" and declared.get("items", {}).get("type") != "object"


def flags(name: str) -> list[str]:
    """The flags that set a fact; its own name with hyphens where the schema names none."""
    return properties()[name].get("x-flags") or ["--" + name.replace("_", "-")]


def kind(name: str) -> str:
    """A fact's type in a word: text, number, whole number, yes or no, list, table, mapping."""
    declared = properties()[name]
    if declared.get("type") == "array":
        return "table" if declared["items"].get("type") == "object" else "list"
    words = {"number": "number", "integer": "whole number", "boolean": "yes or no", "object": "mapping"}
    return words.get(declared.get("type"), "Markdown" if "x-format" in declared else "text")
