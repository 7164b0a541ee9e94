"""What `--fix` and `--diff` do with a fix.Outcome: save it, show it, say what was taken back."""

from __future__ import annotations

import os
import stat

from .. import output, source
from ..characters import credentials
from ..errors import CardwrightError
from ..findings import printable

_MOST = 1_000  # lines between the first and the last change that are compared one by one; comparing more takes too long
_COLORS = {"+": "\033[32m", "-": "\033[31m", "@": "\033[36m"}


def save(origin, outcome, within: str | None) -> None:
    """Write a mended card where it was read from, unless it is another file by now. Links are followed, within `within`."""
    path = os.path.realpath(origin.path)
    if source.read(origin.path, within).text != origin.text:
        raise CardwrightError(f"{origin.path}: it was changed while it was checked; nothing was written", "run the command again")
    if not os.access(path, os.W_OK):
        raise CardwrightError(f"{origin.path}: cannot be written: permission denied")
    with output.File(path, follow=False, mode=stat.S_IMODE(os.stat(path).st_mode)) as file:
        file.write(outcome.text)


def taken_back(origin, outcome) -> str:
    """A line for each fix that checking again did not bear out."""
    return "".join(
        f"{printable(origin.path)}:{finding.line}:{finding.column}: 1 fix was left out ({finding.rule}): it would have led to:"
        f" {printable(led_to.message)} [{led_to.rule}]\n"
        for finding, led_to in outcome.refused
    )


def diff(origin, outcome, terminal: bool, color: bool) -> str:
    """A unified diff from a card to its mended self, as `git apply -p0` and `patch -p0` take it; empty without a change.

    On a terminal what the card holds is made harmless; there it is for reading. Secrets are masked everywhere, so that a hunk
    with one in it can be read and not be applied: `--fix` does it.
    """
    if outcome.text == origin.text:
        return ""
    texts = origin.text, outcome.text
    lines = _unified(origin.path, *map(_lines, texts), *(_lines(credentials.masked(text)) for text in texts))
    if terminal:
        lines = [printable(line.rstrip("\r\n")) + "\n" for line in lines]
    return "".join(map(_colored, lines) if color else lines)


def _colored(line: str) -> str:
    start = "\033[1m" if line.startswith(("--- ", "+++ ")) else _COLORS.get(line[:1], "")
    return f"{start}{line[:-1]}\033[0m\n" if start else line


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _unified(path: str, old: list[str], new: list[str], old_shown: list[str], new_shown: list[str]):
    yield from (f"--- {printable(path)}\n", f"+++ {printable(path)}\n")
    for group in _hunks(old, new):
        (_, above, _, over, _), (_, _, below, _, under) = group[0], group[-1]
        yield f"@@ -{_range(above, below)} +{_range(over, under)} @@\n"
        for kind, start, end, first, last in group:
            yield from _marked(" " if kind == "equal" else "-", old_shown[start:end])
            yield from _marked("+", new_shown[first:last] if kind != "equal" else ())


def _hunks(old: list[str], new: list[str]):
    """difflib's groups of opcodes; only what stands between the first and the last change is compared, for that takes time."""
    from difflib import SequenceMatcher

    head = _same(old, new)
    tail = _same(old[: head - 1 if head else None : -1], new[: head - 1 if head else None : -1])
    end, last = len(old) - tail, len(new) - tail
    codes = [("equal", 0, head, 0, head)]
    if max(end, last) - head > _MOST:
        codes.append(("replace", head, end, head, last))
    else:
        middle = SequenceMatcher(None, old[head:end], new[head:last], autojunk=False)
        codes += [(kind, *(at + head for at in places)) for kind, *places in middle.get_opcodes()]
    whole = SequenceMatcher(None, (), ())
    whole.opcodes = [*codes, ("equal", end, len(old), last, len(new))]
    return whole.get_grouped_opcodes()


def _range(start: int, end: int) -> str:
    return f"{start + 1}" if end - start == 1 else f"{start + (end > start)},{end - start}"


def _marked(mark: str, lines):
    for line in lines:
        yield mark + line if line.endswith("\n") else f"{mark}{line}\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _same(one: list[str], other: list[str]) -> int:
    """How many lines two lists have in common at their beginnings."""
    return next((index for index, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
