"""Facts and verdicts -> the sections of a report, each a heading and blocks. A section that nothing is known for is left out."""

from __future__ import annotations

import json
from collections import namedtuple

from ..facts import declared, origin
from ..findings import printable
from ..rendering import context
from ..schema import clip
from ..templating import Code, filters
from ..templating.engine import known
from . import blocks, charts, criteria, numbers, rows, snippets, summary
from .blocks import bullets, pairs, part, prose, table

MOST_SHOWN = 240  # characters of a fact's value in the appendix; the JSON report has all
CHARTED = "Bars begin at 0, each pair on a scale of its own; accuracies and other shares up to 1. Whiskers are 95 % intervals."
MEASURED = "Bars begin at 0. Whiskers are 95 % intervals, of speed the lowest and highest of the repeats."

Report = namedtuple("Report", "title description sections date")
Report.__doc__ = """What a page shows.

title, description  of the model; sections: mappings with `id`, `title` and `blocks`
date                of the release, or of the measurements, as the facts have it; "" where nobody says
"""


def report(facts, verdicts=(), evidence: dict | None = None, folder: str = "") -> Report:
    """The Report of a model. Pure.

    facts     facts.Facts; verdicts: criteria.judged; evidence: what evidence.json holds, when it keeps its schema, else None
    folder    the name of the model's folder
    """
    values, left = context.values(facts, folder)
    compared = [numbers.compared(row) for name in ("metrics", "benchmarks") for row in facts.get(name, ())]
    made = (
        ("summary", "Executive summary", _summary(values, facts, verdicts, compared)),
        ("method", "Method", _method(values)),
        ("training", "Training", _training(values)),
        ("results", "Results", _results(values, compared)),
        ("variants", "Variants", _variants(values, facts, evidence)),
        ("limits", "Limits", _limits(values)),
        ("deployment", "Deployment", _deployment(values)),
        ("recommendations", "Recommendations", _recommendations(values)),
        ("citations", "Citations", _citations(values)),
        ("appendices", "Appendices", _appendices(facts, left)),
    )
    sections = [{"id": name, "title": title, "blocks": inside} for name, title, inside in made if inside]
    title = facts.get("model_name") or facts.get("repo_name") or "A model without a name"
    date = facts.get("release_date") or (evidence or {}).get("date", "")
    return Report(title, values["model_description"] if known(values["model_description"]) else "", sections, date)


def _summary(values, facts, verdicts, compared) -> list:
    return [
        *prose(values["model_description"]),
        *bullets(summary.sentences(verdicts, compared, facts)),
        *prose(values["results_summary"]),
        *pairs("The model", values, rows.SUMMARY),
        *part("Criteria", table("Criteria and what became of them", [_criterion(each) for each in verdicts], rows.CRITERIA)),
    ]


def _criterion(verdict) -> dict:
    wanted, found = verdict.criterion, verdict.measured
    row = {"name": wanted.name, "status": blocks.Status(verdict.status), "threshold": wish(wanted), "reason": verdict.reason}
    if found is not None:
        row |= {"value": reached(verdict), "n": found.n, "told": Code(evidence_of(found))}
        row["interval"] = criteria.span(found.low, found.high) if found.low is not None and found.high is not None else ""
    return {key: value for key, value in row.items() if value not in (None, "")}


def wish(wanted) -> str:
    """A criterion in words: accuracy at least 0.8, N at least 500."""
    word = "at least" if wanted.direction == "higher" else "at most"
    how = f"better by at least {wanted.threshold:g} %" if wanted.relative else f"{word} {criteria.shown(wanted.threshold)}"
    parts = [f"{wanted.metric} on {wanted.dataset} {how}" if wanted.dataset else f"{wanted.metric} {how}"]
    parts += [f"N at least {wanted.min_n:,}"] if wanted.min_n else []
    parts += ["with its whole interval"] if wanted.significant else []
    return ", ".join(parts)


def reached(verdict) -> str:
    """What is held against the threshold, in words."""
    if verdict.value is None:
        return criteria.shown(verdict.measured.value)
    return criteria.change(verdict.value) if verdict.criterion.relative else criteria.shown(verdict.value)


def evidence_of(found) -> str:
    """The file, the key and the row that told a number."""
    return printable(", ".join(filter(None, (found.file, found.key, found.row))))


def _method(values) -> list:
    return [
        *pairs("What was trained, and how", values, rows.METHOD),
        *part("Approach", prose(values["project_overview"]), bullets(values["approach"], True)),
        *part("Stages of the training", bullets(values["training_stages"], True)),
        *part("Training data", pairs("What it was trained on", values, rows.DATA),
              table("Data sets of the training", values["training_data"], rows.TRAINED_ON)),
        *part("Processing", prose(values["preprocessing"], values["postprocessing"])),
    ]  # fmt: skip


