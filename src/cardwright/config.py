"""The project's configuration: cardwright.toml, or [tool.cardwright] in pyproject.toml, nearest first going up."""

from __future__ import annotations

import os
from collections import namedtuple

from .errors import UsageError

_KEYS = {
    "profile": "hub",
    "select": (),
    "ignore": (),
    "fail_on": "error",
    "exclude": (),
    "baseline": None,
    "repo": None,
    "extra_keys": (),
    "required_keys": None,
    "sections": None,
    "online": False,
    "template": None,
    "templates": None,
    "gate": (),
    "policy": None,
}

Settings = namedtuple("Settings", _KEYS, defaults=_KEYS.values())
Settings.__doc__ = """The settings in force; the keys of schemas/config.schema.json with underscores, immutable.

online         whether the Hub is asked; the hubclient.Hub that the cards of a run share
sections       a tuple of dicts (heading, aliases, level, required), or None for the profile's
baseline       the path of a baseline, from the current folder, or None
template       the name of the template that cards are rendered from, or None for the usual one
templates      the project's folder of templates, from the current folder, or None
gate           (name, number) pairs that `cardwright measure` wants of every variant
required_keys  a tuple of metadata keys, or None for the profile's
policy         the policy.Policy in force, None without one; what it asks for stands among the other settings already
"""


def load(
    path: str | None = None, start: str = ".", within: str | None = None, policy: str | None = None, code: bool = False
) -> Settings:
    """The settings of a file, or of the nearest configuration at or above `start` (up to a .git folder), or the defaults.

    With `within`, no file outside that folder is read. `policy` is the path of a policy, in place of the configuration's; with
    `code` the Python module of its own rules is run. Raises UsageError for a file that is missing, not TOML, or holds a key or
    value that is not known.
    """
    table, where = _found(path, start, within)
    if not table and not policy:
        return Settings()
    check_table(table, where, "config.schema.json")
    named = table.pop("policy", None)
    if not policy and named is None:
        return _settings(table, where)
    from .policy import loading

    rest = (policy, "", within, code) if policy else (named, where, within, False)
    asked, in_force = loading.load(*rest)
    return loading.merged(_settings(table, where), asked, in_force)  # the project may name the policy's own rules


def _found(path: str | None, start: str, within: str | None):
    """(table, path) of the configuration in force; ({}, "") where there is none."""
    if path:
        ours = _ours(path, within) if os.path.basename(path) == "pyproject.toml" else read(path, within)
        return {} if ours is None else ours, path
    for folder in _upwards(os.path.abspath(start), within):
        own, project = os.path.join(folder, "cardwright.toml"), os.path.join(folder, "pyproject.toml")
        if os.path.isfile(own):
            return read(own, within), os.path.relpath(own, start)
        if os.path.isfile(project) and (ours := _ours(project, within)) is not None:
            return ours, os.path.relpath(project, start)
    return {}, ""


def _ours(project: str, within: str | None):
    """What [tool.cardwright] of a pyproject.toml holds, or None."""
    tools = read(project, within).get("tool")
    return tools.get("cardwright") if isinstance(tools, dict) else None


def _upwards(folder: str, within: str | None):
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")) or (within and os.path.samefile(folder, within)):
            return
        folder = parent


def text(path: str, within: str | None) -> str:
    """The text of a file that is no card. Raises UsageError where it cannot be read, or stands outside `within`."""
    from . import source

    if not os.path.exists(path):
        raise UsageError(f"{path}: no such file")
    if within is not None and not source.inside(path, within):
        raise UsageError(f"{path}: it is outside the folder that is checked")
    origin = source.read(path)
    if origin.text is None:
        raise UsageError(f"{path}: cannot be read: {origin.detail}")
    return origin.text


def read(path: str, within: str | None) -> dict:
    """What a TOML file holds. Raises UsageError where it cannot be read."""
    content = text(path, within)
    if os.path.basename(path) == "pyproject.toml" and "cardwright" not in content:
        return {}  # most projects': the parser costs more than the check of a card
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib
    try:
        return tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None


def check_table(table, path: str, name: str) -> None:
    """Raise UsageError where a table of the file `path` breaks the schema `name`."""
    from . import schema
    from .vocabulary import suggest

    known = schema.load(name)["properties"]
    if not isinstance(table, dict):
        raise UsageError(f"{path}: [tool.cardwright] must be a table")
    for key in table:
        if key not in known:
            raise UsageError(f"{path}: unknown key `{key}`{suggest(key, known, 0.6)}", f"known keys: {', '.join(sorted(known))}")
    for violation in schema.violations(table, name):
        allowed = violation.schema.get("enum")
        near = suggest(violation.value, allowed, 0.5) if allowed and isinstance(violation.value, str) else ""
        wanted = f" ({', '.join(allowed)})" if allowed and not near else ""
        raise UsageError(f"{path}: {violation.message}{wanted}{near}")


def _settings(table: dict, path: str) -> Settings:
    check_rules((*table.get("select", ()), *table.get("ignore", ())), path)
    for key in ("baseline", "templates"):
        if key in table:  # as it is written it starts from the configuration's folder
            table[key] = os.path.normpath(os.path.join(os.path.dirname(path), table[key]))
    frozen = lambda value: tuple(value.items()) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value
    return Settings(**{key.replace("-", "_"): frozen(value) for key, value in table.items()})


def check_rules(names, where: str) -> None:
    """Raise UsageError for a name that is neither a rule nor a family."""
    from . import rules
    from .vocabulary import suggest

    known = {**rules.ids(), **dict.fromkeys(rules.families())}
    for name in names:
        if name not in known:
            raise UsageError(
                f"{where}: no rule or family is called `{name}`{suggest(name, known, 0.6)}", "`cardwright rules` lists them"
            )
