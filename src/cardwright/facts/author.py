"""What people say themselves: card.yaml, environment variables, flags and --set. What is wrong there stops the run."""

from __future__ import annotations

import os
from collections import namedtuple

from .. import source
from ..errors import UsageError
from ..schema import clip
from ..vocabulary import suggest
from . import Fact, Note, declared, typed

CARD = "card.yaml"
NAMES = (CARD, "card.yml")
VARIABLES = "CARDWRIGHT_"  # and the name of a fact in capitals
WAY_OUT = "`cardwright facts` lists them, with their types"

Said = namedtuple("Said", "name written file key line", defaults=("", 0))
Said.__doc__ = """Something a person wrote: the name of a fact, what was written, where. `line` is 0 where there are no lines."""


def facts(said):
    """The Fact or Note that each Said makes. Raises UsageError with file, key, value and rule for one that cannot be."""
    for one in said:
        place = f"{one.file}:{one.line}" if one.line else one.file
        if one.name not in declared.properties():
            near = suggest(one.name, declared.properties(), 0.6)
            raise UsageError(f"{place}: no fact is called `{one.name}`{near}", WAY_OUT)
        try:
            value = typed.value(one.name, one.written)
        except typed.Invalid as why:
            raise UsageError(f"{place}: {why}", f"{one.name}: {declared.properties()[one.name]['description']}") from None
        except typed.Blank as blank:
            yield Note(place, f"{blank}; it is left out")
            continue
        if value is not None:
            yield Fact(one.name, value, one.file, one.key)


def beside(files) -> str | None:
    """The name of the author's file in a folder, None without one. Raises UsageError for two."""
    found = [name for name in NAMES if name in files.names]
    if len(found) > 1:
        raise UsageError(f"{' and '.join(found)} stand side by side", "keep one of them")
    return found[0] if found else None


def in_file(path: str, within: str | None = None):
    """Every Said of a YAML or JSON file that holds facts by their names. Raises UsageError for one that cannot be read."""
    tree, text = parsed(path, within)
    if tree is None:
        return
    for key, node in tree.entries:
        from ..yaml12.yamltree import key_name

        line = text.count("\n", 0, key.start) + 1
        yield Said(key_name(key), written(node), path, key_name(key), line)


def parsed(path: str, within: str | None = None):
    """(mapping Node or None, text) of a YAML file. Raises UsageError for what is no mapping."""
    root, text = tree(path, within)
    if root is not None and root.kind != "mapping":
        raise UsageError(f"{path}: it must hold `name: value` lines", WAY_OUT)
    return root, text


def tree(path: str, within: str | None = None):
    """(Node or None, text) of a YAML or JSON file. Raises UsageError for what cannot be read, and for a key written twice."""
    from ..yaml12 import yamlparse

    origin = source.read(path, within)
    if origin.text is None:
        raise UsageError(f"{path}: cannot be read: {origin.detail}")
    text = origin.text.removeprefix("\ufeff")
    found = yamlparse.parse(text)
    if found.problem:
        line = text.count("\n", 0, found.problem.start) + 1
        raise UsageError(f"{path}:{line}: not valid YAML: {found.problem.message}")
    for _, second in found.duplicates:
        line = text.count("\n", 0, second.start) + 1
        raise UsageError(f"{path}:{line}: `{clip(second.text or '', 40)}` is written twice; one of the two would be lost")
    return found.root, text


def written(node):
    """A YAML node as typed.value takes it."""
    if node.kind == "scalar":
        return typed.Written(node.value, node.text) if node.plain and not isinstance(node.value, str) else node.value
    if node.kind == "list":
        return [written(item) for item in node.items]
    from ..yaml12.yamltree import key_name

    return {key_name(key): written(item) for key, item in node.entries}


def in_environment(environment=None):
    """Every Said of CARDWRIGHT_AUTHOR_NAME and the like. Variables that name no fact are somebody else's."""
    for variable, text in sorted((os.environ if environment is None else environment).items()):
        name = variable.removeprefix(VARIABLES).lower()
        if variable.startswith(VARIABLES) and name in declared.properties():
            yield Said(name, _spoken(name, text), "environment", variable)


def in_flags(flags: dict, settings) -> list[Said]:
    """Every Said of the command line: `flags` name -> text or texts, `settings` the NAME=VALUE texts of --set."""
    said = [Said(name, text, declared.flags(name)[0]) for name, text in flags.items() if text not in (None, [])]
    for setting in settings:
        name, equals, text = setting.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise UsageError(f"--set {setting}: write NAME=VALUE, such as --set batch_size=8")
        head, dot, rest = name.partition(".")
        value = _spoken(head, text)
        said.append(Said(head, _nested(rest, value) if dot else value, "--set", name))
    return _merged(said)


def _nested(path: str, value):
    for step in reversed(path.split(".")):
        value = {step: value}
    return value


def _merged(said: list[Said]) -> list[Said]:
    """`--set custom.team=a --set custom.floor=2` is one mapping."""
    merged: list[Said] = []
    for one in said:
        before = next((other for other in merged if other.name == one.name and isinstance(other.written, dict)), None)
        if before and isinstance(one.written, dict):
            merged.remove(before)
            one = one._replace(written={**before.written, **one.written}, key=f"{before.key}, {one.key}")
        merged.append(one)
    return merged


def _spoken(name: str, text: str):
    """A value on a command line or in the environment: a table or mapping is written as YAML or JSON, the rest as it is."""
    if name not in declared.properties() or (declared.is_flag(name) and not text.lstrip().startswith("[")):
        return text
    if name == "custom" and not text.lstrip().startswith(("{", "[")):
        return text
    from ..yaml12 import yamlparse

    tree = yamlparse.parse(text)
    if tree.problem:
        if declared.is_flag(name):
            return text
        raise UsageError(f"{name}: not valid YAML or JSON: {tree.problem.message}", declared.properties()[name]["x-say"])
    return written(tree.root) if tree.root is not None else None
