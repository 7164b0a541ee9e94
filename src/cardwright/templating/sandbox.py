"""What a template may do: Jinja2's sandbox with fewer names, attributes, filters and operators, each of them counted."""

from __future__ import annotations

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from . import engine, filters
from .engine import Absent, running

MAX_RANGE = 10_000
_TEXT_METHODS = frozenset("upper lower strip lstrip rstrip startswith endswith split title capitalize".split())
_PRINTED_METHODS = frozenset("upper lower strip startswith endswith".split())  # of text with marks, which must stay whole
_MAPPING_METHODS = frozenset(("get", "items", "keys", "values"))


@jinja2.pass_context  # so that no constant is printed when a template is compiled
def _print(context, value):
    return engine.printed(value)


def _range(*bounds):
    made = range(*bounds)
    if len(made) > MAX_RANGE:
        raise SecurityError(f"a range of more than {MAX_RANGE:,}")
    return made


def _each(value):
    """What `#each` goes through: a list's items, a mapping's values, a single value, nothing of what is not known."""
    if not engine.known(value):
        return ()
    return value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, range)) else (value,)


def _slice(value, *bounds):
    """`value[1:2]`, for which Jinja2 does not ask its environment."""
    unknown = next((each for each in (value, *bounds) if isinstance(each, Absent)), None)
    if unknown is not None:
        return unknown
    if isinstance(value, Markup):
        raise SecurityError("a part of what a macro or a block printed; take it from the value before it is printed")
    return running().weigh(value)[slice(*bounds)]


# Names that begin with an underscore are for the trees below and for handlebars.py.
GLOBALS = {
    "range": _range, "known": engine.known, "_each": _each, "_open": Markup("{"), "_join": lambda *parts: engine.joined(parts),
    "_slice": _slice, "_step": lambda characters: running().step(characters), "_weigh": lambda value: running().weigh(value),
}  # fmt: skip


class Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our limits, marks and filters, and without its ways to write raw text."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, loader) -> None:
        super().__init__(
            loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, finalize=_print, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        self.globals = GLOBALS | {"namespace": self.globals["namespace"]}
        self.filters = filters.allowed(self.filters)
        self.tests = {name: filters.weighed(test) for name, test in self.tests.items()}

    def _parse(self, source, name, filename):
        return _marked(_counted(_allowed(super()._parse(source, name, filename), filename or name)))

    def getattr(self, obj, attribute):
        return self._part(obj, attribute, super().getattr)

    def getitem(self, obj, argument):
        return self._part(obj, argument, super().getitem)

    def _part(self, obj, name, take):
        """A part of a value; what a row does not have is not known, what nothing declares is an error."""
        if isinstance(name, str) and (name.startswith("_") or isinstance(obj, str) and name not in _methods(obj)):
            return self.unsafe_undefined(obj, name)  # here, since Jinja2 asks nobody about `format`
        if isinstance(obj, Absent) or isinstance(name, Absent):
            return engine.absent(f"{obj._undefined_name}.{name}") if isinstance(obj, Absent) else name
        if not isinstance(name, (str, int)) or isinstance(obj, Markup) and not isinstance(name, str):
            raise SecurityError(f"a {type(obj).__name__} has no part that is named by a {type(name).__name__}")
        if not isinstance(obj, dict) or name in _MAPPING_METHODS or hasattr(obj, str(name)) and name not in obj:
            return take(obj, name)
        return obj[name] if name in obj else engine.absent(str(name))

    def call(__self, __context, __obj, *arguments, **named):
        return __obj if isinstance(__obj, Absent) else super().call(__context, __obj, *arguments, **named)

    def is_safe_attribute(self, obj, attr, value) -> bool:
        if isinstance(obj, str):
            return attr in _methods(obj)
        if isinstance(obj, dict):
            return attr in _MAPPING_METHODS
        return not isinstance(obj, (int, float, list, tuple)) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context, operator, left, right):
        if isinstance(left, Absent) or isinstance(right, Absent):
            return left if isinstance(left, Absent) else right
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            most = {"*": 1e30, "**": 64}.get(operator)
            if most and (abs(left) > 1e30 or abs(right) > most):
                raise SecurityError(f"`{operator}` of numbers that large")
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return engine.joined((left, right))
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            return running().weigh(left) + running().weigh(right)
        raise SecurityError(f"`{operator}` of a {type(left).__name__} and a {type(right).__name__}; join texts with ~")


