"""A Report as one HTML page that loads nothing: plain Jinja2 that escapes every value, and styles for phones, dark and paper."""

from __future__ import annotations

from functools import cache

import jinja2
import markupsafe

from .. import __version__, assets
from . import prose

TEMPLATE, STYLES = "_report.html.j2", "_style.css"
MARK = '<meta name="generator" content="cardwright '


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"blocks": prose.blocks, "inline": prose.inline}
    return environment.from_string(assets.text(f"templates/{TEMPLATE}"))


def written(report) -> str:
    """The Report as an HTML page."""
    values = {"title": report.title, "date": report.date, "sections": report.sections, "version": __version__}
    values["styles"] = markupsafe.Markup(assets.text(f"templates/{STYLES}"))
    return _template().render(values).strip("\n") + "\n"
