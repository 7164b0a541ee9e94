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

Fix = namedtuple("Fix", "edits safe places", defaults=(True, ()))
Fix.__doc__ = """How to put a finding right.

edits   (start, end, text) triples in reading order that do not overlap: text takes the place of card.text[start:end]; the
        byte order mark stands at (-1, 0)
safe    the card means the same to the Hub and to readers afterwards, but for the fault itself; what an author should look at
        first is not safe
places  (line, column, end_line, end_column) of each edit, as in a Finding; the engine adds them, but not to a fix that
        would show a secret
"""


def replace(where: tuple[int, int], text: str, safe: bool = True) -> Fix:
    """The Fix that puts `text` in the place of one span."""
    return Fix(((*where, text),), safe)


def edited(edits, safe: bool = True) -> Fix | None:
    """The Fix of edits that yamledit gave; None where it could not give any."""
    return Fix(tuple(edits), safe) if edits else None


Report = namedtuple("Report", "files findings fixed baseline", defaults=(0, None))
Report.__doc__ = """The outcome of a run.

files     how many cards were read
findings  a tuple of Finding in reading order
fixed     how many more there were before `--fix` put them right
baseline  a baseline.Tally of what a baseline left out, None without one
"""


class Tally:
    """What a Report says without its findings: how many cards there were, and findings of each level.

    counts        level -> findings
    safe, unsafe  findings with such a fix
    """

    def __init__(self, files: int = 0, findings=(), fixed: int = 0, baseline=None) -> None:
        self.files, self.fixed, self.baseline = files, fixed, baseline
        self.counts = dict.fromkeys(LEVELS, 0)
        self.safe = self.unsafe = 0
        self._count(findings)

    def add(self, findings) -> None:
        """Count one more card."""
        self.files += 1
        self._count(findings)

    def _count(self, findings) -> None:
        for finding in findings:
            self.counts[finding.level] += 1
            if finding.fix:
                self.safe, self.unsafe = self.safe + finding.fix.safe, self.unsafe + (not finding.fix.safe)

    def reaches(self, level: str) -> bool:
        """Whether any finding is at `level` or worse; "never" is reached by none."""
        return level in LEVELS and any(self.counts[worse] for worse in LEVELS[: LEVELS.index(level) + 1])


Report.tally = property(lambda report: Tally(*report))
Report.counts = property(lambda report: report.tally.counts)


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
