"""`cardwright facts`: every fact that a card can tell, from the schema that declares them."""

from __future__ import annotations

import json

from .. import errors
from ..facts import declared
from ..rendering.context import WORKED_OUT


def run(asked, console) -> int:
    console.out({"text": text, "json": as_json, "markdown": markdown}[asked.format]())
    return errors.CLEAN


def text() -> str:
    """A line for each fact, by group."""
    lines, width = [], max(map(len, declared.properties()))
    for slug, group in declared.groups().items():
        lines += [group["title"] + (f": {group['description']}" if group["description"] else ""), ""]
        for name, how in declared.properties().items():
            if how["x-group"] == slug:
                lines.append(f"  {name:{width}}  {declared.kind(name):12}  {how['description']}")
        lines.append("")
    lines += ["Worked out for templates", "", *(f"  {name:{width}}  {'':12}  {what}" for name, what in WORKED_OUT.items())]
    return "\n".join(lines) + "\n"


def as_json() -> str:
    rows = [{"name": name, "flags": declared.flags(name) if declared.is_flag(name) else [], **how}
            for name, how in declared.properties().items()]  # fmt: skip
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def markdown() -> str:
    """docs/facts.md."""
    parts = [
        "# Facts",
        "",
        "Everything that a card can be rendered from, written by `cardwright facts --format markdown` from"
        " `schemas/facts.schema.json`. *automatic*: files know it. *asked*: only its author does, and `cardwright init` asks."
        " *conditional*: asked where it matters. Write them into `card.yaml` by name, or use the flag, `--set NAME=VALUE`, or the"
        " environment variable `CARDWRIGHT_NAME`.",
    ]
    for slug, group in declared.groups().items():
        told = [group["description"].capitalize() + ".", ""] if group["description"] else []
        parts += ["", f"## {group['title']}", "", *told, "| fact | flag | type | class | meaning |", "|---|---|---|---|---|"]
        parts += [_row(name, how) for name, how in declared.properties().items() if how["x-group"] == slug]
    parts += ["", "## Worked out for templates", "", "| name | meaning |", "|---|---|"]
    parts += [f"| `{name}` | {what} |" for name, what in WORKED_OUT.items()]
    return "\n".join(parts) + "\n"


def _row(name: str, how: dict) -> str:
    flag = ", ".join(f"`{each}`" for each in declared.flags(name)) if declared.is_flag(name) else ""
    unit = f" Unit: {how['x-unit']}." if "x-unit" in how else ""
    wanted = how["items"]["x-say"] if declared.kind(name) == "table" else how["x-say"]
    cells = (f"`{name}`", flag, declared.kind(name), how["x-class"], f"{how['description']}{unit} Wanted: {wanted}.")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
