"""Tables that compare: baseline, score and improvement; score, target and status. Which numbers belong together."""

from __future__ import annotations

from collections import namedtuple

from . import columns, metrics, quantities

Change = namedtuple("Change", "label head base score delta cell sure")
Change.__doc__ = """A row that tells how much better one number is than another.

label  what the row is about, head: the header of the column of improvements
base, score, delta   Quantity; delta is None where the cell holds no number
cell   the tables.Cell of the improvement
sure   whether a header tells the baseline from the score
"""

Goal = namedtuple("Goal", "label score target better status cell scored")
Goal.__doc__ = """A row with a status: Quantity or None for score and target, "higher" or "lower" or "", True for a pass, False
for a failure; the Cell of the status and that of the score."""

_PASS = frozenset(("pass", "passed", "passes", "met", "ok", "achieved", "exceeded", "exceeds", "success", "yes"))
_FAIL = frozenset(("fail", "failed", "fails", "missed", "unmet", "no"))
_MARKS = {"✅": True, "✔": True, "✓": True, "☑": True, "🟢": True, "❌": False, "✗": False, "✘": False, "🔴": False}


def changes(context):
    """(table, its Changes) for every table whose improvements can be worked out from two of its columns."""
    for table in context.tables:
        for index, name in enumerate(columns.roles(table)):
            pair = _pair(table) if name == "delta" else None
            if pair and _about_them(table.header[index].text, table, pair):
                yield table, [_change(table, row, pair, index) for row in table.rows]


def _pair(table):
    """(column of the baseline, column of the score, whether a header says so)."""
    skipped = ("delta", "count", "status", "target")
    plain = [i for i, role in enumerate(columns.roles(table)) if role not in skipped and (i > 0 or role == "base")]
    numeric = [i for i in plain if any(quantities.parse(row[i].text) for row in table.rows)]
    if len(numeric) != 2:
        return None
    bases = [i for i in numeric if table.roles[i] == "base"]
    if len(bases) == 1:
        return bases[0], numeric[numeric[0] == bases[0]], True
    return *numeric, False


def _about_them(head: str, table, pair) -> bool:
    """Whether an improvement is one over a column of this table: "vs GPT-4" is one over something else."""
    for joint in (" vs", " over ", " from ", " to ", " against "):
        _, found, other = head.lower().partition(joint)
        if found:
            words = set(other.replace("(", " ").replace(")", " ").strip(" .").split())
            return any(words & set(table.header[i].text.lower().split()) for i in pair)
    return True


def _change(table, row, pair, index: int) -> Change:
    base, score, delta = (quantities.parse(row[i].text) for i in (*pair[:2], index))
    head = table.header[index].text
    if delta and not delta.unit and "%" in head:
        delta = delta._replace(unit="%")
    return Change(row[0].text, head.lower(), base, score, delta, row[index], pair[2])


def goals(context):
    """The Goals of every table that has a column of states beside one of scores."""
    for table in context.tables:
        status, scores = columns.at(table, "status"), columns.at(table, "score")
        if status is None or scores is None:
            continue
        target = columns.at(table, "target")
        for row in table.rows:
            goal = quantities.parse(row[target].text) if target is not None else None
            better = _better(row[0].text, goal, table.header[target].text) if goal else ""
            yield Goal(
                row[0].text, quantities.parse(row[scores].text), goal, better, state(row[status].text), row[status], row[scores]
            )


def _better(label: str, goal, head: str) -> str:
    sign = goal.mark if goal.mark in ("<", "<=", ">", ">=") else ""
    for text, way in (("<", "lower"), (">", "higher"), ("≤", "lower"), ("≥", "higher"), ("min", "higher"), ("max", "lower")):
        if text in sign or (not sign and text in head.lower()):
            return way
    return metrics.better(label)


def state(text: str) -> bool | None:
    """True for a pass, False for a failure, None where a cell says neither or both."""
    words = text.lower().replace("!", " ").replace(".", " ").replace("️", " ").split()
    told = {_MARKS[c] for c in text if c in _MARKS}
    if words and words[-1] in _PASS | _FAIL and len(words) < 4:
        told.add(words[-1] in _PASS and "not" not in words)
    return told.pop() if len(told) == 1 else None
