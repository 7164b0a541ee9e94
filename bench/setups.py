"""How each peer is called: its configuration files and its command line, for the same job as ours as far as it can do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cards
import peers

RUMDL = """\
[global]
{rules}

[MD043]
headings = ["# support-sorter-0000", "*"]

[MD061]
terms = ["[More Information Needed]", "TODO"]
"""
YAMLLINT = "extends: default\nrules: {document-start: disable, indentation: {indent-sequences: whatever}}\n"
REMARK = """\
import frontmatter from "remark-frontmatter";
import schema from "remark-lint-frontmatter-schema";
import sections from "remark-lint-no-empty-sections";
export default {{ plugins: [frontmatter, [schema, {{ schemas: {{ "schema.json": ["**/*.md"] }} }}], sections] }};
"""
# One key only: remark's plugin reads draft-07, and check-jsonschema would look for our own schema's parts on the network.
_SCHEMA = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["license"]}
HUB = "import sys; from huggingface_hub import ModelCard\nfor p in sys.argv[1:]: ModelCard.load(p).data.to_dict()"
HUB_FOLDER = (
    "import sys, glob; from huggingface_hub import ModelCard\nfor p in glob.glob('*/README.md'): ModelCard.load(p).data.to_dict()"
)


def folder(name: str, count: int) -> Path:
    """A fresh folder with `count` cards, their front matter beside them, and every peer's configuration."""
    place = peers.CACHE / name
    shutil.rmtree(place, ignore_errors=True)
    cards.write(place / "cards", count)
    (place / ".git").mkdir()  # ends the search for a configuration, as in anybody's repository
    yaml = place / "yaml"
    yaml.mkdir()
    for path in (place / "cards").glob("*/README.md"):
        (yaml / f"{path.parent.name}.yaml").write_text(path.read_text().split("---\n")[1], encoding="utf-8")
    (place / "rumdl-3.toml").write_text(RUMDL.format(rules='enable = ["MD043", "MD061", "MD082"]'))
    (place / "rumdl-all.toml").write_text(RUMDL.format(rules='disable = ["MD013"]'))
    (place / "yamllint.yaml").write_text(YAMLLINT)
    (place / "markdownlint").mkdir()
    (place / "markdownlint" / "three.markdownlint.json").write_text(json.dumps({"default": False, "MD043": {"headings": ["*"]}}))
    (place / "markdownlint" / "all.markdownlint.json").write_text(json.dumps({"default": True, "MD013": False}))
    licenses = json.loads((peers.ROOT / "schemas/vocab/licenses.json").read_text())["enum"]
    (place / "cards" / "schema.json").write_text(json.dumps({**_SCHEMA, "properties": {"license": {"enum": licenses}}}))
    (place / "cards" / ".remarkrc.mjs").write_text(REMARK.format())
    return place


def python(name: str, tool: str, *arguments):
    """A command of a peer from PyPI, made when it is asked for."""
    return lambda: [peers.python_venv(name) / tool, *arguments]


def node(script: str, *arguments):
    """A command of a peer from npm."""
    return lambda: [shutil.which("node") or _no_node(), peers.node_modules() / script, *arguments]


def _no_node():
    raise peers.Missing("no node on the path")


def remark(place: Path, *arguments):
    """The remark stack; it looks for its plugins beside the cards."""
    link = place / "cards" / "node_modules"

    def command():
        made = node("remark-cli/cli.js", "--quiet", "--no-stdout", *arguments)()
        if not link.is_symlink():
            link.symlink_to(peers.node_modules())
        return made

    return command
