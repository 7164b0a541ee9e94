"""What the cards of an audit add up to: a Tally a part, added to one, and summary.json from it."""

from __future__ import annotations

import json

from .. import __version__
from ..findings import LEVELS
from .completeness import ALL

GROUPS = ("license", "library", "pipeline_tag", "year")
_LEVELS = tuple((level, f"{level}s") for level in LEVELS)
BINS, LARGEST = 20, 30
TALLY = b"cardwright-tally"  # of a Tally in the metadata of a file of cards
NOTHING = "nothing"


class Tally:
    """Sums over cards. Whole numbers only, so that the order in which parts are added changes nothing.

    rules   (rule, family, level) -> [findings, cards]
    groups  (group, value) -> [cards, with errors, errors, things had, cards whose completeness is known]
    """

    def __init__(self) -> None:
        self.states, self.counts, self.worst, self.rules, self.groups = {}, {}, {}, {}, {}
        self.bins = [0] * BINS
        self.exempt = 0
        self.problems: list = []

    def add(self, row: dict, had: int | None, found) -> None:
        """Count one card: its row, how complete it is, its findings as (rule, family, level)."""
        _more(self.states, row["state"])
        self.exempt += row["exempt"]
        worst = next((level for level, name in _LEVELS if row[name]), NOTHING) if found else NOTHING
        _more(self.worst, worst)
        for kind in dict.fromkeys(found):
            count = found.count(kind)
            _more(self.counts, kind[2], count)
            self._rule(kind, count, 1)
        failed, errors, known, had = worst == LEVELS[0], row["errors"], had is not None, had or 0
        if known:
            self.bins[min(BINS - 1, had * BINS // ALL)] += 1
        for group in GROUPS:
            sums = self._group((group, row[group]))
            sums[0] += 1
            sums[1] += failed
            sums[2] += errors
            sums[3] += had
            sums[4] += known

    def join(self, other: Tally) -> None:
        """Add what another one counted."""
        for mine, theirs in ((self.states, other.states), (self.counts, other.counts), (self.worst, other.worst)):
            for name, count in theirs.items():
                _more(mine, name, count)
        for kind, counts in other.rules.items():
            self._rule(kind, *counts)
        for key, counts in other.groups.items():
            sums = self._group(key)
            sums[:] = [a + b for a, b in zip(sums, counts)]
        self.bins = [a + b for a, b in zip(self.bins, other.bins)]
        self.exempt += other.exempt
        self.problems += other.problems

    def _rule(self, kind: tuple, findings: int, cards: int) -> None:
        sums = self.rules.setdefault(kind, [0, 0])
        sums[0] += findings
        sums[1] += cards

    def _group(self, key: tuple) -> list:
        sums = self.groups.get(key)
        if sums is None:
            sums = self.groups[key] = [0] * 5
        return sums

    @property
    def cards(self) -> int:
        return sum(self.states.values())

    def reaches(self, level: str) -> bool:
        """Whether there is a finding at a level or worse; "never" is reached by none."""
        return level in LEVELS and any(self.counts.get(worse) for worse in LEVELS[: LEVELS.index(level) + 1])

    def written(self) -> str:
        """All of it as JSON, for the part's file."""
        rows = [[*kind, *counts] for kind, counts in self.rules.items()], [[*key, *counts] for key, counts in self.groups.items()]
        return json.dumps([self.states, self.counts, self.worst, *rows, self.bins, self.exempt, self.problems])

    @classmethod
    def read(cls, text: str | bytes) -> Tally:
        """What `written` gave. Raises ValueError for anything else."""
        tally = cls()
        tally.states, tally.counts, tally.worst, rules, groups, tally.bins, tally.exempt, problems = json.loads(text)
        tally.rules = {tuple(row[:3]): row[3:] for row in rules}
        tally.groups = {tuple(row[:2]): row[2:] for row in groups}
        tally.problems = [tuple(each) for each in problems]
        return tally


def _more(counts: dict, name: str, by: int = 1) -> None:
    if by:
        counts[name] = counts.get(name, 0) + by


def told(tally: Tally, profile: str, sources) -> dict:
    """The content of summary.json."""
    rules = sorted(tally.rules.items(), key=lambda item: (-item[1][1], item[0]))
    return {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "profile": profile,
        "sources": list(sources),
        "cards": tally.cards,
        "states": dict(sorted(tally.states.items())),
        "counts": {level: tally.counts.get(level, 0) for level in LEVELS},
        "exempt": tally.exempt,
        "cards_with": {level: tally.worst.get(level, 0) for level in (*LEVELS, NOTHING)},
        "rules": [
            {"rule": rule, "family": family, "level": level, "findings": findings, "cards": cards}
            for (rule, family, level), (findings, cards) in rules
        ],
        "by": {group: _by(tally, group) for group in GROUPS},
        "completeness": {"mean": _mean(_sum(tally, GROUPS[0])), "bins": tally.bins},
        "problems": [{"source": source, "what": what} for source, what in tally.problems],
    }


def _by(tally: Tally, group: str) -> list:
    rows = [(value, counts) for (name, value), counts in tally.groups.items() if name == group]
    rows.sort(key=lambda row: (-row[1][0], row[0] is None, str(row[0])))
    listed = [_row(value, counts) for value, counts in rows[:LARGEST]]
    if rest := [counts for _, counts in rows[LARGEST:]]:
        listed.append(_row("other", [sum(column) for column in zip(*rest)]) | {"values": len(rest)})
    return listed


def _sum(tally: Tally, group: str) -> list:
    """All cards, by way of one group that each of them is in."""
    return [sum(column) for column in zip(*(counts for (name, _), counts in tally.groups.items() if name == group))]


def _row(value, counts) -> dict:
    cards, with_errors, errors = counts[:3]
    return {"value": value, "cards": cards, "with_errors": with_errors, "errors": errors, "completeness": _mean(counts)}


def _mean(counts) -> float | None:
    return round(counts[3] / (counts[4] * ALL), 4) if counts and counts[4] else None


def text(content: dict) -> str:
    """summary.json as it is written."""
    from ..reporters import valid_unicode

    return valid_unicode(json.dumps(content, indent=1, ensure_ascii=False)) + "\n"
