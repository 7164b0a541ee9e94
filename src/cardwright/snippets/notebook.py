"""A card's Python fences as the cells of one notebook: what a reader would paste, line by line, and where it stands.

Prompts (`>>> `), the indentation of a list item, and lines for the notebook itself (`!pip`, `%magic`) are taken out of the
code; the places of what is left stay known. Nothing is ever run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import namedtuple
from functools import cached_property, lru_cache

from ..lazy import Lazy

MAX_CODE = 100_000  # characters of a cell that is looked at; a snippet for people is a page at most
MAX_ALL = 300_000  # characters of all of them
MAX_CELLS = 200

_PYTHON = frozenset(("python", "py", "python3", "ipython", "ipython3", "pycon", "python-repl", "{python}", "{.python}"))
_IMPORT = Lazy(r"^[ \t]*(?:>>> )?(?:import|from)[ \t]+[\w.]+(?:[ \t]+(?:import|as)[ \t]|[ \t,]*$)", 8)  # re.MULTILINE
_ODD_LINE = Lazy(r"^[ \t]*(?:[!%?]|(?:pip3?|conda|git|cd|apt|apt-get|uv|huggingface-cli|hf) [\w-]|\w[\w, ]*= *[!%])", 8)
_SHELL = Lazy(
    r"[ \t]*(?:\$ |(?:sudo |python3? -m )?(?:pip3?|conda|git|cd|apt|apt-get|uv|huggingface-cli|hf|wget|curl|python3?) [\w./-])"
)

_ODD_SIGNS = ("!", "%", "?", "pip", "conda", "git", "cd ", "apt", "uv ", "hf ", "huggingface-cli")

Cell = namedtuple("Cell", "fence code lines tagged")
Cell.__doc__ = """One Python fence: its code without prompts and indentation.

lines   where each line of the code begins in the card's text
tagged  whether the fence says that it is Python
"""


class Notebook:
    """The cells in reading order; `text` is all their code, `seen` what the compiler sees in each (screen.Seen)."""

    def __init__(self, cells) -> None:
        self.cells = cells
        self.text = "\n".join([cell.code for cell in cells])

    @cached_property
    def seen(self) -> list:
        if not self.cells:
            return []
        from .screen import see

        return [see(cell.code) for cell in self.cells]

    @cached_property
    def _walked(self) -> tuple:
        from .calls import walk

        return walk(self)

    @property
    def calls(self) -> list:
        """Every call.Call of the cells."""
        return self._walked[0]

    @property
    def imports(self) -> list:
        """Every call.Import of the cells."""
        return self._walked[1]

    @property
    def assigned(self) -> dict:
        """Name -> the ast values that the cells bind it to."""
        return self._walked[2]


def read(card) -> Notebook:
    """The notebook of a card."""
    cells, left = [], MAX_ALL
    for fence in card.body.fences:
        size = fence.body_end - fence.body_start
        if not 0 < size <= min(MAX_CODE, left) or len(cells) == MAX_CELLS:
            continue
        tagged, untagged = _language(fence.info)
        if tagged or untagged and _is_python(card.text[fence.body_start : fence.body_end]):
            cells.append(_cell(card.text, fence, tagged))
            left -= size
    return Notebook(tuple(cells))


@lru_cache(64)
def _language(info: str) -> tuple[bool, bool]:
    """Whether a fence says that it is Python; whether it says nothing."""
    word = info.split(None, 1)[0].partition(",")[0].lower() if info else ""
    return word in _PYTHON, not word


def _is_python(code: str) -> bool:
    """Whether a fence without a language is Python beyond doubt: it imports something and parses."""
    if "import" not in code or not _IMPORT.search(code) or _SHELL.match(code):
        return False
    from .screen import see

    return ">>> " in code or see(code).error is None


def _cell(text: str, fence, tagged: bool) -> Cell:
    start, end = fence.body_start, fence.body_end
    code = text[start:end]
    if code[0] not in " \t\r\n" and ">>>" not in code and "\r" not in code and not _is_odd(code):
        return Cell(fence, code, None, tagged)
    lines, ends = (parts := re.split(r"(\r\n|\r|\n)", code))[::2], [*parts[1::2], ""]  # Python ends a line at each
    cut = _prompts(lines) if ">>>" in code else _indentation(lines)
    kept, places, position = [], [], start
    for line, line_end, (width, drop) in zip(lines, ends, cut):
        kept.append("" if drop else _own(line[width:]))
        places.append(position + (0 if drop else width))
        position += len(line) + len(line_end)
    return Cell(fence, "\n".join(kept), places, tagged)


def _is_odd(code: str) -> bool:
    return any([sign in code for sign in _ODD_SIGNS]) and _ODD_LINE.search(code) is not None


def _own(line: str) -> str:
    """A line without what only the notebook understands, so that what hangs on it still parses."""
    if not _ODD_LINE.match(line):
        return line
    indent = line[: len(line) - len(line.lstrip())]
    if line.lstrip()[0] not in "!%?" and "=" in line and line.lstrip().partition("=")[2].lstrip()[:1] in ("!", "%"):
        return line[: line.index("=")] + "= None"
    return f"{indent}pass"


def _prompts(lines):
    """(width of the prompt, whether the line is output) of each line of an interactive session."""
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith(">>>")), default=0)
    for line in lines:
        bare = line[indent:]
        prompt = bare.startswith((">>> ", "... ")) or bare.rstrip() in (">>>", "...")
        yield indent + 4, not prompt


def _indentation(lines):
    """The first line's indentation, as far as a line has it: IPython takes that away too."""
    first = next((line for line in lines if line.strip()), "")
    common = len(first) - len(first.lstrip(" \t"))
    return ((min(common, len(line) - len(line.lstrip(" \t"))), False) for line in lines)


def place(cell: Cell, line: int, column: int) -> int:
    """The card's offset of a 1-based line and a column in characters of a cell's code."""
    if cell.lines is not None:
        return cell.lines[min(line, len(cell.lines)) - 1] + column
    position = 0
    for _ in range(line - 1):
        position = cell.code.find("\n", position) + 1
        if not position:
            return cell.fence.body_end
    return cell.fence.body_start + position + column


def place_of(cell: Cell, offset: int) -> int:
    """The card's offset of an offset into a cell's code."""
    if cell.lines is None:
        return cell.fence.body_start + offset
    starts = [0]
    for line in cell.code.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    line = bisect_right(starts, offset)
    return cell.lines[min(line, len(cell.lines)) - 1] + offset - starts[line - 1]
