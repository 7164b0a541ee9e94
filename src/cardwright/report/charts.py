"""Bars: numbers -> places. The page's template draws them, so that every text in them is escaped where it stands.

A drawing is as wide as a phone shows it, so that its texts keep their size; wider pages put several side by side.
"""

from __future__ import annotations

import math

from ..claims import metrics
from ..measure import wording
from ..rendering import results
from .numbers import Compared

WIDTH, _LEFT, _ROOM = 340, 2, 210  # of a drawing; where bars begin; what the longest bar with its whisker takes
_LABEL, _BAR, _GAP = 18, 18, 8
MOST = 24  # groups of bars; more are in the table
_CUT = 48  # characters of a label that fit


def of_results(compared: list[Compared]) -> list[dict]:
    """A drawing of scores beside their baselines, each pair on a scale of its own that begins at 0."""
    groups = [_pair(each) for each in compared if each.verdict and math.isfinite(each.row["value"])][:MOST]
    return [_figure("results-chart", "Results beside their baselines", groups)] if groups else []


def _pair(each: Compared) -> dict:
    row = each.row
    name = row["name"] + (f" ({row['dataset']})" if row.get("dataset") else "")
    bars = [("model", row["value"], each.low, each.high, results.shown(row["value"]))]
    bars.append(("base", row["baseline"], None, None, f"{results.shown(row['baseline'])} baseline"))
    share = metrics.kind_of(row["name"]) == "share" and all(0 <= number <= 1 for number in (row["value"], row["baseline"]))
    return {"label": name, "bars": bars, "least": 0, "most": 1 if share else 0}


def of_variants(facts, evidence: dict | None) -> list[dict]:
    """Drawings of size, quality and speed of the original and its variants, each on one scale."""
    rows = facts.get("measurements", ())[:MOST]
    found = [_panel(*panel, rows) for panel in (_size(rows), _quality(rows, evidence), _speed(rows, evidence))]
    return [figure for figure in found if figure] if len(rows) > 1 else []


def _panel(name: str, title: str, numbers: list, rows) -> dict | None:
    ends = [end for _, value, low, high, _ in filter(None, numbers) for end in (value, low, high) if end is not None]
    if not ends:
        return None
    least, most = min(0, *ends), max(0, *ends)
    groups = [{"label": row["name"], "bars": [bar], "least": least, "most": most} for row, bar in zip(rows, numbers) if bar]
    return _figure(name, title, groups)


def _kind(row: dict) -> str:
    return "base" if row["name"] == "original" else "model"


def _size(rows):
    bars = [(_kind(row), row["bytes"], None, None, wording.size(row["bytes"])) if "bytes" in row else None for row in rows]
    return "size-chart", "Size of the weights (smaller is better)", bars


def _quality(rows, evidence):
    """The change of perplexity where it was compared, the perplexity itself where it was not."""
    found = {model["folder"]: model.get("quality") or {} for model in (evidence or {}).get("models", ())}
    changes = [found.get(row.get("folder", ""), {}) for row in rows]
    if any(each.get("change") is not None for each in changes):
        bars = [("model", each["change"], each.get("low"), each.get("high"), wording.change(each).partition(" (")[0])
                if each.get("change") is not None else None for each in changes]  # fmt: skip
        return "quality-chart", "Change of perplexity, with its 95 % interval (lower is better)", bars
    bars = [
        (_kind(row), row["perplexity"], None, None, f"{row['perplexity']:.4g}") if "perplexity" in row else None for row in rows
    ]
    return "quality-chart", "Perplexity (lower is better)", bars


def _speed(rows, evidence):
    found = {model["folder"]: model.get("speed") or {} for model in (evidence or {}).get("models", ())}
    bars = []
    for row in rows:
        fast = found.get(row.get("folder", ""), {})
        ends = fast.get("decode_low"), fast.get("decode_high")
        bars.append((_kind(row), row["decode"], *ends, f"{row['decode']:,.4g}") if "decode" in row else None)
    return "speed-chart", "Decoding, tokens a second (higher is better)", bars


def _figure(name: str, title: str, groups: list[dict]) -> dict:
    top, drawn = 4, []
    for group in groups:
        drawn.append(_group(group, top))
        top += _LABEL + _BAR * len(group["bars"]) + _GAP
    told = [f"{group['label']}: {', '.join(bar[4] for bar in group['bars'])}" for group in groups]
    return {"id": name, "title": title, "description": "; ".join(told) + ".", "width": WIDTH, "height": top, "groups": drawn}


def _group(group: dict, top: int) -> dict:
    ends = [end for _, value, low, high, _ in group["bars"] for end in (value, low, high) if end is not None]
    least, most = min(group["least"], *ends, 0), max(group["most"], *ends, 0)
    at = lambda value: round(_LEFT + (value - least) / ((most - least) or 1) * _ROOM, 1)
    bars = [_bar(bar, at, top + _LABEL + number * _BAR) for number, bar in enumerate(group["bars"])]
    label = group["label"]
    label = label if len(label) <= _CUT else label[: _CUT - 1] + "…"
    return {
        "label": label,
        "y": top + 13,
        "zero": at(0),
        "top": top + _LABEL,
        "end": top + _LABEL + _BAR * len(bars),
        "bars": bars,
    }


def _bar(bar: tuple, at, top: int) -> dict:
    kind, value, low, high, text = bar
    whisker = None if low is None or high is None else [at(low), at(high)]
    right = max(at(value), at(0), *(whisker or ()))
    return {"kind": kind, "x": min(at(value), at(0)), "width": round(abs(at(value) - at(0)), 1), "y": top + 2, "height": _BAR - 4,
            "middle": top + _BAR / 2, "whisker": whisker, "text": text, "text_x": round(right + 6, 1)}  # fmt: skip
