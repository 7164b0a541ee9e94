"""The page of an audit: its summary as HTML, then its rows as compressed data; it loads nothing, and its hashes name what runs.

Every value of a card is escaped by Jinja2 or put in place as text by the script, and first made harmless to read (`printable`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from functools import cache

from markupsafe import Markup

from .. import __version__, assets, output, schema
from ..errors import CardwrightError
from . import embedded, pagevalues

END = "</body>\n</html>\n"
LIMIT = 50 * 1024 * 1024  # bytes of a page: 230,000 cards with five findings each take 49 MB and some 2 s to open
NAME, VERSION = "report.html", 1  # of the page; of the summaries that it shows
TEMPLATE, SHARED, STYLES, SCRIPTS = (
    "_audit.html.j2",
    "_style.css",
    "_audit.css",
    ("_audit.rows.js", "_audit.table.js", "_audit.js"),
)
LIBRARIES = ("vendor/hyperlist.js", "vendor/chartist.js")
# Style attributes that chartist writes; all others are refused.
_ATTRIBUTES = ("width: 100%; height: 100%;", "overflow: visible;")


def written(folder: str) -> int:
    """Write the page of an audit's three files beside them, and return its size in bytes."""
    summary = read(folder)
    unknown = embedded.unknown(folder)
    head = html(summary, unknown)
    try:
        rows = embedded.blocks(folder, summary, LIMIT - len(head))
    except embedded.TooLarge:
        head, rows = html(summary, live=False), {}
    size = 0
    with output.File(os.path.join(folder, NAME)) as file:
        for piece in (head, *map(_block, rows, rows.values()), END):
            file.write(piece)
            size += len(piece.encode("utf-8"))
    return size


def read(folder: str) -> dict:
    """The summary of an audit. Raises CardwrightError where there is none."""
    path = os.path.join(folder, "summary.json")
    try:
        with open(path, encoding="utf-8") as file:
            summary = json.load(file)
    except (OSError, ValueError) as error:
        reason = (error.strerror or "unknown reason").lower() if isinstance(error, OSError) else "it is no JSON"
        raise CardwrightError(f"{path}: cannot be read: {reason}", "name the folder that an audit was written to") from None
    if not isinstance(summary, dict) or summary.get("version") != VERSION:
        raise CardwrightError(f"{path}: is not of version {VERSION}, which this shows", "run the audit again")
    for wrong in schema.violations(summary, "audit-summary.schema.json"):
        raise CardwrightError(f"{path}: is no summary of an audit: {wrong.message}", "run the audit again")
    return summary


def html(summary: dict, unknown=(), live: bool = True, served: bool = False) -> str:
    """The page up to its rows. unknown: columns that the table goes without; live: with a table at all; served: whose rows come
    from the address the page came from."""
    values = pagevalues.of(summary, unknown, live, served)
    values |= {"css": Markup(stylesheet()), "script": Markup(_script()), "policy": policy(served), "version": __version__}
    return _template().render(values).strip("\n") + "\n"


@cache
def policy(served: bool = False) -> str:
    """The page's Content-Security-Policy: only its own styles and scripts, by hash, and no HTML made of text."""
    attributes = " ".join(map(_hash, _ATTRIBUTES))
    asking = "; connect-src 'self'" if served else ""
    named = f"script-src {_hash(_script())}; style-src {_hash(stylesheet())} 'unsafe-hashes' {attributes}{asking}"
    return (
        f"default-src 'none'; {named}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@cache
def stylesheet() -> str:
    """What the report of a model and this page share, then this page's own."""
    return _asset(SHARED) + _asset(STYLES)


@cache
def _script() -> str:
    libraries = [re.sub(r"\n//# sourceMappingURL=.*", "", _asset(name)) for name in LIBRARIES]
    own = "".join(map(_asset, SCRIPTS))
    start = '"use strict";\nconst data = JSON.parse(document.getElementById("data").textContent);\n'
    return "\n".join((*libraries, f"(() => {{\n{start}{own}}})();\n"))


@cache
def _template():
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset(TEMPLATE))


def _asset(name: str) -> str:
    return assets.text(f"templates/{name}")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def _block(name: str, text: str) -> str:
    return f'<script type="text/plain" id="block-{name}">{text}</script>\n'
