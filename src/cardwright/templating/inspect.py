"""A template looked at without rendering it: its syntax, the variables it uses, the blocks it has."""

from __future__ import annotations

from collections import namedtuple

import jinja2
from jinja2 import meta, nodes

from . import TemplateError, loading
from .sandbox import Environment

Problem = namedtuple("Problem", "path line message")
Looked = namedtuple("Looked", "path variables blocks problems")
Looked.__doc__ = """What a look at a template found: the facts it uses, its blocks, and its Problems."""

_GIVEN = frozenset(("_step", "_join", "_open", "known", "range", "namespace", "loop", "this", "super", "caller", "varargs", "kwargs"))


def blocks(environment: Environment, name: str) -> list[str]:
    """The names of the managed blocks of a template: those at the top of the one it extends last."""
    for _ in range(20):
        tree = _tree(environment, name)
        parent = next((node.template for node in tree.body if isinstance(node, nodes.Extends)), None)
        if parent is None:
            return [node.name for node in tree.body if isinstance(node, nodes.Block)]
        if not isinstance(parent, nodes.Const):
            break
        name = parent.value
    raise TemplateError(f"{name}: it extends something that is not written out, or itself")


def telling(environment: Environment, name: str) -> list[str]:
    """The managed blocks of a template that can say more than a heading: those that print, or hold words of their own."""
    names = blocks(environment, name)
    own = {block.name: block for tree in _chain(environment, name) for block in tree.find_all(nodes.Block)}
    return [each for each in names if _tells(own[each])]


def _chain(environment: Environment, name: str):
    """A template and those it extends, the last one first, so that what overrides comes later."""
    tree = _tree(environment, name)
    parent = next((node.template for node in tree.body if isinstance(node, nodes.Extends)), None)
    return [*(_chain(environment, parent.value) if isinstance(parent, nodes.Const) else ()), tree]


def _tells(block) -> bool:
    if any(True for _ in block.find_all((nodes.Name, nodes.Call, nodes.Const))):
        return True
    text = "".join(data.data for data in block.find_all(nodes.TemplateData))
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())


def _tree(environment: Environment, name: str):
    try:
        source, _, _ = environment.loader.get_source(environment, name)
        return environment.parse(source, name)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"there is no template called {error.name!r}") from None
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{name}:{error.lineno}: {error.message}") from None
    except RecursionError:
        raise TemplateError(f"{name}: it is nested too deeply") from None


def look(name: str, folder: str | None, known: frozenset[str]) -> Looked:
    """A Looked at the template of that name. Problems of syntax, of names nothing declares, and of blocks that nothing shows."""
    environment = loading.environment(folder)
    path = loading.find(name, folder) or name
    try:
        tree = _tree(environment, name)
        source = loading.read(path)
        environment.compile(source, name)
    except TemplateError as error:
        return Looked(path, [], [], [_located(error, path)])
    except jinja2.TemplateError as error:
        return Looked(path, [], [], [Problem(path, getattr(error, "lineno", 1) or 1, str(error))])
    used = meta.find_undeclared_variables(tree) - _GIVEN
    problems = [*_unknown(tree, used - known - _bound(environment, tree), known, path), *_lost_blocks(environment, tree, name, path)]
    own = [block.name for block in tree.find_all(nodes.Block)]
    return Looked(path, sorted(used & known), own, problems)


def _bound(environment, tree, depth: int = 0) -> set[str]:
    """Names that a template, or one it extends, binds for its blocks: what it imports and sets."""
    names = {each.target for each in tree.find_all(nodes.Import)} | {each.name for each in tree.find_all(nodes.Macro)}
    for each in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in each.names}
    for parent in tree.find_all(nodes.Extends):
        if isinstance(parent.template, nodes.Const) and depth < 20:
            try:
                names |= _bound(environment, _tree(environment, parent.template.value), depth + 1)
            except TemplateError:
                pass  # said by _lost_blocks
    return names


def _located(error: TemplateError, path: str) -> Problem:
    head, _, message = error.message.partition(": ")
    place, _, line = head.rpartition(":")
    return Problem(path, int(line), message) if place and line.isdecimal() else Problem(path, 1, error.message)


def _unknown(tree, names, known, path: str):
    from ..vocabulary import suggest

    lines = {}
    for node in tree.find_all(nodes.Name):
        if node.name in names:
            lines.setdefault(node.name, node.lineno)
    for name in sorted(names, key=lambda name: lines.get(name, 0)):
        yield Problem(path, lines.get(name, 1), f"no fact is called `{name}`{suggest(name, known, 0.6)}")


def _lost_blocks(environment, tree, name: str, path: str):
    """Blocks of a template that the one it extends does not have: Jinja2 never shows them, and never says so."""
    parents = [node.template.value for node in tree.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)]
    if not parents:
        return
    try:
        there = _all_blocks(environment, parents[0])
    except TemplateError as error:
        yield Problem(path, 1, error.message)
        return
    from ..vocabulary import suggest

    within = {inner.name for block in tree.find_all(nodes.Block) for inner in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in there and block.name not in within:
            yield Problem(path, block.lineno, f"`{parents[0]}` has no block `{block.name}`{suggest(block.name, there, 0.6)};"
                          " it would never be shown")  # fmt: skip


def _all_blocks(environment, name: str, depth: int = 0) -> set[str]:
    tree = _tree(environment, name)
    found = {block.name for block in tree.find_all(nodes.Block)}
    for parent in tree.find_all(nodes.Extends):
        if isinstance(parent.template, nodes.Const) and depth < 20:
            found |= _all_blocks(environment, parent.template.value, depth + 1)
    return found