def _training(values) -> list:
    return [
        *pairs("Hyperparameters", values, rows.HYPERPARAMETERS),
        *part("Run and cost", pairs("Hardware, time and energy", values, rows.RUN)),
        *part("Software", table("Versions of the libraries", values["software_versions"], rows.SOFTWARE)),
    ]


def _results(values, compared) -> list:
    losses = values["perplexity_source"] if known(values["perplexity_source"]) else ""
    return [
        *blocks.charts(charts.of_results(compared), CHARTED),
        *table("Results and their baselines", values["results"], rows.RESULTS),
        *part("Benchmarks", table("Results of benchmarks", values["benchmark_results"], rows.RESULTS)),
        *part("Losses", pairs("Losses and perplexity", values, rows.LOSSES),
              prose(f"The perplexity is worked out as exp of {losses}." if losses else "")),
        *part("Data of the evaluation", table("What it was evaluated on", values["evaluation_datasets"], rows.TESTED_ON)),
        *part("Safety", blocks.named(values["safety_measures"]),
              table("Safety metrics and targets", values["safety"], rows.SAFETY),
              table("Adversarial tests", _written(values["red_team"], "pass_rate", filters.percent), rows.RED_TEAM)),
    ]  # fmt: skip


def _rows(value) -> list:
    return value if known(value) else []


def _written(found, key: str, way) -> list:
    """Rows with the numbers of a column as they are shown."""
    return [row | {key: way(row[key])} if blocks.said(row.get(key)) else row for row in _rows(found)]


def _variants(values, facts, evidence) -> list:
    sizes = _written(values["variants"], "bytes", filters.size)
    return [
        *blocks.charts(charts.of_variants(facts, evidence), MEASURED),
        *table("Size, quality and speed", values["measured"], rows.MEASURED),
        *part("What the variants are", table("Quantized variants", sizes, rows.VARIANTS)),
        *part("How it was measured", bullets(values["measurement_notes"])),
    ]


def _limits(values) -> list:
    biases = dict(_rows(values["biases"]))
    biases = [{"name": f"Bias of the {key}", "description": text} for key, text in biases.items() if known(text)]
    return [
        *blocks.named(values["limitations"]),
        *part("Biases", blocks.named(biases)),
        *part("Out of scope", bullets(values["out_of_scope"])),
        *part("Failures", table("Known failures", values["failure_modes"], rows.FAILURES)),
        *part("Risks", table("Risks of its use", values["risks"], rows.RISKS)),
    ]


def _deployment(values) -> list:
    made = [*bullets(values["primary_uses"]), *part("Loading the model", blocks.code(snippets.start(values)))]
    for row in _rows(values["variants"]):
        device = row["runs_on"] if known(row.get("runs_on")) else ""
        told = [{"name": label, "description": row[key]} for label, key in rows.OF_VARIANT if known(row.get(key))]
        code = blocks.code(snippets.start(values, row["folder"], device))
        made += part(f"Loading {row['folder']}" if code else row["folder"], blocks.named(told), code)
    return [*made, *part("Generation", table("Generation parameters", values["inference_parameters"], rows.INFERENCE))]


def _recommendations(values) -> list:
    return [
        *part("Do", bullets(values["recommendations_do"])),
        *part("Do not", bullets(values["recommendations_dont"])),
        *part("What is done about the risks", bullets(values["mitigations"])),
    ]


def _citations(values) -> list:
    return [
        *blocks.code(snippets.citation(values)),
        *pairs("Sources", values, (("Paper", "paper_url", None), *rows.METHOD[:1], *rows.DATA[:1])),
        *part("Acknowledgments", bullets(values["acknowledgments"])),
    ]


def _appendices(facts, left: list[str]) -> list:
    told = [{"name": Code(name), "value": clip(shown(fact.value), MOST_SHOWN), "told": Code(printable(origin(fact)))}
            for name, fact in sorted(facts.known.items())]  # fmt: skip
    replaced = [f"{new.name}: {_short(new)} instead of {_short(old)}" for old, new in facts.replaced]
    notes = [printable(f"{note.file}: {note.text}") for note in facts.notes] + [printable(text) for text in left]
    return [
        *part("All facts and what told them", table("Facts", told, rows.FACTS)),
        *part("Where sources disagreed", bullets(replaced)),
        *part("What could not be used", bullets(notes)),
        *part("What nothing says", prose(", ".join(unknown(facts)))),
    ]


def _short(fact) -> str:
    return f"{clip(shown(fact.value))} ({printable(origin(fact))})"


def shown(value) -> str:
    """A fact's value as one text: a table as JSON."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
        return json.dumps(value, ensure_ascii=False)
    return blocks.text(value)


def unknown(facts) -> list[str]:
    """The facts that people are asked for and nothing says."""
    return [name for name, how in declared.properties().items() if "x-question" in how and name not in facts.known]
