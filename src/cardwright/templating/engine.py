"""What a template may do, and how much of it.

Every value that a template prints leaves as a mark, and filling.py puts the value in its place when it is known where that
is: values are data and never template, Markdown or YAML. A template is somebody's file: it reaches no attribute of Python's, and
its loops, calls and texts are counted, so that it ends.
"""

from __future__ import annotations

from contextvars import ContextVar

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from . import Json, Markdown, TemplateError, filters

MAX_STEPS = 100_000  # turns of loops and calls of macros
MAX_WORK = 50_000_000  # characters that filters, joins and prints go over
MAX_RANGE = 10_000
# Marks: a value, something unknown, the beginning and end of a block. Private characters, which no template may hold.
VALUE, UNKNOWN, BEGIN, END, STOP = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MARKS = VALUE + UNKNOWN + BEGIN + END + STOP

_running: ContextVar = ContextVar("cardwright_render")


class Run:
    """One rendering: what was printed, and what it took.

    printed  the values that marks stand for; missing: names of facts that were printed and are not known
    """

    def __init__(self) -> None:
        self.printed: list = []
        self.missing: list[str] = []
        self.steps = self.work = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise SecurityError(f"it goes round more than {MAX_STEPS:,} times")

    def spend(self, characters: int) -> None:
        self.work += characters
        if self.work > MAX_WORK:
            raise SecurityError(f"it makes more than {MAX_WORK:,} characters")


class Absent(jinja2.Undefined):
    """A fact that is not known: false, empty, and printed as a mark that takes its line away."""

    def __str__(self) -> str:
        run = _running.get()
        run.missing.append(self._undefined_name)
        return f"{UNKNOWN}{len(run.missing) - 1}{STOP}"

    def _itself(self, *_):
        return self

    def _false(self, *_):
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _itself
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = _itself
    __lt__ = __le__ = __gt__ = __ge__ = _false
    __eq__ = lambda self, other: isinstance(other, Absent)
    __ne__ = lambda self, other: not isinstance(other, Absent)
    __hash__ = lambda self: id(type(self))
    __slots__ = ()


def absent(name: str) -> Absent:
    return Absent(name=name)


def known(value) -> bool:
    """Whether there is something to say: 0 is, False and what is empty or unknown are not."""
    return value is not False and value is not None and not isinstance(value, jinja2.Undefined) and value not in ("", [], {})


@jinja2.pass_context  # so that no constant is printed when a template is compiled
def _print(context, value):
    run = _running.get()
    if isinstance(value, Markup):
        run.spend(len(value))
        return value
    if value is None:
        value = absent("a value")
    if isinstance(value, jinja2.Undefined):
        return Markup(str(value))
    if isinstance(value, str) and UNKNOWN in value:  # made from something unknown
        return Markup(value[value.index(UNKNOWN) : value.index(STOP) + 1])
    if not isinstance(value, (str, int, float, list, tuple)) or (isinstance(value, (list, tuple)) and not _flat(value)):
        raise TemplateError(f"a {type(value).__name__} cannot be printed; name a part of it, or go through it with `for`")
    run.spend(len(value) if isinstance(value, str) else 20)
    run.printed.append(value)
    return Markup(f"{VALUE}{len(run.printed) - 1}{STOP}")


def _flat(items) -> bool:
    return all(isinstance(item, (str, int, float)) for item in items)


@jinja2.pass_context
def _join(context, *parts):
    """`a ~ b`."""
    if any(isinstance(part, (Markup, Markdown)) for part in parts):
        return Markup("".join(_print(context, part) for part in parts))
    _running.get().spend(sum(len(part) if isinstance(part, str) else 20 for part in parts))
    return "".join(map(str, parts))


def _step():
    _running.get().step()


_TEXT_METHODS = frozenset("upper lower strip lstrip rstrip startswith endswith split title capitalize".split())
_MAPPING_METHODS = frozenset(("get", "items", "keys", "values"))
_GLOBALS = ("range", "namespace")


class Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our limits, marks and filters, and without its ways to write raw text."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, loader) -> None:
        super().__init__(
            loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, finalize=_print, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, auto_reload=False,
        )  # fmt: skip
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self.globals |= {"_step": _step, "_join": _join, "known": known, "range": _range, "_open": Markup("{")}
        self.filters = filters.allowed(self.filters, lambda characters: _running.get().spend(characters))

    def _parse(self, source, name, filename):
        return _marked(_counted(super()._parse(source, name, filename)))

    def getattr(self, obj, attribute):
        if isinstance(obj, Absent):
            return _of_unknown(obj, attribute)
        return _of_row(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj, argument):
        if isinstance(obj, Absent):
            return _of_unknown(obj, argument)
        return _of_row(obj, argument, super().getitem(obj, argument))

    def is_safe_attribute(self, obj, attr, value) -> bool:
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, dict):
            return attr in _MAPPING_METHODS
        return not isinstance(obj, (int, float, list, tuple)) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context, operator, left, right):
        if isinstance(left, Absent) or isinstance(right, Absent):
            return left if isinstance(left, Absent) else right
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if not numbers and operator != "+":
            raise SecurityError(f"`{operator}` works with numbers only; join texts with ~")
        if operator in ("*", "**") and (abs(left) > 1e30 or abs(right) > (1e30 if operator == "*" else 64)):
            raise SecurityError(f"`{operator}` of numbers that large")
        if not numbers:
            _running.get().spend(len(left) + len(right))
        return super().call_binop(context, operator, left, right)


def _of_unknown(obj, name):
    """A part of what is not known, which is not known either."""
    return absent(f"{obj._undefined_name}.{name}")


def _of_row(obj, name, found):
    """What a row does not have is not known; what nothing declares stays an error."""
    if isinstance(found, jinja2.Undefined) and isinstance(obj, dict) and not str(name).startswith("_"):
        return absent(str(name))
    return found


def _range(*bounds):
    made = range(*bounds)
    if len(made) > MAX_RANGE:
        raise SecurityError(f"a range of more than {MAX_RANGE:,}")
    return made


def _counted(tree):
    """Loops and macros count their turns, and ~ counts what it makes."""
    for loop in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
        step = nodes.Call(nodes.Name("_step", "load"), [], [], None, None)
        loop.body.insert(0, nodes.ExprStmt(step).set_lineno(loop.lineno, True))
    for parent in [tree, *tree.find_all(nodes.Node)]:
        for field, child in parent.iter_fields():
            if isinstance(child, nodes.Concat):
                setattr(parent, field, _call_join(child))
            elif isinstance(child, list):
                child[:] = [_call_join(each) if isinstance(each, nodes.Concat) else each for each in child]
    return tree


def _call_join(concat):
    return nodes.Call(nodes.Name("_join", "load"), concat.nodes, [], None, None).set_lineno(concat.lineno, True)


def _marked(tree):
    """The blocks of a template that extends no other one stand between marks."""
    if not any(isinstance(node, nodes.Extends) for node in tree.body):
        body = []
        for node in tree.body:
            if isinstance(node, nodes.Block):
                mark = lambda sign: nodes.Output([nodes.TemplateData(f"{sign}{node.name}{STOP}")]).set_lineno(node.lineno, True)
                body += (mark(BEGIN), node, mark(END))
            else:
                body.append(node)
        tree.body = body
    return tree.set_environment(tree.environment) if tree.environment else tree


def render(environment: Environment, name: str, values: dict) -> tuple[str, Run]:
    """A template's text with marks, and the Run that they belong to. Raises TemplateError with the line where it went wrong."""
    run = Run()
    token = _running.set(run)
    try:
        return environment.get_template(name).render(values), run
    except TemplateError as error:
        raise _located(error.message, name) from None
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{_short(error.name or name)}:{error.lineno}: {error.message}") from None
    except jinja2.UndefinedError as error:
        raise _located(_unknown(error.message, values), name) from None
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"there is no template called {error.name!r}", "`cardwright template list` shows which there are") from None
    except RecursionError:
        raise _located("it calls or includes itself without an end", name) from None
    except MemoryError:
        raise _located("it needs more memory than there is", name) from None
    except Exception as error:
        raise _located(str(error) or type(error).__name__, name) from None
    finally:
        _running.reset(token)


def _unknown(message: str, values: dict) -> str:
    from ..vocabulary import suggest

    name = message.partition("'")[2].partition("'")[0]
    return f"no fact is called `{name}`{suggest(name, values, 0.6)}" if message.endswith("is undefined") else message


def _located(message: str, name: str) -> TemplateError:
    """The error with the line of the template that was running, which Jinja2 writes into the traceback."""
    import sys

    trace, place = sys.exc_info()[2], None
    while trace:
        code = trace.tb_frame
        if "__jinja_template__" in code.f_globals or code.f_code.co_filename == "<template>" or code.f_globals.get("blocks"):
            place = _place(trace) or place
        trace = trace.tb_next
    return TemplateError(f"{place or _short(name)}: {message}")


def _place(trace) -> str | None:
    template = trace.tb_frame.f_globals.get("__jinja_template__")
    if template is None:
        return None
    return f"{_short(template.name or '')}:{template.get_corresponding_lineno(trace.tb_lineno)}"


def _short(name: str) -> str:
    return name.partition("\n")[0][:200]
