"""The front matter that a template writes itself, such as one in Handlebars: read as YAML while its values are still marks, so
that no value can be taken for YAML, and a number in quotes is a number again.
"""

from __future__ import annotations

from .. import frontmatter
from ..templating import Json, TemplateError, filling
from ..templating.engine import UNKNOWN
from ..templating.filters import plain
from ..yaml12 import yamlparse, yamltree


def taken(rendered, run):
    """(key -> value, the parts without the front matter, no reasons). Raises TemplateError for what is no YAML."""
    text = rendered[0].text.lstrip()
    front = frontmatter.find(text)
    if front.state != frontmatter.FOUND:
        raise TemplateError("the front matter that the template writes is not closed", "end it with a line of three dashes")
    known = [line for line in text[slice(*front.yaml)].split("\n") if UNKNOWN not in line]
    tree = yamlparse.parse("\n".join(known))
    if tree.problem:
        line = "\n".join(known).count("\n", 0, tree.problem.start) + 2
        raise TemplateError(f"line {line} of the front matter that the template writes is not YAML: {tree.problem.message}")
    values = _named(yamltree.to_python(tree.root) if tree.root else {}, run.printed)
    if not isinstance(values, dict):
        raise TemplateError("the front matter that the template writes is no mapping", "write `key: value` lines")
    return values, [rendered[0]._replace(text=text[front.body :]), *rendered[1:]], []


def _named(value, printed: list):
    """A value with the printed ones in the place of their marks; what stays empty is left out."""
    if isinstance(value, dict):
        made = {_text(str(key), printed): _named(item, printed) for key, item in value.items()}
        return {key: item for key, item in made.items() if item is not None}
    if isinstance(value, list):
        items = [_named(item, printed) for item in value]
        return [item for item in items if item is not None]
    return _scalar(value, printed) if isinstance(value, str) else value


def _scalar(text: str, printed: list):
    match = filling.MARK.match(text)
    if match and match.end() == len(text):
        value = printed[int(match[1])]
        if isinstance(value, Json):
            return value.value
        return str(value) if isinstance(value, str) else list(value) if isinstance(value, tuple) else value
    return _text(text, printed)


def _text(text: str, printed: list) -> str:
    def shown(match) -> str:
        value = printed[int(match[1])]
        return (
            value if isinstance(value, str) else plain(value) if isinstance(value, (int, float)) else ", ".join(map(str, value))
        )

    return filling.MARK.sub(shown, text)
