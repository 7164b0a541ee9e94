"""The blocks that a report is made of, alike for HTML and Markdown: plain mappings, which templates may read. A block that would
say nothing is none, and a heading without blocks goes with them.
"""

from __future__ import annotations

from ..templating import Markdown, filters
from ..templating.engine import known


class Status(str):
    """The verdict on a criterion, which a page may colour."""

    __slots__ = ()


def text(value) -> str:
    """A value as it is shown; what is a text already stays what it is, Markdown too."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return filters.number(value)
    return "" if not known(value) else ", ".join(map(text, value))


def part(title: str, *found: list) -> list:
    """Blocks below a heading of their own."""
    inside = [block for blocks in found for block in blocks]
    return [{"kind": "heading", "title": title}, *inside] if inside else []


def prose(*values) -> list:
    return [{"kind": "prose", "text": value} for value in values if known(value)]


def bullets(values, numbered: bool = False) -> list:
    entries = [value if isinstance(value, dict) else _named("", value) for value in values] if known(values) else []
    return [{"kind": "list", "numbered": numbered, "entries": entries}] if entries else []


def named(rows, name: str = "name") -> list:
    """A list of mappings with a description, and a name where they have one."""
    found = rows if known(rows) else []
    return bullets([_named(row[name] if known(row.get(name)) else "", row["description"]) for row in found])


def _named(name: str, description: str) -> dict:
    return {"name": name, "text": description}


def pairs(title: str, values: dict, rows) -> list:
    """A table of facts that are known, by the rows of rows.py; its first column names them."""
    found = [(label, text(way(values[name]) if way else values[name])) for label, name, way in rows if said(values[name])]
    cells = [{"cells": [label, value]} for label, value in found]
    return [{"kind": "pairs", "title": title, "rows": cells}] if found else []


def said(value) -> bool:
    """Whether there is something to show: a 0 is, and a false is not."""
    return known(value) or (isinstance(value, (int, float)) and not isinstance(value, bool))


def table(title: str, found, columns) -> list:
    """A table of mappings, with the columns that any of them has."""
    rows = found if known(found) else []
    used = [(key, head) for key, head in columns if any(said(row.get(key)) for row in rows)]
    cells = [{"cells": [text(row[key]) if said(row.get(key)) else "" for key, _ in used]} for row in rows]
    return [{"kind": "table", "title": title, "heads": [head for _, head in used], "rows": cells}] if cells and used else []


def charts(found: list, note: str) -> list:
    return [{"kind": "charts", "figures": found, "note": note}] if found else []


def code(written: str) -> list:
    """Markdown that holds code as the card has it."""
    return prose(Markdown(written.strip("\n"))) if written.strip() else []
