"""Putting findings right: the fixes that rules offer, applied to a card's text and each proven by checking again.

Edits are exact spans of the text (the nodes of yamltree have them), so that whatever no fix names stays byte for byte:
order, quotes, comments, line ends. A YAML library that writes the metadata anew, even one that keeps comments, cannot say
so, and would be slower.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, deque, namedtuple

from .. import check, rules

# What these faults hid was true before they were mended: the text that is given back is its author's own.
VEILS = frozenset(("front-matter-undetected", "mojibake"))
# Where one of these goes away the metadata can be read at last, and what is said about it was true before, too.
HIDE = frozenset(("front-matter-undetected", "yaml-syntax", "front-matter-not-mapping"))
MAX_ROUNDS = 20
MAX_A_RULE = 100_000  # findings of a rule that are mended in one round
# Bounds what a card costs that is made of faults which cannot be mended together: checks of it, and characters checked.
MAX_CHECKS, MAX_A_ROUND, MAX_CHARACTERS = 120, 60, 10_000_000
A_FINDING = 20  # characters that take about as long to check as one finding takes to be told
# The parts of a message that move when a fix above them takes a line or an item away.
_NUMBERS = re.compile(r"(?<=\[)\d+(?=\])|(?<=on line )\d+|(?<=\(and )\d+(?= more\))")

Outcome = namedtuple("Outcome", "text before fixed left refused")
Outcome.__doc__ = """What became of one file.

text    its new text, byte order mark included; the old one when nothing was fixed; None when it is no text
before  the findings of the file as it was
fixed   the findings that were put right, in the order in which that was done
left    the findings of the new text
refused (finding, why) pairs: fixes that were taken back; why is the first finding they would have led to
"""


def fixed(origin, settings, unsafe: bool = False) -> Outcome:
    """Fix what can be fixed in one source.Source. With `unsafe`, also apply fixes that an author should look at."""
    session = _Session(origin, settings)
    before = current = session.findings(origin.text)
    text, done, refused = origin.text, [], []
    for _ in range(MAX_ROUNDS):
        wanted = [finding for finding in session.mine(current) if finding.fix and (finding.fix.safe or unsafe)]
        kept, refused, current = session.proven(text, current, _without_overlaps(wanted))
        if not kept:
            break
        text = apply(text, kept)
        done += kept
    return Outcome(text, session.told(origin.text, before), tuple(done), session.told(text, current), tuple(refused))


def apply(text: str, findings) -> str:
    """A file's text with the edits of some findings, which must not overlap. A byte order mark stands at offset -1."""
    base = 1 if text.startswith("\ufeff") else 0
    parts, reached = [], 0
    for start, end, new in sorted(edit for finding in findings for edit in finding.fix.edits):
        parts += (text[reached : start + base], new)
        reached = end + base
    return "".join((*parts, text[reached:]))


def _without_overlaps(findings) -> list:
    """The findings whose edits touch no edit of one before them."""
    kept, taken = [], []
    for finding in findings:
        spans = [(start, end) for start, end, _ in finding.fix.edits]
        if not any(_clash(span, other) for span in spans for other in _neighbours(span, taken)):
            kept.append(finding)
            for span in spans:
                insort(taken, span)
    return kept


def _neighbours(span, taken):
    at = bisect_left(taken, span)
    return taken[max(0, at - 1) : at + 1]


def _clash(one, other) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


class _Session:
    """The checks of one file, counted."""

    def __init__(self, origin, settings) -> None:
        self.origin, self.settings, self.checks = origin, settings, 0
        self.most = MAX_CHECKS
        self.every = rules.chosen((), settings.ignore)  # a fix must not lead to what `select` leaves out either
        self.selected = {rule for group in rules.chosen(settings.select, settings.ignore).values() for rule in group}

    def findings(self, text) -> list:
        self.checks += 1
        found = check.check_source(self.origin._replace(text=text), self.settings, self.every, most=MAX_A_RULE)
        self.most = min(self.most, max(3, MAX_CHARACTERS // (len(text or "") + A_FINDING * len(found) + 1)))
        return found

    def mine(self, findings) -> tuple:
        return tuple(finding for finding in findings if finding.rule in self.selected)

    def told(self, text, findings) -> tuple:
        """The findings as a check tells them, which stops sooner."""
        if any(count > check.MAX_PER_RULE for count in Counter(finding.rule for finding in findings).values()):
            findings = check.check_source(self.origin._replace(text=text), self.settings, self.every)
        return self.mine(findings)

    def proven(self, text: str, current, wanted):
        """(fixes to keep, refused ones, findings then): the most of `wanted` that leave no finding that is not there now."""
        kept, refused, waiting = [], [], deque([wanted] if wanted else ())
        last = min(self.most, self.checks + MAX_A_ROUND)
        while waiting and self.checks < last:
            part = waiting.popleft()
            trial = sorted([*kept, *part], key=lambda finding: finding.fix.edits)
            found = self.findings(apply(text, trial))
            news = _new(current, found, part)
            if news is None:
                kept, current = trial, found
            elif len(part) == 1:
                refused.append((part[0], news))
            else:
                waiting += _halves(part)  # behind the others: much is kept before little is
        return kept, refused, current


def _halves(findings) -> list[list]:
    """Two parts, of different rules where there are several: what leads to something else is mostly all of one rule's."""
    others = [finding for finding in findings if finding.rule != findings[0].rule]
    if others:
        return [[finding for finding in findings if finding.rule == findings[0].rule], others]
    return [findings[: len(findings) // 2], findings[len(findings) // 2 :]]


def _new(before, after, mended):
    """The first finding of `after` that neither `before` had nor a lifted veil shows, None when there is none.

    A mended finding that is still there counts as new: its fix mends nothing. Findings are told apart by rule and message,
    which states the value; their places move, and the text there may be what was mended.
    """
    expected = Counter(map(_key, before)) - Counter(map(_key, mended))
    rules_mended = {finding.rule for finding in mended}
    lifted = len(rules_mended) == 1 and unveils(mended, before, after)  # by one rule's fixes, so that no other hides behind it
    for finding in after:
        if not expected[_key(finding)] and not (lifted and finding.rule not in rules_mended | HIDE):
            return finding
        expected[_key(finding)] -= 1
    return None


def unveils(mended, before, after) -> bool:
    """Whether fixes brought to light what could not be seen before."""
    hidden, still = ({_key(finding) for finding in findings if finding.rule in HIDE} for findings in (before, after))
    return bool(hidden - still) or any(finding.rule in VEILS for finding in mended)


def _key(finding) -> tuple[str, str]:
    said = finding.message
    if not said.isprintable():  # it quotes text with a hidden character, which another fix takes out
        said = "".join(filter(str.isprintable, said))
    return finding.rule, _NUMBERS.sub("N", said)
