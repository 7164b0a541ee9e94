"""A Report as one HTML page that loads nothing: plain Jinja2 that escapes every value, and styles for phones, dark and paper."""

from __future__ import annotations

from functools import cache

import jinja2

from .. import __version__, assets
from . import prose

TEMPLATE = "_report.html.j2"
MARK = '<meta name="generator" content="cardwright '


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"blocks": prose.blocks, "inline": prose.inline}
    with open(assets.path(f"templates/{TEMPLATE}"), encoding="utf-8") as file:
        return environment.from_string(file.read())


def written(report) -> str:
    """The Report as an HTML page."""
    values = {"title": report.title, "date": report.date, "sections": report.sections, "version": __version__}
    return _template().render(values).strip("\n") + "\n"
