"""Where templates are: a path, the project's own folder, ours. A project's template may have the name of one of ours and extend
it as `cardwright/NAME`.
"""

from __future__ import annotations

import os
from collections import namedtuple
from functools import lru_cache

import jinja2

from .. import assets, source
from . import TemplateError, handlebars, sandbox

ENDINGS = (".md.j2", ".j2", ".md", ".hbs", ".html", "")
OURS = "cardwright/"
MAX_CHARACTERS = 300_000

Found = namedtuple("Found", "name path own description")
Found.__doc__ = "A template: its name, its file, whether it is the project's own, the first line of its first comment."


def environment(folder: str | None = None, within: str | None = None) -> sandbox.Environment:
    """The environment whose templates are those of a project's folder, then ours. One for all cards of a run."""
    return _environment(os.path.abspath(folder) if folder else None, within)


@lru_cache(maxsize=8)
def _environment(folder: str | None, within: str | None) -> sandbox.Environment:
    made = sandbox.Environment(jinja2.FunctionLoader(lambda name: _load(name, folder, within)))
    return made


def _load(name: str, folder: str | None, within: str | None):
    path = find(name, folder)
    if not path:
        return None
    stamp = _stamp(path)
    return read(path, within if folder and path.startswith(folder) else None), path, lambda: _stamp(path) == stamp


def _stamp(path: str):
    """What changes when a file is written; a template that changed is read again."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def find(name: str, folder: str | None = None) -> str | None:
    """The file of a template, or None. A name with a `..` or from the root is nobody's."""
    if name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0\n"):
        return None
    ours = assets.path("templates")
    places = [ours] if name.startswith(OURS) else [folder, ours] if folder else [ours]
    for place in places:
        for ending in ENDINGS:
            path = os.path.join(place, *(name.removeprefix(OURS) + ending).split("/"))
            if os.path.isfile(path):
                return path
    return None


def read(path: str, within: str | None = None) -> str:
    """A template as Jinja2. Raises TemplateError for a file that is none."""
    origin = source.read(path, within)
    if origin.text is None:
        raise TemplateError.at(path, 0, f"cannot be read: {origin.detail}")
    text = origin.text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > MAX_CHARACTERS:
        raise TemplateError.at(path, 0, f"a template of more than {MAX_CHARACTERS:,} characters")
    return handlebars.translated(text, path) if path.endswith(".hbs") or handlebars.is_one(text) else text


def at_path(asked: str, folder: str | None) -> tuple[str, str | None]:
    """(name, folder) of a template that is asked for by name or as a path. Raises TemplateError when there is none."""
    if os.path.isfile(asked) and (os.sep in asked or asked.endswith(ENDINGS[:-1])):
        return os.path.basename(asked), os.path.dirname(asked) or "."
    if find(asked, folder) is None or asked.startswith("_"):
        from ..vocabulary import suggest

        names = [each.name for each in listed(folder)]
        near = suggest(asked, names, 0.5)
        raise TemplateError(f"there is no template called {asked!r}{near}", f"templates: {', '.join(names)}")
    return asked, folder


def listed(folder: str | None = None) -> list[Found]:
    """Every template, the project's own first."""
    found = {}
    for place, own in ((folder, True), (assets.path("templates"), False)):
        for file in sorted(os.listdir(place)) if place and os.path.isdir(place) else ():
            name = next((file.removesuffix(ending) for ending in ENDINGS[:-1] if file.endswith(ending)), None)
            if name and not name.startswith("_") and os.path.isfile(os.path.join(place, file)):
                found.setdefault(name, Found(name, os.path.join(place, file), own, _description(os.path.join(place, file))))
    return list(found.values())


def _description(path: str) -> str:
    text = source.read(path).text or ""
    for opening, closing in (("{#", "#}"), ("{{!", "}}")):
        if text.lstrip().startswith(opening):
            words = text.lstrip().removeprefix(opening).partition(closing)[0].strip("-! \n")
            return " ".join(words.split("\n\n")[0].split())
    return ""