def _methods(text: str) -> frozenset[str]:
    return _PRINTED_METHODS if isinstance(text, Markup) else _TEXT_METHODS


def _allowed(tree, path: str):
    """The tree, if it holds no text and binds no name that a template may not."""
    for node in tree.find_all(_LOOKED_AT):
        text = node.value if isinstance(node, nodes.Const) else getattr(node, "data", None)
        sign = engine.FORBIDDEN.search(text) if isinstance(text, str) else None
        why = f"it holds the character U+{ord(sign[0]):04X}, which no card can show" if sign else _forbidden(node)
        if why:
            line = node.lineno + (text.count("\n", 0, sign.start()) if sign and isinstance(node, nodes.TemplateData) else 0)
            raise jinja2.TemplateSyntaxError(why, line, path, path)
    return tree


_LOOKED_AT = (
    nodes.Const, nodes.TemplateData, nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport, nodes.ScopedEvalContextModifier,
)  # fmt: skip


def _forbidden(node) -> str | None:
    """Why a template may not say this, None where it may."""
    if isinstance(node, nodes.ScopedEvalContextModifier):
        return "there is no `autoescape`: every value is escaped for where it stands"
    if getattr(node, "name", "") in ("varargs", "kwargs"):
        return f"a macro names what it takes; there is no `{node.name}`"
    bound = next((name for name in _bound(node) if name.startswith("_")), None)
    return f"`{bound}` begins with an underscore; such names are cardwright's own" if bound else None


def _bound(node) -> list[str]:
    """The names that a node binds."""
    if isinstance(node, nodes.FromImport):
        return [name if isinstance(name, str) else name[1] for name in node.names]
    if isinstance(node, nodes.Name):
        return [node.name] if node.ctx != "load" else []
    return [getattr(node, "target", None) or getattr(node, "name", "")]


def _counted(tree):
    """Whatever runs more than once counts its turns and the text it repeats; ~ and comparisons count what they go over."""
    _replace_in(tree)
    for part in [*tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)), tree]:
        line = part.lineno or 1
        characters = sum(len(data.data) for data in part.find_all(nodes.TemplateData))
        part.body.insert(0, nodes.ExprStmt(_step(characters, line), lineno=line))
        if isinstance(part, nodes.For) and part.test:  # what a loop leaves out is a turn as well
            part.test = nodes.And(_step(0, line), part.test, lineno=line)
    return tree


def _replace_in(parent) -> None:
    for field, child in parent.iter_fields():
        if isinstance(child, nodes.Node):
            setattr(parent, field, _replaced(child))
        elif isinstance(child, list):
            child[:] = [_replaced(each) if isinstance(each, nodes.Node) else each for each in child]


def _replaced(node):
    """The node, or what stands for it. A tuple is a list: nobody can hide one in a key and have it hashed for ever."""
    _replace_in(node)
    if isinstance(node, nodes.Concat):
        return _call("_join", node.nodes, node.lineno)
    if isinstance(node, (nodes.Compare, nodes.Operand)) and not isinstance(node.expr, nodes.Const):
        node.expr = _call("_weigh", [node.expr], node.lineno or node.expr.lineno)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        bounds = [bound or nodes.Const(None, lineno=node.lineno) for bound in (node.arg.start, node.arg.stop, node.arg.step)]
        return _call("_slice", [node.node, *bounds], node.lineno)
    if isinstance(node, nodes.Tuple) and node.ctx == "load":
        return nodes.List(node.items, lineno=node.lineno)
    return node


def _call(name: str, arguments: list, line: int):
    return nodes.Call(nodes.Name(name, "load", lineno=line), arguments, [], None, None, lineno=line)


def _step(characters: int, line: int):
    return _call("_step", [nodes.Const(characters, lineno=line)], line)


def _marked(tree):
    """The blocks of a template that extends no other one stand between marks."""
    if not any(isinstance(node, nodes.Extends) for node in tree.body):
        tree.body = [each for node in tree.body for each in _between_marks(node)]
    return tree.set_environment(tree.environment)


def _between_marks(node) -> tuple:
    if not isinstance(node, nodes.Block):
        return (node,)
    mark = lambda sign: nodes.Output([nodes.TemplateData(f"{sign}{node.name}{engine.STOP}")]).set_lineno(node.lineno)
    return mark(engine.BEGIN), node, mark(engine.END)
