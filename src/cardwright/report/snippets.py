"""Code that loads the model, and its citation, as the card has them: from the same parts of templates, with the same escaping."""

from __future__ import annotations

from functools import cache

import jinja2

from ..templating import engine, filling, loading, sandbox

_PARTS = '{% import "cardwright/_parts" as parts with context %}\n'
_OWN = {
    "report: loading": _PARTS + "{{ parts.quick_start(subfolder, device) }}\n",
    "report: citation": _PARTS + "{{ parts.citation_block() }}\n",
}


@cache
def _environment() -> sandbox.Environment:
    return sandbox.Environment(jinja2.ChoiceLoader([jinja2.DictLoader(_OWN), loading.environment().loader]))


def _written(name: str, values: dict) -> str:
    marked, run = engine.render(_environment(), name, values)
    return "".join(part.text for part in filling.filled(filling.parts(marked), run))


def start(values: dict, folder: str = "", device: str = "") -> str:
    """Markdown with the code that loads the model, or the variant in a folder; "" where no file says how."""
    return _written("report: loading", values | {"subfolder": folder, "device": device})


def citation(values: dict) -> str:
    """Markdown with the author's citation, or one made from author, title, year and address."""
    return _written("report: citation", values)
