"""Templates from a text, filled in as cardwright fills in a file's."""

from functools import lru_cache

import jinja2

from cardwright.rendering import context, metadata, templatefront
from cardwright.templating import engine, filling, handlebars, sandbox

NAME = "t.md"


def run_of(source: str, others: dict | None = None, **values):
    """(a template's text with marks, its Run); facts that are not given are not known."""
    environment = _environment((NAME, source), *(others or {}).items())
    return engine.render(environment, NAME, {name: engine.absent(name) for name in context.names()} | values)


@lru_cache(maxsize=64)
def _environment(*sources):
    made = {name: handlebars.translated(text, name) if handlebars.is_one(text) else text for name, text in sources}
    return sandbox.Environment(jinja2.DictLoader(made))


def fill(source: str, others: dict | None = None, **values) -> str:
    """A template with values in it."""
    text, run = run_of(source, others, **values)
    return "".join(part.text for part in filling.filled(filling.parts(text), run))


def card(source: str, **values) -> str:
    """A card whose front matter the template writes itself."""
    text, run = run_of(source, **values)
    keys, parts, _ = templatefront.taken(filling.parts(text), run)
    return metadata.block(keys) + "".join(part.text for part in filling.filled(parts, run))
