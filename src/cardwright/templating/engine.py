"""A template's text with marks in the place of its values, and what it may cost.

Every value that a template prints leaves as a mark, and filling.py puts the value in its place when it is known where that
is: values are data and never template, Markdown or YAML. A template is somebody's file: sandbox.py lets it reach no attribute of
Python's, and its loops, calls and texts are counted here, so that it ends.
"""

from __future__ import annotations

import math
import re
import sys
from contextvars import ContextVar

import jinja2
from jinja2.sandbox import SecurityError
from jinja2.utils import Namespace
from markupsafe import Markup

from . import TemplateError

MAX_STEPS = 100_000  # turns of loops and calls of macros
MAX_WORK = 50_000_000  # characters that filters, joins, comparisons and prints go over, and that loops repeat
MAX_PRINTED = 20_000  # values
MAX_NUMBER = 1e300
_ITEM = 10  # what an item of a list costs, in characters
# Marks: a value, something unknown, the beginning and end of a block. Private characters, which no template may hold.
VALUE, UNKNOWN, BEGIN, END, STOP = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MARKS = VALUE + UNKNOWN + BEGIN + END + STOP
# What no text in a template may hold, written out or as an escape: marks, controls but tab and line ends, halves of characters.
FORBIDDEN = re.compile(f"[{MARKS}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKED = re.compile(f"[{MARKS}]")

_running: ContextVar = ContextVar("cardwright_render")


class Run:
    """One rendering: what was printed, and what it took.

    name     the template's
    printed  the values that marks stand for; missing: names of facts that were printed and are not known
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.printed: list = []
        self.missing: list[str] = []
        self.steps = self.work = 0

    def step(self, characters: int) -> bool:
        """Count a turn that writes so much of the template; true, so that it can stand in a condition."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise SecurityError(f"it goes round more than {MAX_STEPS:,} times")
        self.spend(characters)
        return True

    def spend(self, characters: int) -> None:
        self.work += characters
        if self.work > MAX_WORK:
            raise SecurityError(f"it makes more than {MAX_WORK:,} characters")

    def weigh(self, value):
        """The value, after counting all that is in it: a list may hold another one twice, and that one another."""
        waiting = [value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Namespace):
                raise SecurityError("a namespace is no value; name one of its parts")
            self.spend(len(each) if isinstance(each, str) else _ITEM)
            if isinstance(each, (list, tuple)):
                waiting += each
            elif isinstance(each, dict):
                waiting += (*each, *each.values())
            elif isinstance(each, range):
                self.spend(_ITEM * len(each))
        return value


def running() -> Run:
    """The rendering that goes on; one of nobody's where none does."""
    return _running.get(None) or Run()


class Absent(jinja2.Undefined):
    """A fact that is not known: false, empty, and printed as a mark that takes its line away."""

    def __str__(self) -> str:
        run = running()
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
    """Whether there is something to say: 0 is, False and what is empty or unknown are not. What nobody declared is an error."""
    if isinstance(value, jinja2.Undefined):
        return bool(value)
    return value is not False and value is not None and value not in ("", [], (), {})


def printed(value) -> Markup:
    """The mark of a value that is printed; text that is made of marks already stays."""
    run = running()
    if isinstance(value, Markup):
        run.spend(len(value))
        return value
    value = absent("a value") if value is None else value
    if isinstance(value, jinja2.Undefined):
        return Markup(str(value))
    unknown = next((item for item in value if isinstance(item, Absent)), None) if isinstance(value, list) else None
    if unknown is not None:
        return printed(unknown)
    _printable(value)
    run.weigh(value)
    run.printed.append(value)
    if len(run.printed) > MAX_PRINTED:
        raise SecurityError(f"it prints more than {MAX_PRINTED:,} values")
    return Markup(f"{VALUE}{len(run.printed) - 1}{STOP}")


def _printable(value) -> None:
    """Raise TemplateError for what is no text, number or list of them, or a text that was made from printed ones."""
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, (list, tuple)) for item in value):
            raise TemplateError("a list of lists cannot be printed; go through it with `for`")
        for item in value:
            _printable(item)
    elif isinstance(value, str):
        if _MARKED.search(value):
            raise TemplateError("what a macro or a block printed cannot be changed; change the value before it is printed")
    elif not isinstance(value, (int, float)):
        raise TemplateError(f"a {type(value).__name__} cannot be printed; name a part of it, or go through it with `for`")
    elif not math.isfinite(value) if isinstance(value, float) else abs(value) > MAX_NUMBER:
        raise TemplateError("a number that large, or that is none, cannot be printed")


def joined(parts):
    """`a ~ b`. What is made from something unknown is unknown."""
    for part in parts:
        if isinstance(part, Absent):
            return part
    if any(isinstance(part, str) and type(part) is not str for part in parts):  # Markup, or an author's Markdown: stays that
        return Markup("".join(map(printed, parts)))
    running().weigh(parts)
    return "".join(map(str, parts))


def render(environment: jinja2.Environment, name: str, values: dict) -> tuple[str, Run]:
    """A template's text with marks, and the Run that they belong to. Raises TemplateError with the line where it went wrong."""
    run = Run(name)
    token = _running.set(run)
    try:
        return environment.get_template(name).render(values), run
    except Exception as error:
        raise told(error, name, values) from None
    finally:
        _running.reset(token)


def told(error: Exception, name: str, values=()) -> TemplateError:
    """What went wrong in a template, as a TemplateError that says where. To be called where the error is caught."""
    if isinstance(error, TemplateError) and error.path:
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateError.at(_short(error.filename or error.name or name), error.lineno, error.message or "it cannot be read")
    path, line = _place(name)
    if isinstance(error, jinja2.TemplateNotFound):
        message = f"there is no template called {_short(str(error.name))!r}"
        hint = "`cardwright template list` shows which there are"
        return TemplateError.at(path, line, message, hint) if line else TemplateError(message, hint)
    return TemplateError.at(path, line, _message(error, values), getattr(error, "hint", ""))


def _message(error: Exception, values) -> str:
    if isinstance(error, jinja2.UndefinedError):
        return _unknown(error.message, values)
    if isinstance(error, RecursionError):
        return "it calls or includes itself without an end, or is nested too deeply"
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    return (str(error) or type(error).__name__)[:500]


def _unknown(message: str, values) -> str:
    from ..vocabulary import suggest

    name = message.partition("'")[2].partition("'")[0]
    if not message.endswith("is undefined"):
        return message
    return f"`{name}` is not known" if name in values else f"no fact is called `{name}`{suggest(name, values, 0.6)}"


def _place(name: str) -> tuple[str, int]:
    """(path, line) of the template that was running, which Jinja2 writes into the traceback; no line where it was not yet."""
    trace, place = sys.exc_info()[2], (_short(name), 0)
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            path = trace.tb_frame.f_code.co_filename
            place = _short(name if path.startswith("<") else path), trace.tb_lineno
        trace = trace.tb_next
    return place


def _short(name: str) -> str:
    return name.partition("\n")[0][:200]
