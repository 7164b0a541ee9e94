"""Facts -> what templates may use: every declared fact by its name, known or not, and a few things worked out for tables."""

from __future__ import annotations

from functools import cache

from ..facts import declared, derived
from ..files import is_variant
from ..templating import Markdown
from ..templating.engine import absent
from . import measured, results

# What templates may use besides the facts, for `cardwright template check` and the documentation.
WORKED_OUT = {
    "results": "rows of `metrics` as a table shows them: name, value, baseline, change, improvement, n, interval, dataset, notes",
    "benchmark_results": "rows of `benchmarks`, likewise",
    "safety": "rows of `safety_results` that were measured: name, value, target, status, n, notes",
    "int8_available": "whether a variant of 8 bits stands beside the card",
    "int4_available": "whether a variant of 4 bits stands beside the card",
    "performance_metrics": "whether there are results",
    "bleu_score": "the value of the metric BLEU",
    "rouge_score": "the value of the first metric called ROUGE",
    "year": "the year of release_date",
    "perplexity_source": "what the perplexity was worked out from, where it was",
    "variant_name": "the folder of a variant, within its repository",
    "measured": "rows of `measurements` as a table shows them: name, bytes, share, memory, perplexity, change, top1, kl ...",
}


def values(facts, folder: str = "") -> tuple[dict, list[str]]:
    """(name -> value for a template, what is left out of tables and why). `folder`: the name of the model's folder."""
    made = {name: _value(name, facts) for name in declared.properties()}
    if not facts.get("quantized_models", True):
        made["variants"] = absent("variants")
    metrics = facts.get("metrics", ())
    safety, unmeasured = results.goals(facts.get("safety_results", ()))
    bits = {row.get("bits") for row in facts.get("variants", ())} if made["variants"] else set()
    worked_out = {
        "results": results.rows(metrics),
        "benchmark_results": results.rows(facts.get("benchmarks", ())),
        "safety": safety,
        "int8_available": 8 in bits,
        "int4_available": 4 in bits,
        "performance_metrics": bool(metrics),
        "bleu_score": _metric(metrics, "bleu"),
        "rouge_score": _metric(metrics, "rouge"),
        "year": facts.get("release_date", "")[:4],
        "perplexity_source": "the validation loss" if _is_worked_out(facts, "perplexity") else None,
        "measured": measured.rows(facts.get("measurements", ())),
        "variant_name": folder if is_variant(folder) else None,
    }
    made["quantized_models"] = bool(made["variants"])
    made |= {name: absent(name) if value is None or value == "" else value for name, value in worked_out.items()}
    return made, [f"safety_results: {name!r} has a target and was not measured" for name in unmeasured]


def _is_worked_out(facts, name: str) -> bool:
    return name in facts.known and facts.known[name].file == derived.WORKED_OUT


def _metric(metrics, word: str):
    return next((row["value"] for row in metrics if word in row["name"].lower()), None)


def _value(name: str, facts):
    if name not in facts.known:
        return absent(name)
    return _marked(facts.known[name].value, declared.properties()[name], name)


def _marked(value, how: dict, name: str):
    """A value with its author's Markdown marked as such; columns that a row does not have are unknown."""
    if isinstance(value, str):
        return Markdown(value) if how.get("x-format") == "markdown" else value
    if isinstance(value, list) and "items" in how:
        return [_marked(item, how["items"], name) for item in value]
    if isinstance(value, dict) and "properties" in how:
        row = {key: _marked(item, how["properties"][key], name) for key, item in value.items()}
        return row | {key: absent(f"{name}.{key}") for key in how["properties"] if key not in row}
    return value


@cache
def names() -> frozenset[str]:
    """Every name that a template may use."""
    return frozenset((*declared.properties(), *WORKED_OUT))
