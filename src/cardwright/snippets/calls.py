"""The calls and imports of a notebook's cells, by ast; asked for only when a needle says that there is something to see."""

from __future__ import annotations

from collections import namedtuple

from . import notebook

Call = namedtuple("Call", "cell name node")
Call.__doc__ = """A call: `name` is what is called ("AutoModel.from_pretrained", as far as it is names), `node` the ast.Call."""

Import = namedtuple("Import", "cell library name node")
Import.__doc__ = """One name of a `from library... import name`; `node` is its ast.alias."""


def walk(book: notebook.Notebook):
    """(calls, imports, assigned) of the cells that parse. assigned: name -> the ast values that are bound to it."""
    import ast
    import warnings

    calls, imports, assigned = [], [], {}
    for cell, saw in zip(book.cells, book.seen):
        if saw.error is not None:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                nodes = list(ast.walk(ast.parse(cell.code)))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
        for node in nodes:
            if isinstance(node, ast.Call):
                calls.append(Call(cell, _dotted(node.func), node))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imports += (Import(cell, node.module.partition(".")[0], alias.name, alias) for alias in node.names)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
    return calls, imports, assigned


def _dotted(node) -> str:
    parts = []
    while hasattr(node, "attr"):
        parts.append(node.attr)
        node = node.value
    parts.append(getattr(node, "id", ""))
    return ".".join(reversed(parts))


def keyword(call: Call, name: str):
    """The ast.keyword of a call, or None."""
    return next((word for word in call.node.keywords if word.arg == name), None)


def text(node) -> str | None:
    """The string that a node is, or None."""
    value = getattr(node, "value", None)
    return value if isinstance(value, str) and type(node).__name__ == "Constant" else None


def span(cell: notebook.Cell, node) -> tuple[int, int]:
    """Where a node stands in the card's text."""
    lines = cell.code.split("\n")
    return _place(cell, lines, node.lineno, node.col_offset), _place(cell, lines, node.end_lineno, node.end_col_offset)


def _place(cell, lines, line: int, column: int) -> int:
    text = lines[line - 1]
    return notebook.place(cell, line, column if text.isascii() else len(text.encode()[:column].decode("utf-8", "replace")))
