"""A Report as Markdown, filled by the same engine as a card: values are escaped for where they stand."""

from __future__ import annotations

from functools import cache

import jinja2

from ..templating import engine, filling, sandbox

MARK = "<!-- report of cardwright -->"

_TEMPLATE = (
    MARK
    + """
{% macro item(entry) %}{% if entry.name %}**{{ entry.name }}:** {% endif %}{{ entry.text }}{% endmacro %}

# {{ title }}: final report

{% if date %}
{{ date }}

{% endif %}
{% for section in sections %}
## {{ section.title }}

{% for block in section.blocks %}
{% if block.kind == "heading" %}
### {{ block.title }}
{% elif block.kind == "prose" %}
{{ block.text }}
{% elif block.kind == "list" %}
{% for entry in block.entries %}
{% if block.numbered %}{{ loop.index }}.{% else %}-{% endif %} {{ item(entry) }}
{% endfor %}
{% elif block.kind == "pairs" %}
| {{ block.title }} | |
|---|---|
{% for row in block.rows %}
| {{ row.cells[0] }} | {{ row.cells[1] }} |
{% endfor %}
{% elif block.kind == "table" %}
|{% for head in block.heads %} {{ head }} |{% endfor +%}
|{% for head in block.heads %}---|{% endfor +%}
{% for row in block.rows %}
|{% for cell in row.cells %} {{ cell }} |{% endfor +%}
{% endfor %}
{% endif %}

{% endfor %}
{% endfor %}
"""
)


@cache
def _environment() -> sandbox.Environment:
    return sandbox.Environment(jinja2.DictLoader({"report": _TEMPLATE}))


def written(report) -> str:
    """The Report as Markdown."""
    marked, run = engine.render(
        _environment(), "report", {"title": report.title, "date": report.date, "sections": report.sections}
    )
    return "".join(part.text for part in filling.filled(filling.parts(marked), run)).strip("\n") + "\n"
