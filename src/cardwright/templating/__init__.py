"""Templates: Jinja2 in a sandbox, and Handlebars as the seeds of this project write it, translated to it.

engine.py      a template's text, in which values are marks, never text; what it may cost
sandbox.py     what a template may do; filters.py: its filters
handlebars.py  {{#if a}} ... {{else}} ... {{/if}} -> Jinja2
loading.py     where templates are: the project's own folder, then ours
filling.py     marks -> text, escaped (escaping.py) for where each one stands; what is not known leaves with its line
inspect.py     `cardwright template check`: syntax, variables and blocks without rendering
"""

from __future__ import annotations

from ..errors import UsageError


class TemplateError(UsageError):
    """A template that is wrong, or goes too far. `line`: where, 0 where nobody knows; the message begins with both."""

    path, line = "", 0

    @classmethod
    def at(cls, path: str, line: int, message: str, hint: str = "") -> TemplateError:
        """An error whose message says where it is."""
        made = cls(f"{path}:{line}: {message}" if line else f"{path}: {message}", hint)
        made.path, made.line, made.bare = path, line, message
        return made


class Markdown(str):
    """Text that is its author's own Markdown, printed as it is."""

    __slots__ = ()


class Code(str):
    """Text that stands in a code span."""

    __slots__ = ()


class Json(str):
    """The JSON text of a value, which front matter takes as the value itself."""

    def __new__(cls, value):
        import json

        made = super().__new__(cls, json.dumps(value, ensure_ascii=False))
        made.value = value
        return made
