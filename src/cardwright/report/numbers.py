"""What was measured under a name, on how many examples and how exactly; how scores and baselines compare."""

from __future__ import annotations

import math
import re
from collections import namedtuple
from decimal import Decimal

from ..facts import origin
from ..measure import wording
from ..rendering import results
from ..vocabulary import suggest

Measured = namedtuple("Measured", "value baseline n low high file key row", defaults=(None,) * 5 + ("", "", ""))
Measured.__doc__ = """One number that somebody measured.

value      the number; baseline: what it is compared with, a number, a text or None
n          on how many examples or tokens, None where nobody says
low, high  its 95 % interval, None without one
file, key  what told it, as of a facts.Fact; row: which row there
"""

Compared = namedtuple("Compared", "row verdict change improvement reason low high chance")
Compared.__doc__ = """A row of results held against its baseline.

verdict      "better", "worse", "equal", or "" where they cannot be compared
change       score less baseline, improvement: the same in per cent of it, above 0 when better; None with the reason where none
low, high    the score's 95 % interval or None; chance: whether the baseline lies within it
"""

TABLES = ("metrics", "benchmarks", "safety_results")
FACTS = ("perplexity", "validation_loss", "training_loss")
# Of a variant: the name before the colon -> the column of `measurements`.
OF_VARIANTS = {"size_ratio": "share", "perplexity_change": "change", "perplexity": "perplexity", "top1": "top1", "kl": "kl",
               "decode_ratio": "decode_ratio"}  # fmt: skip


def measured(name: str, facts, evidence: dict | None = None, dataset: str | None = None) -> Measured | str:
    """What was measured under a name, or why nothing was, as a text.

    evidence  what evidence.json holds, for intervals and numbers of tokens; only given when it keeps its schema
    """
    kind, colon, variant = name.partition(":")
    if colon and kind in OF_VARIANTS:
        return _of_variant(kind, variant.strip(), facts, evidence)
    rows = _called(name, dataset, facts)
    if len(rows) > 1:
        return f"{len(rows)} results are called {name}; say which with `dataset`"
    if rows:
        return rows[0]
    fact = next((facts.known[each] for each in FACTS if _folded(each) == _folded(name) and each in facts.known), None)
    if fact and dataset is None:
        return Measured(fact.value, file=fact.file, key=fact.key or fact.name)
    if _folded(name) == "perplexity" and dataset is None and "measurements" in facts.known:
        return _of_variant("perplexity", "original", facts, evidence)
    return f"no result is called {name}" + (f" on {dataset}" if dataset else suggest(name, _names(facts), 0.6))


def _names(facts) -> list[str]:
    """What criteria can be about, as far as it was measured."""
    rows = [row["name"] for table in TABLES for row in facts.get(table, ()) if "value" in row]
    return rows + [name for name in FACTS if name in facts.known]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def _called(name: str, dataset: str | None, facts) -> list[Measured]:
    """The rows of that very name; without one, those that are written a little differently."""
    rows = [(fact, row) for fact in map(facts.known.get, TABLES) if fact for row in fact.value if "value" in row]
    rows = [(fact, row) for fact, row in rows if dataset is None or dataset in (row.get("dataset"), row.get("dataset_id"))]
    found = [pair for pair in rows if pair[1]["name"] == name] or [p for p in rows if _folded(p[1]["name"]) == _folded(name)]
    return [_of_row(fact, row) for fact, row in found]


def _of_row(fact, row: dict) -> Measured:
    low, high = bounds(row)
    return Measured(row["value"], row.get("baseline"), row.get("n"), low, high, fact.file, fact.key or fact.name, row["name"])


def bounds(row: dict) -> tuple:
    """The ends of the 95 % interval, as results.interval shows it; (None, None) without one."""
    if results.interval(row) is None:
        return None, None
    if "interval" in row:
        return min(row["interval"][:2]), max(row["interval"][:2])
    if "stderr" in row:
        half = results._QUANTILE * row["stderr"]
        return row["value"] - half, row["value"] + half
    return results.wilson(row["value"], row["n"])


def _of_variant(kind: str, variant: str, facts, evidence: dict | None) -> Measured | str:
    fact = facts.known.get("measurements")
    rows = fact.value if fact else []
    row = next((row for row in rows if variant in (row["name"], row.get("folder"))), None)
    if row is None:
        return (kind == "size_ratio" and _by_files(variant, facts)) or _nobody(variant, rows)
    quality = _quality(evidence, row)
    place = {"file": fact.file, "key": fact.key or fact.name, "row": row["name"]}
    if kind == "perplexity_change":
        change = quality.get("change", _change(row, rows))
        if change is None:
            return f"the perplexity of {row['name']} was not compared with the original's"
        return Measured(change, None, quality.get("tokens"), quality.get("low"), quality.get("high"), **place)
    value = row.get(OF_VARIANTS[kind])
    if value is None:
        return f"{kind} of {row['name']} was not measured"
    return Measured(value, None, quality.get("tokens") if kind in ("perplexity", "top1", "kl") else None, **place)


def _nobody(variant: str, rows: list) -> str:
    told = wording.listed([row["name"] for row in rows])
    return f"no variant {variant} was measured" + (f"; {told} were" if len(rows) > 1 else "")


def _quality(evidence: dict | None, row: dict) -> dict:
    folder = row.get("folder", "")
    models = evidence["models"] if evidence else ()
    return next((model.get("quality") or {} for model in models if model["folder"] == folder), {})


def _change(row: dict, rows: list):
    """The change of perplexity, where only the two perplexities are told."""
    original = next((each.get("perplexity") for each in rows if each["name"] == "original"), None)
    return row["perplexity"] / original - 1 if original and "perplexity" in row and row["name"] != "original" else None


def _by_files(variant: str, facts) -> Measured | None:
    """The size of a variant that nobody measured, by the files that are there."""
    fact, whole = facts.known.get("variants"), facts.known.get("weights_bytes")
    row = next((row for row in fact.value if variant in (row["name"], row["folder"])), {}) if fact else {}
    if not whole or "bytes" not in row:
        return None
    return Measured(row["bytes"] / whole.value, file=fact.file, key=f"bytes, of {origin(whole)}", row=row["name"])


def exact(number) -> Decimal:
    """A number with the digits that are shown of it."""
    return Decimal(results.shown(number))


def improvement(value, baseline, better: str) -> tuple:
    """(per cent of the baseline, above 0 when better; None) or (None, why there is none)."""
    if baseline is None:
        return None, "there is no baseline"
    if isinstance(baseline, str):
        return None, "the baseline is no number"
    if not math.isfinite(baseline) or not math.isfinite(value):
        return None, "not a finite number"
    if baseline <= 0:
        return None, f"the baseline is {'0' if baseline == 0 else 'below 0'}, and a share of it says nothing"
    if not better:
        return None, "which way is better is not known"
    made = (exact(value) - exact(baseline)) / exact(baseline) * (100 if better == "higher" else -100)
    return float(made) + 0.0, None


def compared(row: dict) -> Compared:
    """A row of results with what its baseline makes of it."""
    base, value, better = row.get("baseline"), row["value"], results.direction(row)
    low, high = bounds(row)
    share, reason = improvement(value, base, better)
    if base is None or isinstance(base, str) or not math.isfinite(base) or not math.isfinite(value):
        return Compared(row, "", None, None, reason, low, high, None)
    change = exact(value) - exact(base)
    verdict = "equal" if not change else "" if not better else "better" if (change > 0) == (better == "higher") else "worse"
    return Compared(row, verdict, float(change), share, reason, low, high, None if low is None else low <= base <= high)
