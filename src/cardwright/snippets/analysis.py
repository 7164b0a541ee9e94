"""What is wrong with a card's Python: cells that do not parse, names that nothing binds.

One-sided by intent. A card shows excerpts, output and pseudo code, and leaves to readers what is theirs; only what fails
for everybody who pastes it is told.
"""

from __future__ import annotations

import re
from collections import namedtuple

from . import notebook, screen
from .modules import home

Open = namedtuple("Open", "start end name source near")
Open.__doc__ = """A name that nothing binds, where it is first used; `source`: the import line that would, or "";
`near`: a name of the same cell that it may be a slip of, or "".
"""

_WORD = re.compile(r"[^\W\d]\w*")
_MOST_OPEN = 3  # names without a known home in one cell; more of them show an excerpt of something larger
# What no reader brings: a card that says how to use its model says where these come from.
_MODELS = frozenset("model tokenizer processor device pipe model_id model_name model_name_or_path repo_id".split())
# What readers bring themselves, even where code calls it: the input of a model, their own paths.
_READERS = frozenset(
    """
    text texts sentence sentences document documents prompt prompts question query context messages conversation content input
    inputs image images img mask mask_image init_image audio speech waveform video frames dataset batch df row example token file
    path folder self args kwargs config cfg value
    """.split()
)
_READERS_START = ("your", "my", "path_to", "some_", "user_", "example_", "sample_", "test_")


def open_names(book: notebook.Notebook):
    """Yield an Open for each name of the cells that nothing before it binds, once a notebook."""
    imported, told = False, set()
    known = set().union(*map(_bound, book.cells, book.seen))
    complete = any("import " in cell.code for cell in book.cells)  # some cell shows where things come from
    for cell, saw in zip(book.cells, book.seen):
        if saw.star:
            return
        own = "import " in cell.code
        missing = saw.open.difference(known, told)
        imported = imported or own
        chosen = missing and (_certain(missing, own, imported, cell.code) if complete else _lost(missing))
        for spot in _spots(cell, chosen) if chosen else ():
            told.add(spot.name)
            yield spot


def _lost(missing) -> set:
    """The model's own parts in a cell of a card whose code imports nothing; one alone may be an excerpt."""
    parts = missing & _MODELS
    return set(parts) if len(parts) > 1 else set()


def _bound(cell, saw) -> frozenset | list:
    """What a cell adds to the notebook; a broken one may bind any word of it."""
    return saw.bound if saw.error is None else _WORD.findall(cell.code)


def _certain(missing, own: bool, imported: bool, code: str) -> set:
    """The names of `missing` that fail for whoever runs the cell, the excerpts left out."""
    homed = {name for name in missing if home(name)}
    strange = missing - homed
    if not own:  # an excerpt, unless all that it lacks is an import
        loads = ".from_pretrained(" in code or "pipeline(" in code
        return homed if not strange and (imported or loads) else set()
    return homed | {name for name in strange if _is_the_cards(name, code)} if len(strange) <= _MOST_OPEN else homed


def _is_the_cards(name: str, code: str) -> bool:
    """Whether a name is the card's to define, not an input that the reader brings."""
    if name in _MODELS:
        return True
    if name in _READERS or name.lower().startswith(_READERS_START) or name.isupper():
        return False
    return re.search(rf"(?<![\w.]){re.escape(name)}(?:\(|\.\w)", code) is not None or _near(name, code) != ""


def _near(name: str, code: str) -> str:
    """Another name of the code that this one may be a slip of, or ""."""
    from difflib import get_close_matches

    others = sorted(set(_WORD.findall(code[:3_000])) - {name})
    return next(iter(get_close_matches(name, others, 1, 0.9)), "") if len(name) > 5 else ""


def _spots(cell, names: set):
    """Where the names are first used, by pyflakes."""
    import ast
    import warnings

    from pyflakes import checker, messages

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            told = checker.Checker(ast.parse(cell.code), builtins=screen.BUILTINS).messages
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    found = [m for m in told if isinstance(m, messages.UndefinedName) and m.message_args[0] in names]
    for message in sorted(found, key=lambda m: (m.lineno, m.col)):
        name = message.message_args[0]
        if name in names:
            names.discard(name)
            start = _start(cell, message.lineno, message.col, name)
            source = home(name)
            yield Open(start, start + len(name), name, source, "" if source else _near(name, cell.code))


def _start(cell, line: int, column: int, name: str) -> int:
    """The card's offset of a name; ast counts columns in bytes, and in an f-string of Python 3.11 not at all."""
    text = cell.code.split("\n")[line - 1]
    column = len(text.encode("utf-8")[:column].decode("utf-8", "replace"))
    if not text.startswith(name, column):
        match = re.search(rf"\b{re.escape(name)}\b", text)
        column = match.start() if match else 0
    return notebook.place(cell, line, column)


Broken = namedtuple("Broken", "start end why")

_PSEUDO = re.compile(r"\.\.\.|…|<[\w -]+>|\{\{|\}\}|[→⇒✅❌]|^\s*(?:=+>|-+>|>>|\$ |#|\[[A-Z]|[-*•] )|\bTODO\b")
_STATEMENT = re.compile(r"[ \t]*(?:import |from \w|def |class |for |if |with |return\b|print ?\(|\w[\w.\[\]\"', ]* = |[\w.]+\()")
_CODE = re.compile(r"^[ \t]*(?:import \w|from [\w.]+ import|def \w+\(|\w+ = [\w.]+[(\[])", re.MULTILINE)
_SHELL = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:\$ |\./|(?:export|python3?|bash|sh|docker|accelerate|torchrun|wget|curl|mkdir) [\w./-])"
)


def broken(book: notebook.Notebook):
    """Yield a Broken for each cell that is no Python, and meant to be."""
    for cell, saw in zip(book.cells, book.seen):
        error = saw.error if cell.tagged else None
        if error is not None and error.lineno and not _excused(cell, error):
            lines = cell.code.split("\n")
            line = min(error.lineno, len(lines))
            column = min(max((error.offset or 1) - 1, 0), len(lines[line - 1]))
            start = notebook.place(cell, line, column)
            yield Broken(start, start + (column < len(lines[line - 1])), _words(error))


def _excused(cell, error) -> bool:
    """Whether a cell that does not parse shows something else: output, a shell's commands, pseudo code."""
    message = error.msg or ""
    if "f-string" in message or "too many" in message or "too large" in message or "exceeds the limit" in message:
        return True  # what an f-string may hold depends on the Python; the rest is no fault of the code
    lines = cell.code.split("\n")
    here = lines[max(error.lineno - 2, 0) : error.lineno + 1]
    if any(map(_PSEUDO.search, here)) or _SHELL.match(cell.code) or not _CODE.search(cell.code):
        return True
    rest = lines[error.lineno - 1 :]
    return not any(map(_STATEMENT.match, rest)) and screen.see("\n".join(lines[: error.lineno - 1])).error is None


def _words(error) -> str:
    """The compiler's words, without what differs from one Python to the next."""
    return re.split(r"\. | \(detected| \(snippet| on line|\?", error.msg)[0]
