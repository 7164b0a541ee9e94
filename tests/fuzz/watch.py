"""Which lines of the package ran. Own and small: it is the feedback where atheris cannot be had, and the figure at the end."""

from __future__ import annotations

import inspect
import sys
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import cardwright

PACKAGE = str(Path(cardwright.__file__).parent)


class Lines:
    """The (file, line) pairs that ran while watching."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()
        self._open: dict[CodeType, set[int]] = {}  # lines of a code object that have not run yet

    @contextmanager
    def watching(self):
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(before)

    def _call(self, frame, event, argument):
        code = frame.f_code
        left = self._open.get(code)
        if left is None:
            ours = code.co_filename.startswith(PACKAGE)
            left = self._open[code] = {line for *_, line in code.co_lines() if line} if ours else set()
        return self._line if left else None  # what has run whole costs nothing any more

    def _line(self, frame, event, argument):
        if event == "line":
            self._open[frame.f_code].discard(frame.f_lineno)
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def executable() -> set[tuple[str, int]]:
    """Every line inside a function of the modules that are loaded; the rest ran when they were imported."""
    found = set()
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None) or ""
        if path.startswith(PACKAGE) and path.endswith(".py"):
            for code in _functions(compile(Path(path).read_text(encoding="utf-8"), path, "exec")):
                found |= {(path, line) for *_, line in code.co_lines() if line and line != code.co_firstlineno}
    return found


def _functions(code: CodeType):
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & inspect.CO_OPTIMIZED:  # a function; class bodies are not
                yield constant
            yield from _functions(constant)
