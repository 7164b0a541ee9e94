"""What a model must reach: a criteria file, and the verdict on each criterion. A verdict is worked out from what was measured and
never given; what nobody measured is neither met nor missed.
"""

from __future__ import annotations

import math
from collections import namedtuple

from .. import schema
from ..errors import UsageError
from ..facts import author, typed
from ..rendering import results
from . import numbers

MET, NOT_MET, NOT_MEASURED = "met", "not met", "not measured"
SCHEMA = "criteria.schema.json"
MAX_CRITERIA = 500
WAY_OUT = "a criterion is `{name: Accurate, metric: accuracy, direction: higher, threshold: 0.8, min_n: 500}`"

Criterion = namedtuple(
    "Criterion", "name metric direction threshold min_n relative significant dataset", defaults=(None, False, False, None)
)
Criterion.__doc__ = "One thing that is wanted; the keys are those of schemas/criteria.schema.json."

Verdict = namedtuple("Verdict", "criterion status value measured reason")
Verdict.__doc__ = """What became of a criterion.

status    MET, NOT_MET or NOT_MEASURED
value     what is held against the threshold: the score, with `relative` its improvement in per cent; None where there is none
measured  the numbers.Measured that it rests on, or None; reason: why it is not met or not measured, "" where it is met
"""


def load(path: str, within: str | None = None) -> tuple[Criterion, ...]:
    """The criteria of a YAML or JSON file. Raises UsageError with what is wrong in it."""
    root, _ = author.tree(path, within)
    written = None if root is None else typed.plain(author.written(root))
    return read(written, path)


def read(written, where: str) -> tuple[Criterion, ...]:
    """The criteria in a list of mappings; `where` names it. Raises UsageError with what is wrong in it."""
    for violation in schema.violations(written, SCHEMA):
        raise UsageError(f"{where}: {_said(violation)}", WAY_OUT)
    if len(written) > MAX_CRITERIA:
        raise UsageError(f"{where}: {len(written)} criteria, and {MAX_CRITERIA} are the most")
    found = tuple(Criterion(**row) for row in written)
    names = [each.name for each in found]
    for each in found:
        if not math.isfinite(each.threshold):
            raise UsageError(f"{where}: {each.name}: the threshold is {each.threshold}, which is no number", WAY_OUT)
        if each.relative and each.significant:
            raise UsageError(f"{where}: {each.name}: `significant` goes without `relative`: a baseline has no interval here",
                             "name the score itself as the threshold")  # fmt: skip
        if names.count(each.name) > 1:
            raise UsageError(f"{where}: two criteria are called {each.name!r}", "give each a name of its own")
    return found


def _said(violation) -> str:
    from ..vocabulary import suggest

    message = violation.message.replace("this table", "the file")
    message = message if violation.path else message.lstrip().replace("is ", "it is ", 1)
    if violation.keyword != "additionalProperties":
        return message
    known = violation.schema["properties"]
    odd = next(key for key in violation.value if key not in known)
    return message + (suggest(odd, known, 0.6) or f"; known are {', '.join(known)}")


def judged(criteria, facts, evidence: dict | None = None) -> list[Verdict]:
    """The Verdict on each criterion. Pure.

    facts     the facts.Facts of a model; evidence: what evidence.json holds, when it keeps its schema, else None
    """
    return [_verdict(each, numbers.measured(each.metric, facts, evidence, each.dataset)) for each in criteria]


def reached(verdicts) -> bool:
    """Whether every criterion is met."""
    return all(verdict.status == MET for verdict in verdicts)


def _verdict(wanted: Criterion, found) -> Verdict:
    if isinstance(found, str):
        return Verdict(wanted, NOT_MEASURED, None, None, found)
    value, reason = found.value, None
    if wanted.relative:
        value, reason = numbers.improvement(found.value, found.baseline, wanted.direction)
    if reason or not math.isfinite(value):
        return Verdict(wanted, NOT_MEASURED, None, found, reason or "it is no finite number")
    for look in (_threshold, _examples, _interval):
        status, reason = look(wanted, value, found)
        if status != MET:
            return Verdict(wanted, status, value, found, reason)
    return Verdict(wanted, MET, value, found, "")


def _threshold(wanted: Criterion, value, _) -> tuple[str, str]:
    if wanted.relative:
        enough = value > 0 if wanted.threshold == 0 else value >= wanted.threshold
        return (
            (MET, "") if enough else (NOT_MET, f"{change(value)} against the baseline, and {change(wanted.threshold)} is wanted")
        )
    enough = value >= wanted.threshold if wanted.direction == "higher" else value <= wanted.threshold
    word = "least" if wanted.direction == "higher" else "most"
    return (MET, "") if enough else (NOT_MET, f"{shown(value)}, and {shown(wanted.threshold)} is the {word}")


def _examples(wanted: Criterion, _, found) -> tuple[str, str]:
    if wanted.min_n is None:
        return MET, ""
    if found.n is None:
        return NOT_MEASURED, f"on how many examples is not known, and {wanted.min_n:,} are the least"
    return (MET, "") if found.n >= wanted.min_n else (NOT_MET, f"measured on {found.n:,}, and {wanted.min_n:,} are the least")


def _interval(wanted: Criterion, _, found) -> tuple[str, str]:
    if not wanted.significant:
        return MET, ""
    if found.low is None or found.high is None:
        return NOT_MEASURED, "its 95 % interval is not known"
    enough = found.low >= wanted.threshold if wanted.direction == "higher" else found.high <= wanted.threshold
    return (
        (MET, "")
        if enough
        else (NOT_MET, f"its 95 % interval, {span(found.low, found.high)}, lies on both sides of the threshold")
    )


def shown(number) -> str:
    """A number as the tables show it."""
    return results.shown(number)


def span(low, high) -> str:
    """An interval in words."""
    return f"{low:.4g} to {high:.4g}"


def change(percent) -> str:
    """An improvement in words: +12.5 %, and none where there is none."""
    return "no improvement" if percent == 0 else f"{percent:+.4g} %"
