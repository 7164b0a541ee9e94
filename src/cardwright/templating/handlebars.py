"""Handlebars, as the documents this project began with write it, translated to Jinja2 line by line.

`{{#if a}} … {{else if b}} … {{else}} … {{/if}}`, `unless`, `each` (with `this`, `@index`, `@first`, `@last`, `../` and an item's
own names), `{{x|default:'N/A'}}`, `{{! … }}`. Nested as deep as one likes. `{{{x}}}` is a value in braces, as BibTeX wants it.
Truth is that of the documents' tables: 0 is something to say, an empty text, an empty list and false are not.
"""

from __future__ import annotations

import re

from . import TemplateError

_SIGNS = re.compile(r"\{\{\s*(?:[#/!^]|else\b)|\{\{[^{}|]*\|\s*default\s*:")
_NAME = re.compile(r"(?:\.\./)*[A-Za-z]\w*(?:\.[A-Za-z]\w*)*\Z")
_DEFAULT = re.compile(r"""([^|]+)\|\s*default\s*:\s*('[^']*'|"[^"]*"|-?\d[\d.]*(?:e-?\d+)?|true|false)\s*\Z""")
_LOOP = {"@index": "loop.index0", "@first": "loop.first", "@last": "loop.last"}
_OPENING = {"if": "{%% if known(%s) %%}", "unless": "{%% if not known(%s) %%}"}
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
        while (start := self.next(reached)) >= 0:
            parts.append(_literal(self.text[reached:start]))
            made, reached = self.comment(start) if self.text.startswith("{{!", start) else self.sign(start)
            parts.append(made)
        if self.open:
            helper, start, _ = self.open[-1]
            raise self.error(start, f"{{{{#{helper}}}}} is never closed; write {{{{/{helper}}}}} where it ends")
        return "".join((*parts, _literal(self.text[reached:])))

    def next(self, reached: int) -> int:
        """Where the next tag begins, -1 without one; a brace before it is text, but where three are closed by three."""
        start = self.text.find("{{", reached)
        end = self.text.find("}}", start)
        while start >= 0 and self.text.startswith("{{{", start) and not (end >= 0 and self.text.startswith("}}}", end)):
            start += 1
        return start

    def error(self, offset: int, message: str) -> TemplateError:
        return TemplateError.at(self.name, self.text.count("\n", 0, offset) + 1, message)

    def end(self, start: int, sign: str) -> int:
        end = self.text.find(sign, start + 2)
        if end < 0:
            raise self.error(start, f"{self.text[start : start + 5].split()[0]} is never closed; write {sign} where it ends")
        return end

    def comment(self, start: int) -> tuple[str, int]:
        """(a comment that leaves the lines as they are, where it ends)."""
        sign = "--}}" if self.text.startswith("{{!--", start) else "}}"
        end = self.end(start, sign) + len(sign)
        lines = "\n" * self.text.count("\n", start, end)
        return _alone(f"{{# {lines}#}}", self.text, start, end)

    def sign(self, start: int) -> tuple[str, int]:
        """(what a tag or a value is in Jinja2, where it ends)."""
        end = self.end(start, "}}")
        inside = self.text[start + 2 : end]
        lines = "\n" * inside.count("\n")
        if inside.startswith("{") and self.text.startswith("}}}", end):
            return _literal("{") + self.value(inside[1:], start, lines) + "}", end + 3
        return _alone(self.tag(inside.strip(), start, lines), self.text, start, end + 2)

    def tag(self, words: str, start: int, lines: str) -> str:
        if words.startswith("#"):
            return self.opening(words[1:].strip(), start, lines)
        if words.startswith("/"):
            return self.closing(words[1:].strip(), start)
        if words == "^" or words.partition(" ")[0] == "else":
            return self.otherwise(words.removeprefix("else").removeprefix("^").strip(), start)
        return self.value(words, start, lines)

    def opening(self, words: str, start: int, lines: str) -> str:
        helper, subject = [*words.split(None, 1), "", ""][:2]
        if helper not in _CLOSING:
            raise self.error(start, f"there is no helper `#{helper}`; there are if, unless and each")
        value = self.expression(subject, start)
        self.open.append((helper, start, False))
        opened = _OPENING[helper] % value if helper in _OPENING else f"{{% for {self.item()} in _each({value}) %}}"
        return opened[:-2] + lines + "%}"

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
            return "{% elif known(" + self.expression(subject, start) + ") %}"
        self.open[-1] = helper, at, True
        return "{% else %}"

    def value(self, inside: str, start: int, lines: str) -> str:
        match = _DEFAULT.match(inside.strip())
        if not match:
            return f"{{{{ {self.expression(inside.strip(), start)}{lines} }}}}"
        default = match[2].replace("\\", "\\\\").replace("{", "\\x7b").replace("}", "\\x7d")
        return f"{{{{ {self.expression(match[1].strip(), start)}|default({default}){lines} }}}}"

    def item(self, up: int = 0) -> str:
        """The name of the item that is gone through, or of one further out; "" where there is none."""
        depth = sum(helper == "each" and not done for helper, _, done in self.open) - up
        return "" if depth < 1 else "this" if depth == 1 else f"this{depth}"

    def expression(self, words: str, start: int) -> str:
        if words in _LOOP or words in ("this", "."):
            if not self.item():
                raise self.error(start, f"{{{{{words}}}}} belongs within {{{{#each}}}}")
            return _LOOP.get(words) or self.item()
        if not _NAME.match(words):
            raise self.error(start, f"{{{{{words[:80]}}}}} is not the name of a value")
        item, bare = self.item(words.count("../")), words.replace("../", "")
        if not item or bare in ("true", "false"):
            return bare
        if bare == "this" or bare.startswith("this."):
            return item + bare[4:]
        head = bare.partition(".")[0]
        return f"({item} if {item} is mapping and '{head}' in {item} else {{'{head}': {head}}}).{bare}"


_BEFORE, _AFTER = re.compile(r"[ \t]*\Z"), re.compile(r"[ \t]*\r?(?=\n|\Z)")


def _alone(tag: str, text: str, start: int, end: int) -> tuple[str, int]:
    """(the tag, where it ends). Alone on its line it takes the line with it, as Jinja2 is set to; else it leaves every blank."""
    if tag.startswith("{{"):
        return tag, end
    after = _AFTER.match(text, end)
    if after and _BEFORE.match(text, text.rfind("\n", 0, start) + 1, start):
        return tag, after.end()
    return f"{tag[:2]}+{tag[2:-2]}+{tag[-2:]}", end


_BRACE = re.compile(r"\{(?=[{%#]|\Z)")


def _literal(text: str) -> str:
    """Text in which Jinja2 sees no sign of its own."""
    return _BRACE.sub("{{ _open }}", text)
