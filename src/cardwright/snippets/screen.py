"""What the compiler's own symbol table says of a cell: does it compile, what does it bind, which names does nobody bind?

The code is parsed and never run. A cell that compiles and leaves no name open is done here, at a fiftieth of what pyflakes
costs; only the others are shown to it (tests/test_snippets.py holds the two to the same verdict).
"""

from __future__ import annotations

import _symtable
import builtins
import warnings
from collections import namedtuple
from functools import lru_cache

# What a notebook's cell also has, and the names of IPython.
BUILTINS = frozenset(dir(builtins)) | frozenset(
    ("__file__", "__builtins__", "__annotations__", "__path__", "display", "get_ipython")
)
IN_CLASS = frozenset(("__module__", "__qualname__"))

_GLOBAL = (_symtable.GLOBAL_IMPLICIT, _symtable.GLOBAL_EXPLICIT)

Seen = namedtuple("Seen", "bound open star error")
Seen.__doc__ = """A cell as the compiler sees it.

bound  names that the cell binds at its top level
open   names that it uses and neither it nor Python binds
star   whether it imports `*`: any name may come of that
error  the SyntaxError, or None; something that is not judged (too deep, too large) has neither error nor names
"""
NOTHING = Seen(frozenset(), frozenset(), True, None)


def see(code: str) -> Seen:
    """What there is to see in some code."""
    seen = _see(_bare(code))
    return seen if seen.error is None else _see(code)


def _bare(code: str) -> str:
    """Code that means the same to the symbol table, where that is certain: cards repeat each other up to comments and texts."""
    if not code.isascii() or any([sign in code for sign in ("\\", "\0", "\r", '"""', "'''")]):
        return code
    if "#" in code:
        code = "\n".join([line for line in code.split("\n") if line.lstrip(" \t")[:1] != "#"])
    quote = '"' if '"' in code else "'"
    parts = code.split(quote)
    if "#" in code or quote == '"' and "'" in code or len(parts) % 2 == 0 or len(parts) == 1:
        return code
    texts = parts[1::2]
    if "\n" in "".join(texts):
        return code
    parts[1::2] = [text if "{" in text or "}" in text else "s" for text in texts]
    return quote.join(parts)


@lru_cache(256)
def _see(code: str) -> Seen:
    try:
        top = _table(code)
    except SyntaxError as error:
        return NOTHING._replace(error=error, star=False)
    except (ValueError, RecursionError, MemoryError, OverflowError, SystemError):
        return NOTHING
    bound, used = set(), set()
    for name, flags in top.symbols.items():
        if flags & _symtable.DEF_BOUND:
            bound.add(name)
        elif flags & _symtable.USE:
            used.add(name)
    _inner(top.children, bound, used)
    return Seen(frozenset(bound), frozenset(used - bound - BUILTINS), _star(code), None)


def _table(code: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes and the like: they are the author's, not ours
        return _symtable.symtable(code, "snippet", "exec")


def _inner(scopes, bound: set, used: set) -> None:
    """Add what the functions, classes and comprehensions use of the top level, and what they bind there."""
    waiting = list(scopes)
    while waiting:
        scope = waiting.pop()
        waiting += scope.children
        for name, flags in scope.symbols.items():
            where = flags >> _symtable.SCOPE_OFF & _symtable.SCOPE_MASK
            if where in _GLOBAL and name not in IN_CLASS:
                if flags & _symtable.DEF_BOUND:
                    bound.add(name)
                elif flags & _symtable.USE:
                    used.add(name)


def _star(code: str) -> bool:
    return "import *" in code or "import  *" in code or "import(*" in code
