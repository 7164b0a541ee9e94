"""What an improvement can mean, in every way that people count one, with the room that rounding leaves."""

from __future__ import annotations

from collections import namedtuple

from ..lazy import Lazy
from . import metrics, quantities

_DIGITS = Lazy(r"[-+\u2212\u2013]?[0-9][0-9.,]*(?<![.,])|[-+\u2212\u2013]?\.[0-9]+")

Way = namedtuple("Way", "name value low high unit")  # one way to count it: its exact value and how far rounding may move it


def ways(change) -> list[Way]:
    """The ways to count the step from base to score: a difference, per cent of either, a ratio, a share of what was missing."""
    a, b = change.base, change.score
    if a.unit != b.unit and "%" in (a.unit, b.unit):  # 0.82 beside 91 %
        scale = 100.0
        a, b = (q if q.unit == "%" else q._replace(value=q.value * scale, step=q.step * scale) for q in (a, b))
    found = [_way("points", a, b, lambda x, y: y - x, "pp" if "%" in (a.unit, b.unit) else a.unit)]
    if abs(a.value) <= 1 and abs(b.value) <= 1:
        found.append(_way("points", a, b, lambda x, y: (y - x) * 100, "pp"))
    if abs(a.value) > a.step:
        found.append(_way("relative", a, b, lambda x, y: (y - x) / abs(x) * 100, "%"))
        found.append(_way("share", a, b, lambda x, y: (y - x) / abs(x), ""))
        found.append(_way("ratio", a, b, lambda x, y: y / x, "x"))
        found.append(_way("of", a, b, lambda x, y: y / x * 100, "%"))
    if abs(b.value) > b.step:
        found.append(_way("from score", a, b, lambda x, y: (y - x) / abs(y) * 100, "%"))
        found.append(_way("ratio", a, b, lambda x, y: x / y, "x"))
        found.append(_way("of", a, b, lambda x, y: x / y * 100, "%"))
    top = 100.0 if max(a.value, b.value) > 1 or "%" in (a.unit, b.unit) else 1.0
    if top - a.value > a.step and b.value <= top:
        found.append(_way("errors", a, b, lambda x, y: (y - x) / (top - x) * 100, "%"))
    return found


def _way(name: str, a, b, count, unit: str) -> Way:
    corners = [count(a.value + i * a.step / 2, b.value + j * b.step / 2) for i in (-1, 1) for j in (-1, 1)]
    return Way(name, count(a.value, b.value), min(corners), max(corners), unit)


def fits(change) -> bool | None:
    """Whether an improvement is right in any way of counting; None where nobody can tell."""
    if not _readable(change):
        return None
    delta = change.delta
    near = [way for way in ways(change) if _speaks_of(way, delta) and _covers(way, delta)]
    return bool(near) and not _wrong_way(change, near)


def _readable(change) -> bool:
    numbers = change.base, change.score, change.delta
    if not all(q and q.exact and quantities.is_finite(q) and q.mark in ("", "~") for q in numbers):
        return False
    base, score, delta = numbers
    units = {q.unit for q in (base, score)} - {"", "%"}
    return len(units) < 2 and delta.unit in ("", "%", "pp", "x", *units) and (base.unit == score.unit or not units)


def _speaks_of(way: Way, delta) -> bool:
    if delta.unit == "%":
        return way.unit in ("%", "pp")
    return not delta.unit or way.unit == delta.unit or (delta.unit == "pp" and way.name == "points" and not way.unit)


def _covers(way: Way, delta) -> bool:
    """Whether the number written is within what rounding (or cutting) of all three can give; of either sign."""
    size, room = abs(delta.value), delta.step * (5.0 if delta.mark == "~" else 1.0001)
    low, high = sorted((abs(way.low), abs(way.high)))
    low = 0.0 if way.low < 0 < way.high else low
    return low - room <= size <= high + room


def _wrong_way(change, near: list[Way]) -> bool:
    """Whether an "improvement" has the sign of its opposite, although the metric says which way is better."""
    way = metrics.better(change.label)
    if not (change.sure and way and change.head.startswith(("improvement", "gain", "uplift"))):
        return False
    if way == "lower" or not all(item.name in ("points", "relative", "share", "errors") for item in near):
        return False  # a loss that falls is told with a minus as often as with a plus
    steps = [item for item in near if item.low > 0 or item.high < 0]
    return bool(steps) and all((item.value > 0) != (change.delta.value > 0) for item in steps)


def right(change) -> Way:
    """The way to count that its author meant, most likely: of those with that unit, the nearest."""
    fitting = [way for way in ways(change) if _speaks_of(way, change.delta) and way.name in ("points", "relative", "ratio")]
    if change.delta.unit == "%":
        fitting = [way for way in fitting if way.name == "relative"] or fitting
    return min(fitting, key=lambda way: abs(abs(way.value) - abs(change.delta.value)))


def number_span(text: str, cell) -> tuple[int, int]:
    """Where the number of a cell stands, its sign with it."""
    match = _DIGITS.search(text, cell.start, cell.end)
    return match.span() if match else (cell.start, cell.end)


def said(change) -> str:
    """What the two numbers give: "+0.10, or +25.0 %"."""
    told = {way.name: way for way in ways(change)}
    points, relative = told["points"], told.get("relative")
    step = min(max(change.base.step, change.score.step), 1.0)
    unit = f" {points.unit}" if points.unit else ""
    plain = f"they give {quantities.written(points.value, 0.1 if points.unit == 'pp' else step, signed=True)}{unit}"
    if change.delta.unit == "x":
        return f"{plain}, or {quantities.written(right(change).value, 0.1)} x"
    return plain + (f", or {quantities.written(relative.value, 0.1, signed=True)} %" if relative else "")
