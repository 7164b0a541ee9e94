"""Results held against what they are compared with: differences, improvements, intervals, statuses. Numbers in, texts out.

Which way is better is a row of claims/metrics.py, or what the result's own row says (`better`).
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal

from ..claims import metrics
from ..templating.filters import plain

_PLACES = 2  # of a percentage
_QUANTILE = 1.959964  # of the normal distribution, for 95 %


def rows(found) -> list[dict]:
    """What a table of results shows of each metric, as texts; columns that nobody needs are not in any of the rows.

    change       the score less the baseline, exact
    improvement  the same in per cent of the baseline, above 0 when it is better; or why there is none
    """
    return _without_empty([_row(row) for row in found])


def _without_empty(made: list[dict]) -> list[dict]:
    used = {key for row in made for key, text in row.items() if text not in (None, "")}
    return [{key: "" if text is None else text for key, text in row.items() if key in used} for row in made]


def _row(row: dict) -> dict:
    change, improvement = compared(row["value"], row.get("baseline"), direction(row)) if "baseline" in row else (None, None)
    return {
        "name": row["name"] + _unit(row),
        "value": shown(row["value"]),
        "baseline": shown(row["baseline"]) if "baseline" in row else None,
        "change": change,
        "improvement": improvement,
        "n": f"{row['n']:,}" if "n" in row else None,
        "interval": interval(row),
        "dataset": row.get("dataset"),
        "notes": row.get("notes"),
    }


def _unit(row: dict) -> str:
    return f" ({row['unit']})" if row.get("unit") else ""


def direction(row: dict) -> str:
    """ "higher", "lower", or "" where neither the row nor the metric's name says which is better."""
    return row.get("better") or metrics.better(row["name"])


def shown(value) -> str:
    """A number with its own digits, six of a fraction at most; a text as it is."""
    if isinstance(value, str):
        return value
    return plain(value if isinstance(value, int) else float(f"{value:.{6 if abs(value) < 1e5 else 12}g}"))


def compared(score, base, better: str) -> tuple[str, str]:
    """(difference, improvement) as texts; where there is none, the text says why."""
    if isinstance(base, str) or not math.isfinite(base):
        return "", f"n/a (baseline {base})" if not isinstance(base, str) else "n/a (baseline is no number)"
    exact, before = Decimal(shown(score)), Decimal(shown(base))
    change = f"{exact - before:+f}" if exact != before else "0"
    if exact == before:
        return change, "none"
    if base <= 0:
        return change, f"n/a (baseline {'0' if base == 0 else 'below 0'})"
    if not better:
        return change, "n/a (which way is better is not known)"
    relative = (exact - before) / before * 100 * (1 if better == "higher" else -1)
    return change, f"{relative.quantize(Decimal(1).scaleb(-_PLACES), ROUND_HALF_EVEN):+f} %"


def interval(row: dict) -> str | None:
    """The 95 % interval: the one that is given, from a standard error, or for a share of N by Wilson's formula."""
    value = row["value"]
    if "interval" in row:
        low, high = row["interval"][:2]
    elif "stderr" in row:
        low, high = value - _QUANTILE * row["stderr"], value + _QUANTILE * row["stderr"]
    elif "n" in row and 0 <= value <= 1 and metrics.kind_of(row["name"]) == "share":
        low, high = wilson(value, row["n"])
    else:
        return None
    return f"{low:.4g} to {high:.4g}"


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share of n (E. B. Wilson, JASA 22, 1927)."""
    z2 = _QUANTILE**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _QUANTILE / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


MET, MISSED = "✅ met", "❌ missed"


def goals(found) -> tuple[list[dict], list[str]]:
    """(rows of a table of scores, targets and statuses; names of what was not measured and is left out)."""
    measured = [row for row in found if "value" in row]
    made = [
        {
            "name": row["name"] + _unit(row),
            "value": _rate(row["value"], row),
            "target": _rate(row["target"], row) if "target" in row else None,
            "status": status(row),
            "n": f"{row['n']:,}" if "n" in row else None,
            "notes": row.get("notes"),
        }
        for row in measured
    ]
    return _without_empty(made), [row["name"] for row in found if "value" not in row]


def _rate(value, row: dict) -> str:
    """A score; one that is a rate by its target (both within 0 and 1) as a percentage."""
    numbers = [row["value"], row.get("target", row["value"])]
    if row.get("unit") or not all(0 <= number <= 1 for number in numbers) or "target" not in row:
        return shown(value)
    return f"{plain(float(Decimal(repr(value)) * 100))} %"


def status(row: dict) -> str | None:
    """Whether a score meets its target, where both are known and a direction is; None without a target."""
    if "target" not in row:
        return None
    better = direction(row)
    if not better:
        return "n/a (which way is better is not known)"
    met = row["value"] >= row["target"] if better == "higher" else row["value"] <= row["target"]
    return MET if met else MISSED
