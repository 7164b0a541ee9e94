#!/usr/bin/env python3
"""Write what is generated: docs/rules.md, docs/facts.md, the tables in README.md and docs/audit.md (`make docs`, --check).

Rules come from their docstrings, facts and configuration keys from their JSON Schemas, options from the argument parser, the
action's inputs from action.yml, templates from their first comments.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "GITHUB_ACTIONS": "", "PYTHONIOENCODING": "utf-8"}

from cardwright import catalog, parser, schema  # noqa: E402
from cardwright.commands import factlist  # noqa: E402


def table(head: tuple[str, ...], rows) -> str:
    cells = lambda row: "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
    return "\n".join([cells(head), "|" + "---|" * len(head), *map(cells, rows)])


def options() -> str:
    """The options of `cardwright check`."""
    rows = []
    for action in parser.parser_of("check")._actions:
        if action.dest == "help":
            continue
        name = ", ".join(action.option_strings) or action.metavar
        choices = " (" + ", ".join(action.choices) + ")" if action.choices else ""
        value = f" {action.metavar}" if action.metavar and action.option_strings else ""
        rows.append((f"`{name}{value}`", action.help + choices))
    return table(("option", "meaning"), rows)


def configuration() -> str:
    """The keys of cardwright.toml."""
    known = schema.load("config.schema.json")["properties"]
    return table(
        ("key", "meaning", "default"),
        ((f"`{k}`", v["description"], f"`{v['default']}`" if "default" in v else "") for k, v in known.items()),
    )


def action(kind: str) -> str:
    """The inputs or outputs of action.yml."""
    known = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))[kind]
    return table((kind[:-1], "meaning"), ((f"`{name}`", " ".join(entry["description"].split())) for name, entry in known.items()))


def sample() -> str:
    """What the command says about an example card."""
    arguments = ["check", "--select", "license-unknown,bracket-placeholder,template-variable", "examples/broken-model/README.md"]
    ran = subprocess.run(
        [sys.executable, "-m", "cardwright", *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True
    )
    return f"```console\n$ cardwright {' '.join(arguments)}\n{ran.stdout}```"


def columns(name: str) -> str:
    """The columns of one table of an audit."""
    from cardwright.audit import columns as known

    rows = ((f"`{row.name}`", row.type, row.meaning) for row in getattr(known, name.upper()))
    return table(("column", "type", "meaning"), rows)


def complete() -> str:
    """What a full card has, as an audit counts it."""
    from cardwright.audit import completeness

    said = lambda rows: ", ".join(" or ".join(f"`{name}`" for name in row) for row in rows) + "\n"
    text = f"{len(completeness.SECTIONS)} sections: " + said(completeness.SECTIONS)
    return text + f"\n{len(completeness.KEYS)} metadata values: " + said(completeness.KEYS)


def templates() -> str:
    """The templates there are."""
    from cardwright.templating import loading

    return table(("template", "what it is"), ((f"`{each.name}`", each.description) for each in loading.listed()))


BLOCKS = {
    "templates": templates,
    "sample": sample,
    "options": options,
    "configuration": configuration,
    "inputs": lambda: action("inputs"),
    "outputs": lambda: action("outputs"),
    "cards": lambda: columns("cards"),
    "findings": lambda: columns("findings"),
    "complete": complete,
}
BLOCK = re.compile(r"(<!-- generated: (\w+), by `make docs` -->\n).*?(<!-- end -->)", re.DOTALL)


def generated() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "audit.md")}
    return {
        ROOT / "docs" / "rules.md": catalog.listing("markdown"),
        ROOT / "docs" / "facts.md": factlist.markdown(),
        **{path: BLOCK.sub(lambda match: match[1] + BLOCKS[match[2]]() + "\n" + match[3], text) for path, text in pages.items()},
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    check = arguments.parse_args().check
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(("stale: " if check else "written: ") + str(path.relative_to(ROOT)))
        if not check:
            path.write_text(generated()[path], encoding="utf-8", newline="\n")
    sys.exit("run `make docs`" if check and stale else 0)


if __name__ == "__main__":
    main()
