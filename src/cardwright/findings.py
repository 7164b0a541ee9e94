"""What a check says: findings, and the report that holds them."""

from __future__ import annotations

from collections import namedtuple

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = (ERROR, WARNING, NOTE)  # worst first

Finding = namedtuple("Finding", "path line column end_line end_column rule family level message fix source", defaults=(None, ""))
Finding.__doc__ = """One thing to put right.

Positions are 1-based, in code points of the file as stored without its byte order mark; ends are exclusive. `fix` is a Fix
or None; `source` is the text of the first line, for reports that show it.
"""
Finding.fixable = property(lambda finding: finding.fix is not None)

Fix = namedtuple("Fix", "edits safe", defaults=(True,))
Fix.__doc__ = """How to put a finding right.

edits  (start, end, text) triples in reading order that do not overlap: text takes the place of card.text[start:end]
safe   the card means the same to the Hub and to readers afterwards, but for the fault itself; what an author should look at
       first is not safe
"""


def replace(where: tuple[int, int], text: str, safe: bool = True) -> Fix:
    """The Fix that puts `text` in the place of one span."""
    return Fix(((*where, text),), safe)


Report = namedtuple("Report", "files findings baseline", defaults=(None,))
Report.__doc__ = """The outcome of a run. files: how many cards were read; findings: a tuple of Finding in reading order.

baseline  a baseline.Tally of what a baseline left out, None without one
"""


def _counts(report) -> dict[str, int]:
    """How many findings there are of each level."""
    counts = dict.fromkeys(LEVELS, 0)
    for finding in report.findings:
        counts[finding.level] += 1
    return counts


Report.counts = property(_counts)


def reaches(report, level: str) -> bool:
    """Whether any finding is at `level` or worse; "never" is reached by none."""
    return level in LEVELS and any(LEVELS.index(finding.level) <= LEVELS.index(level) for finding in report.findings)


def printable(text: str) -> str:
    """Text that is safe to print: control, bidirectional and unpaired surrogate characters are shown as escapes.

    A card is somebody else's text; printed as it is, it could move the cursor, recolour the terminal or reverse a line.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    # isprintable() is False for controls, format characters (bidirectional ones too), surrogates and unassigned ones.
    if character.isprintable() or character in "\u200d\u3000\u00a0":
        return character
    if character == "\t":
        return " "
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
