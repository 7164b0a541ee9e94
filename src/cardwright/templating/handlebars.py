"""Handlebars, as the documents this project began with write it, translated to Jinja2 line by line.

`{{#if a}} … {{else if b}} … {{else}} … {{/if}}`, `unless`, `each` (with `this`, `@index`, `@first`, `@last` and an item's own
names), `{{x|default:'N/A'}}`, `{{! … }}`. Nested as deep as one likes. `{{{x}}}` is a value in braces, as BibTeX wants it.
Truth is that of the documents' tables: 0 is something to say, an empty text, an empty list and false are not.
"""

from __future__ import annotations

import re

from . import TemplateError

_SIGNS = re.compile(r"\{\{\s*(?:[#/!^]|else\b)|\|\s*default\s*:")
_TAG = re.compile(r"\{\{!--.*?--\}\}|\{\{!.*?\}\}|\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"(?:\.\./)*@?[A-Za-z_][\w.]*\Z")
_DEFAULT = re.compile(r"""([^|]+)\|\s*default\s*:\s*('[^'{}]*'|"[^"{}]*"|[\w.+-]+)\s*\Z""")
_SPECIAL = {"@index": "loop.index0", "@first": "loop.first", "@last": "loop.last", "this": "this", ".": "this"}
_OPENING = {"if": "{%% if known(%s) %%}", "unless": "{%% if not known(%s) %%}", "each": "{%% for this in %s or [] %%}"}
_CLOSING = {"if": "{% endif %}", "unless": "{% endif %}", "each": "{% endfor %}"}


def is_one(text: str) -> bool:
    """Whether a template is written in Handlebars: it has a sign that Jinja2 does not know."""
    return _SIGNS.search(text) is not None


def translated(text: str, name: str) -> str:
    """The Jinja2 template that says the same, each line where it was. Raises TemplateError with the line of what is wrong."""
    return _Translation(text, name).run()


class _Translation:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.open: list[tuple[str, int, bool]] = []  # (helper, offset, whether its else was there)

    def run(self) -> str:
        parts, reached = [], 0
        for match in _TAG.finditer(self.text):
            start = match.start()
            parts.append(_literal(self.text[reached:start]))
            reached = match.end()
            if match[1] is None:  # a comment; its lines stay
                parts.append("{# " + "\n" * match[0].count("\n") + "#}")
            elif match[1].startswith("{") and self.text.startswith("}", reached):
                parts.append(_literal("{") + self.value(match[1][1:], start) + "}")
                reached += 1
            else:
                parts.append(_alone(self.tag(match[1], start), self.text, start, reached))
        if self.open:
            helper, start, _ = self.open[-1]
            raise self.error(start, f"{{{{#{helper}}}}} is never closed; write {{{{/{helper}}}}} where it ends")
        return "".join((*parts, _literal(self.text[reached:])))

    def error(self, offset: int, message: str) -> TemplateError:
        return TemplateError(f"{self.name}:{self.text.count(chr(10), 0, offset) + 1}: {message}")

    def tag(self, inside: str, start: int) -> str:
        words = inside.strip()
        if words.startswith("#"):
            return self.opening(words[1:].strip(), start)
        if words.startswith("/"):
            return self.closing(words[1:].strip(), start)
        if words == "else" or words == "^" or words.startswith("else "):
            return self.otherwise(words.removeprefix("else").removeprefix("^").strip(), start)
        return self.value(inside, start)

    def opening(self, words: str, start: int) -> str:
        helper, _, subject = words.partition(" ")
        if helper not in _OPENING:
            raise self.error(start, f"there is no helper `#{helper}`; there are if, unless and each")
        opened = _OPENING[helper] % self.expression(subject.strip(), start)
        self.open.append((helper, start, False))
        return opened

    def closing(self, helper: str, start: int) -> str:
        if not self.open:
            raise self.error(start, f"{{{{/{helper}}}}} closes nothing")
        opened, at, _ = self.open.pop()
        if opened != helper:
            line = self.text.count("\n", 0, at) + 1
            raise self.error(start, f"{{{{/{helper}}}}} where {{{{#{opened}}}}} of line {line} is to be closed")
        return _CLOSING[helper]

    def otherwise(self, condition: str, start: int) -> str:
        if not self.open or self.open[-1][2]:
            raise self.error(start, "{{else}} belongs to no {{#if}}")
        helper, at, _ = self.open[-1]
        if condition:
            head, _, subject = condition.partition(" ")
            if head != "if" or helper == "each":
                raise self.error(start, f"{{{{else {condition}}}}}: write {{{{else if NAME}}}} within {{{{#if}}}}")
            return "{% elif known(" + self.expression(subject.strip(), start) + ") %}"
        self.open[-1] = helper, at, True
        return "{% else %}"

    def value(self, inside: str, start: int) -> str:
        match = _DEFAULT.match(inside.strip())
        if match:
            return "{{ " + self.expression(match[1].strip(), start) + "|default(" + match[2] + ") }}"
        return "{{ " + self.expression(inside.strip(), start) + " }}"

    def expression(self, words: str, start: int) -> str:
        if words in _SPECIAL:
            return _SPECIAL[words]
        if not _NAME.match(words) or "__" in words:
            raise self.error(start, f"{{{{{words}}}}} is not the name of a value")
        bare = words.replace("../", "").removeprefix("this.")
        if words.startswith("this."):
            return f"this.{bare}"
        inside = any(helper == "each" for helper, *_ in self.open) and not words.startswith("../")
        head = bare.partition(".")[0]
        return f"(this if this is mapping and '{head}' in this else {{'{head}': {head}}}).{bare}" if inside else bare


_BEFORE, _AFTER = re.compile(r"[ \t]*\Z"), re.compile(r"[ \t]*(?:\r?\n|\Z)")


def _alone(tag: str, text: str, start: int, end: int) -> str:
    """A tag alone on its line takes the line with it, as Jinja2 is set to; within a line it leaves every blank where it is."""
    line = text.rfind("\n", 0, start) + 1
    if not tag.startswith("{%") or (_BEFORE.match(text, line, start) and _AFTER.match(text, end)):
        return tag
    return "{%+" + tag[2:-2] + "+%}"


_BRACE = re.compile(r"\{(?=[{%#]|\Z)")


def _literal(text: str) -> str:
    """Text in which Jinja2 sees no sign of its own."""
    return _BRACE.sub("{{ _open }}", text)
