"""The report for programs, by schemas/final-report.schema.json: every fact and every verdict with what told it."""

from __future__ import annotations

import json

from .. import __version__
from ..facts import declared
from . import content, numbers, summary

MARK = '"report": "final"'
HUB = "https://huggingface.co/"
# Key of `model` -> the fact it holds.
_MODEL = {"name": "model_name", "repo": "repo_name", "version": "version", "released": "release_date", "license": "license",
          "description": "model_description", "author": "author_name", "base_model": "base_model"}  # fmt: skip


def told(facts, verdicts=(), evidence: dict | None = None) -> dict:
    """The report as a mapping. What is not known has no key."""
    compared = [numbers.compared(row) for name in ("metrics", "benchmarks") for row in facts.get(name, ())]
    model = {key: facts.get(name) for key, name in _MODEL.items() if name in facts.known}
    if "repo" in model:
        model["url"] = HUB + model["repo"]
    made = {
        "version": 1,
        "report": "final",
        "tool": {"name": "cardwright", "version": __version__},
        "date": facts.get("release_date") or (evidence or {}).get("date"),
        "model": model,
        "datasets": [{"name": name, "url": f"{HUB}datasets/{name}"} for name in facts.get("dataset_name", ())],
        "config": _group(facts, "training"),
        "hardware": _group(facts, "hardware"),
        "losses": {name: facts.get(name) for name in numbers.FACTS if name in facts.known},
        "results": [_result(each) for each in compared],
        "criteria": [_criterion(verdict) for verdict in verdicts],
        "variants": facts.get("variants", []),
        "measurements": facts.get("measurements", []),
        "limits": _group(facts, "limits"),
        "summary": summary.sentences(verdicts, compared, facts),
        "counts": {key.replace(" ", "_"): number for key, number in summary.counts(verdicts).items()},
        "facts": [fact._asdict() for _, fact in sorted(facts.known.items())],
        "replaced": [{"fact": old._asdict(), "by": new._asdict()} for old, new in facts.replaced],
        "notes": [note._asdict() for note in facts.notes],
        "unknown": content.unknown(facts),
    }
    if not verdicts:
        del made["counts"]
    return {key: value for key, value in made.items() if value not in (None, [], {})}


def _group(facts, group: str) -> dict:
    return {
        name: facts.get(name) for name, how in declared.properties().items() if how["x-group"] == group and name in facts.known
    }


def _result(each) -> dict:
    row = dict(each.row)
    made = {
        "change": each.change,
        "improvement": each.improvement,
        "verdict": each.verdict or "not compared",
        "reason": each.reason,
    }
    made |= {"interval": None if each.low is None else [each.low, each.high], "baseline_in_interval": each.chance}
    return row | {key: value for key, value in made.items() if value is not None}


def _criterion(verdict) -> dict:
    wanted, found = verdict.criterion, verdict.measured
    made = {key: value for key, value in wanted._asdict().items() if value is not None}
    made |= {"status": verdict.status, "reason": verdict.reason or None}
    if found is not None:
        made |= {"value": verdict.value, "score": found.value, "baseline": found.baseline, "n": found.n}
        made["interval"] = None if found.low is None or found.high is None else [found.low, found.high]
        made["evidence"] = {key: getattr(found, key) for key in ("file", "key", "row") if getattr(found, key)}
    return {key: value for key, value in made.items() if value is not None}


def written(facts, verdicts=(), evidence: dict | None = None) -> str:
    """The report as JSON text."""
    return json.dumps(told(facts, verdicts, evidence), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
