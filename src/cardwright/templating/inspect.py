"""A template looked at without rendering it: its syntax, the variables it uses, the blocks it has."""

from __future__ import annotations

from collections import namedtuple

from jinja2 import meta, nodes

from . import TemplateError, engine, loading
from .sandbox import GLOBALS, Environment

Problem = namedtuple("Problem", "path line message")
Looked = namedtuple("Looked", "path variables blocks problems")
Looked.__doc__ = """What a look at a template found: the facts it uses, its blocks, and its Problems."""

_GIVEN = frozenset((*GLOBALS, "namespace", "loop", "super", "self", "caller"))
_DEEPEST = 20  # templates that extend one another


def blocks(environment: Environment, name: str) -> list[str]:
    """The names of the managed blocks of a template: those at the top of the one it extends last."""
    for _ in range(_DEEPEST):
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


def _chain(environment: Environment, name: str) -> list:
    """The trees of a template and of those it extends, the last one first, so that what overrides comes later."""
    tree = _tree(environment, name)
    return [each for parent in _parents(tree) for each in _chain(environment, parent)] + [tree]


def _tells(block) -> bool:
    if any(not name.name.startswith("_") for name in block.find_all(nodes.Name)):  # those are the sandbox's own
        return True
    text = "".join(data.data for data in block.find_all(nodes.TemplateData))
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())


def _tree(environment, name: str):
    """The parsed template. Raises TemplateError, with the line, for one that is none."""
    try:
        source, path, _ = environment.loader.get_source(environment, name)
        return environment.parse(source, name, path)
    except Exception as error:
        raise engine.told(error, name) from None


def look(name: str, folder: str | None, known: frozenset[str]) -> Looked:
    """A Looked at the template of that name. Problems of syntax, of names nothing declares, and of what nothing shows."""
    environment = loading.environment(folder)
    path = loading.find(name, folder) or name
    try:
        tree = _tree(environment, name)
        used = _used(environment, name)
    except TemplateError as error:
        return Looked(path, [], [], [_problem(error, path)])
    problems = [*_unknown(tree, used - known - _bound(environment, tree), known, path)]
    problems += [*_lost_blocks(environment, tree, path), *_missing(tree, folder, path)]
    own = [block.name for block in tree.find_all(nodes.Block)]
    return Looked(path, sorted(used & known), own, sorted(problems, key=lambda problem: problem.line))


def _used(environment, name: str) -> set[str]:
    """The names that a template takes from outside. Raises TemplateError where Python cannot run what it became."""
    try:
        environment.get_template(name)
        return meta.find_undeclared_variables(_tree(environment, name)) - _GIVEN
    except Exception as error:
        raise engine.told(error, name) from None


def _problem(error: TemplateError, path: str) -> Problem:
    return Problem(path, error.line or 1, error.bare) if error.path else Problem(path, 1, error.message)


def _bound(environment, tree, depth: int = 0) -> set[str]:
    """Names that a template, or one it extends, binds for its blocks: what it imports and sets."""
    names = {each.target for each in tree.find_all(nodes.Import)} | {each.name for each in tree.find_all(nodes.Macro)}
    names |= {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    for each in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in each.names}
    for parent in _parents(tree) if depth < _DEEPEST else ():
        try:
            names |= _bound(environment, _tree(environment, parent), depth + 1)
        except TemplateError:
            pass  # said by _lost_blocks
    return names


def _parents(tree) -> list[str]:
    return [node.template.value for node in tree.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)]


def _unknown(tree, names, known, path: str):
    from ..vocabulary import suggest

    perhaps = {id(pair.value) for pair in tree.find_all(nodes.Pair) if _may_be_an_items(pair)}
    lines = {}
    for node in tree.find_all(nodes.Name):
        if node.name in names and id(node) not in perhaps:
            lines.setdefault(node.name, node.lineno)
    for name, line in lines.items():
        yield Problem(path, line, f"no fact is called `{name}`{suggest(name, known, 0.6)}")


def _may_be_an_items(pair) -> bool:
    """Whether a name stands where handlebars.py writes one that the item of an `each` may have."""
    return isinstance(pair.value, nodes.Name) and isinstance(pair.key, nodes.Const) and pair.key.value == pair.value.name


def _lost_blocks(environment, tree, path: str):
    """Blocks of a template that the one it extends does not have: Jinja2 never shows them, and never says so."""
    parents = _parents(tree)
    try:
        there = _all_blocks(environment, parents[0]) if parents else set()
    except TemplateError as error:
        yield Problem(path, 1, error.message)
        return
    from ..vocabulary import suggest

    within = {inner.name for block in tree.find_all(nodes.Block) for inner in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block) if parents else ():
        if block.name not in there and block.name not in within:
            near = suggest(block.name, there, 0.6)
            yield Problem(path, block.lineno, f"nothing would show this: `{parents[0]}` has no block `{block.name}`{near}")


def _all_blocks(environment, name: str, depth: int = 0) -> set[str]:
    if depth > _DEEPEST:
        raise TemplateError(f"`{name}` extends itself, or too many others")
    tree = _tree(environment, name)
    found = {block.name for block in tree.find_all(nodes.Block)}
    for parent in _parents(tree):
        found |= _all_blocks(environment, parent, depth + 1)
    return found


def _missing(tree, folder: str | None, path: str):
    """Templates that are taken in and that are not there."""
    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include)):
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if isinstance(name, str) and not getattr(node, "ignore_missing", False) and loading.find(name, folder) is None:
            yield Problem(path, node.lineno, f"there is no template called {name!r}")
