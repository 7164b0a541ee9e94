"""The final report: verdicts are worked out and never given, what nobody measured is not met, and values are shown as text."""

import json
import re
import shutil
from argparse import Namespace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from cardwright.commands import Console
from cardwright.commands import report as command
from cardwright.errors import CardwrightError, UsageError
from cardwright.facts import Fact, Facts, gather
from cardwright.files import Files
from cardwright.report import content, criteria, finaljson, numbers, page, pages, prose, summary
from cardwright.templating import Code, Markdown

ROOT = Path(__file__).parent.parent
RENDERS = ROOT / "tests" / "renders"
SCHEMA = json.loads((ROOT / "schemas" / "final-report.schema.json").read_text(encoding="utf-8"))
MODELS = sorted({path.parent.name for path in RENDERS.glob("*/model")})


def known(**values) -> Facts:
    return Facts({name: Fact(name, value, "results.json", name) for name, value in values.items()}, (), ())


def measured_facts() -> Facts:
    """Facts of measurements, as evidence makes them."""
    rows = [
        {"name": "original", "folder": "", "bytes": 1000, "share": 1.0, "perplexity": 20.0},
        {"name": "int8", "folder": "int8", "bytes": 600, "share": 0.6, "perplexity": 20.1, "top1": 0.99, "kl": 0.001},
        {"name": "int4", "folder": "int4", "bytes": 400, "share": 0.4},
    ]
    return known(measurements=[{key: value for key, value in row.items() if value != ""} for row in rows])


EVIDENCE = {
    "date": "2026-01-02",
    "models": [
        {"folder": "", "quality": {"perplexity": 20.0, "tokens": 4064, "change": None, "low": None, "high": None}},
        {"folder": "int8", "quality": {"perplexity": 20.1, "tokens": 4064, "change": 0.005, "low": -0.001, "high": 0.012}},
        {"folder": "int4"},
    ],
}


def verdict(metric, direction, threshold, facts, evidence=None, **more):
    wanted = criteria.read([{"name": "x", "metric": metric, "direction": direction, "threshold": threshold, **more}], "c.yaml")
    (found,) = criteria.judged(wanted, facts, evidence)
    return found


ROWS = known(
    metrics=[
        {"name": "accuracy", "value": 0.8, "baseline": 0.4, "n": 100},
        {"name": "f1", "value": 0.5, "baseline": 0.5},
        {"name": "Letter count accuracy", "value": 0.37, "baseline": 0.0},
        {"name": "perplexity", "value": 20.0, "baseline": 40.0},
        {"name": "below", "value": 1.0, "baseline": -2.0, "better": "higher"},
        {"name": "words", "value": 0.4, "baseline": "random guessing"},
        {"name": "alone", "value": 0.9},
        {"name": "bleu", "value": 30.0, "dataset": "wmt14"},
        {"name": "bleu", "value": 20.0, "dataset": "wmt16"},
        {"name": "told", "value": 0.9, "interval": [0.95, 0.85], "n": 10},
    ],
    benchmarks=[{"name": "MMLU", "value": 0.52, "stderr": 0.004, "n": 14042}],
    safety_results=[{"name": "Refusals", "value": 0.99, "target": 0.9}, {"name": "PII protection", "target": 1.0}],
    validation_loss=1.5,
)

CASES = [
    # metric, direction, threshold, more, status, value, a word of the reason
    ("accuracy", "higher", 0.8, {}, "met", 0.8, ""),
    ("accuracy", "higher", 0.81, {}, "not met", 0.8, "0.81 is the least"),
    ("accuracy", "lower", 0.79, {}, "not met", 0.8, "0.79 is the most"),
    ("accuracy", "higher", 0.7, {"min_n": 100}, "met", 0.8, ""),
    ("accuracy", "higher", 0.7, {"min_n": 101}, "not met", 0.8, "measured on 100"),
    ("alone", "higher", 0.7, {"min_n": 1}, "not measured", 0.9, "how many examples is not known"),
    ("alone", "higher", 0.95, {"min_n": 1}, "not met", 0.9, "0.95 is the least"),
    ("accuracy", "higher", 0.7, {"significant": True}, "met", 0.8, ""),
    ("accuracy", "higher", 0.75, {"significant": True}, "not met", 0.8, "both sides"),
    ("alone", "higher", 0.7, {"significant": True}, "not measured", 0.9, "interval is not known"),
    ("told", "higher", 0.85, {"significant": True}, "met", 0.9, ""),
    ("accuracy", "higher", 100, {"relative": True}, "met", 100.0, ""),
    ("accuracy", "higher", 100.1, {"relative": True}, "not met", 100.0, "100.1 % is wanted"),
    ("f1", "higher", 0, {"relative": True}, "not met", 0.0, "no improvement"),
    ("f1", "higher", 1, {"relative": True}, "not met", 0.0, "no improvement"),
    ("f1", "higher", -1, {"relative": True}, "met", 0.0, ""),
    ("perplexity", "lower", 50, {"relative": True}, "met", 50.0, ""),
    ("Letter count accuracy", "higher", 10, {"relative": True}, "not measured", None, "the baseline is 0"),
    ("below", "higher", 10, {"relative": True}, "not measured", None, "below 0"),
    ("words", "higher", 10, {"relative": True}, "not measured", None, "no number"),
    ("alone", "higher", 10, {"relative": True}, "not measured", None, "no baseline"),
    ("letter_count_accuracy", "higher", 0.3, {}, "met", 0.37, ""),
    ("mmlu", "higher", 0.5, {"significant": True, "min_n": 1000}, "met", 0.52, ""),
    ("Refusals", "higher", 0.9, {}, "met", 0.99, ""),
    ("PII protection", "higher", 0.9, {}, "not measured", None, "no result is called PII protection"),
    ("toxicity", "lower", 0.1, {}, "not measured", None, "no result is called toxicity"),
    ("acuracy", "higher", 0.1, {}, "not measured", None, "did you mean `accuracy`?"),
    ("Perplexity:int8", "higher", 0.1, {}, "not measured", None, "no result is called Perplexity:int8"),
    ("bleu", "higher", 10, {}, "not measured", None, "2 results are called bleu"),
    ("bleu", "higher", 25, {"dataset": "wmt14"}, "met", 30.0, ""),
    ("bleu", "higher", 25, {"dataset": "wmt16"}, "not met", 20.0, "25 is the least"),
    ("bleu", "higher", 25, {"dataset": "wmt99"}, "not measured", None, "on wmt99"),
    ("validation_loss", "lower", 1.5, {}, "met", 1.5, ""),
    ("training_loss", "lower", 1.5, {}, "not measured", None, "no result is called training_loss"),
    ("size_ratio:int8", "lower", 0.9, {}, "not measured", None, "no variant int8 was measured"),
]


@pytest.mark.parametrize(
    "metric, direction, threshold, more, status, value, reason", CASES, ids=[f"{c[0]}-{c[2]}-{'-'.join(c[3])}" for c in CASES]
)
def test_a_criterion_is_judged_by_what_was_measured(metric, direction, threshold, more, status, value, reason):
    found = verdict(metric, direction, threshold, ROWS, **more)
    assert (found.status, found.value) == (status, value)
    assert reason in found.reason and bool(found.reason) == (status != "met")
    assert found.status == "not measured" or (
        found.measured.file == "results.json" and found.measured.row in ("", *(metric, "MMLU", "Letter count accuracy"))
    )


@pytest.mark.parametrize(
    "metric, direction, threshold, more, status, value, n",
    [
        ("size_ratio:int8", "lower", 0.6, {}, "met", 0.6, None),
        ("size_ratio:int4", "lower", 0.3, {}, "not met", 0.4, None),
        ("perplexity_change:int8", "lower", 0.01, {}, "met", 0.005, 4064),
        ("perplexity_change:int8", "lower", 0.01, {"significant": True}, "not met", 0.005, 4064),
        ("perplexity_change:int8", "lower", 0.012, {"significant": True, "min_n": 4000}, "met", 0.005, 4064),
        ("perplexity_change:int4", "lower", 0.01, {}, "not measured", None, None),
        ("top1:int8", "higher", 0.98, {"min_n": 5000}, "not met", 0.99, 4064),
        ("top1:int4", "higher", 0.98, {}, "not measured", None, None),
        ("top1:int3", "higher", 0.98, {}, "not measured", None, None),
        ("kl:int8", "lower", 0.01, {}, "met", 0.001, 4064),
        ("decode_ratio:int8", "higher", 0.5, {}, "not measured", None, None),
        ("perplexity", "lower", 20, {}, "met", 20.0, 4064),
        ("perplexity:int8", "lower", 20, {}, "not met", 20.1, 4064),
    ],
)
def test_a_variant_is_judged_by_the_evidence(metric, direction, threshold, more, status, value, n):
    found = verdict(metric, direction, threshold, measured_facts(), EVIDENCE, **more)
    assert (found.status, found.value, found.measured and found.measured.n) == (status, value, n)


def test_without_evidence_a_change_is_worked_out_from_the_perplexities():
    found = verdict("perplexity_change:int8", "lower", 0.01, measured_facts())
    assert found.status == "met" and found.value == pytest.approx(0.005)
    assert verdict("perplexity_change:int8", "lower", 0.01, measured_facts(), significant=True).status == "not measured"


def test_a_perplexity_that_nobody_measured_is_not_measured():
    assert (
        verdict("perplexity", "lower", 9, known(metrics=[{"name": "accuracy", "value": 1}])).reason
        == "no result is called perplexity"
    )


def test_a_size_that_nobody_measured_is_read_from_the_files():
    facts = known(variants=[{"name": "int8", "folder": "int8", "bytes": 520}], weights_bytes=1000)
    assert verdict("size_ratio:int8", "lower", 0.55, facts).value == 0.52


GOOD = {"name": "a", "metric": "accuracy", "direction": "higher", "threshold": 1}


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "it is empty; it must be a list"),
        ("a: 1", "it is a mapping; it must be a list"),
        ("[]", "an empty list"),
        ("[1, 2]", "`[0]` is the number 1"),
        ("- {name: a}", "`[0].metric` is missing"),
        ("- {name: a, metric: b, direction: higher, treshold: 1}", "did you mean `threshold`?"),
        ("- {name: a, metric: b, direction: higher, threshold: 1, colour: red}", "keys that are not known: colour"),
        ("- {name: a, metric: b, direction: up, threshold: 1}", "must be higher or lower"),
        ("- {name: a, metric: b, direction: higher, threshold: much}", "it must be a number"),
        ("- {name: a, metric: b, direction: higher, threshold: true}", "it must be a number"),
        ("- {name: a, metric: b, direction: higher, threshold: .nan}", "the threshold is nan"),
        ("- {name: a, metric: b, direction: higher, threshold: .inf}", "the threshold is inf"),
        ("- {name: a, metric: b, direction: higher, threshold: 1, min_n: 0}", "at least 1"),
        ("- {name: a, metric: b, direction: higher, threshold: 1, relative: true, significant: true}", "goes without"),
        ('- {name: "a\\nb", metric: b, direction: higher, threshold: 1}', "a line of text"),
        ("- &x {name: a, metric: b, direction: higher, threshold: 1}\n- *x", "two criteria are called 'a'"),
        ("- {name: a, name: b, metric: b, direction: higher, threshold: 1}", "written twice"),
        ("- {name: a", "not valid YAML"),
    ],
)
def test_a_bad_criteria_file_is_one_line(tmp_path, text, said):
    path = tmp_path / "criteria.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        criteria.load(str(path))
    assert said in error.value.message and str(path) in error.value.message and "\n" not in error.value.message


def test_criteria_may_be_json_and_must_be_there(tmp_path):
    path = tmp_path / "criteria.json"
    path.write_text(json.dumps([GOOD]), encoding="utf-8")
    assert criteria.load(str(path)) == (criteria.Criterion("a", "accuracy", "higher", 1),)
    with pytest.raises(UsageError):
        criteria.load(str(tmp_path / "none.yaml"))


# The command.


def asked(folder, **more):
    usual = {
        "criteria": None,
        "format": None,
        "output": None,
        "fail_on_criteria": False,
        "set": [],
        "facts_from": [],
        "within": None,
    }
    return Namespace(folder=str(folder), **{**usual, **more})


def ran(folder, **more):
    out, err = [], []
    code = command.run(asked(folder, **more), Console(out.append, err.append, None, None, False, False, None))
    return code, "".join(out), "".join(err)


def as_json(folder, **more) -> dict:
    code, out, _ = ran(folder, format="json", **more)
    made = json.loads(out)
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(made)]
    assert code == 0 and not errors, errors
    return made


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "otter"
    folder.mkdir()
    (folder / "card.yaml").write_text("repo_name: example-team/otter\n", encoding="utf-8")
    return folder


def strawberry(folder: Path, base: dict, tuned: dict) -> Path:
    written = {"base_model": {"metrics": base}, "finetuned_model": {"metrics": tuned}}
    (folder / "evaluation_results.json").write_text(json.dumps(written), encoding="utf-8")
    return folder


def written(folder: Path, *rows: dict) -> str:
    path = folder.parent / "criteria.yaml"
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    return str(path)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(json.loads((ROOT / "schemas" / "criteria.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", MODELS)
def test_every_model_of_the_renders_has_a_report(name, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(RENDERS / name / "model", folder)
    try:
        made = as_json(folder)
    except CardwrightError as error:
        assert "nothing is known" in error.message
        return
    assert made["facts"] and all(fact["file"] for fact in made["facts"])
    html, text = ran(folder)[1], ran(folder, format="markdown")[1]
    assert looked_at(html) and text.startswith(pages.MARK)
    assert (ran(folder)[1], ran(folder, format="markdown")[1]) == (html, text), "the same every time"
    assert as_json(folder) == made


def test_p36_identical_scores_are_no_improvement(model):
    strawberry(model, {"accuracy": 0.4, "perplexity": 9.0}, {"accuracy": 0.4, "perplexity": 9.0})
    rows = [
        GOOD | {"threshold": 0, "relative": True},
        GOOD | {"name": "b", "threshold": 0.5},
        GOOD | {"name": "c", "metric": "uploaded"},
    ]
    made = as_json(model, criteria=written(model, *rows))
    assert {row["verdict"] for row in made["results"]} == {"equal"} and all(row["improvement"] == 0 for row in made["results"])
    assert [row["status"] for row in made["criteria"]] == ["not met", "not met", "not measured"]
    assert made["counts"] == {"met": 0, "not_met": 2, "not_measured": 1}
    for word in ("Better", "uploaded_to", "tracked", "documented", "success"):
        assert word not in "".join(made["summary"])
    assert "Equal to the baseline: " in ran(model)[1] and "Better than" not in ran(model)[1]


def test_p34_which_way_is_better_depends_on_the_metric(model):
    strawberry(
        model,
        {"perplexity": 40.0, "levenshtein_distance": 0.9, "accuracy": 0.12},
        {"perplexity": 20.0, "levenshtein_distance": 0.6, "accuracy": 0.37},
    )
    made = {row["name"].lower().replace("_", " "): row for row in as_json(model)["results"]}
    assert {name: (row["verdict"], round(row["improvement"], 2), row["change"]) for name, row in made.items()} == {
        "perplexity": ("better", 50.0, -20.0),
        "levenshtein distance": ("better", 33.33, -0.3),
        "accuracy": ("better", 208.33, 0.25),
    }


def test_p34_a_baseline_of_zero_and_a_metric_that_one_side_lacks(model):
    strawberry(
        model,
        {"accuracy": 0.0, "levenshtein_distance": 0.0, "only_base": 1.0},
        {"accuracy": 0.37, "levenshtein_distance": 0.5, "only_tuned": 2.0},
    )
    made = as_json(model)
    told = {row["name"].lower().replace("_", " "): row for row in made["results"]}
    assert (
        told["accuracy"]["verdict"] == "better" and "improvement" not in told["accuracy"] and "is 0" in told["accuracy"]["reason"]
    )
    assert told["levenshtein distance"]["verdict"] == "worse"
    assert told["only tuned"]["verdict"] == "not compared" and "only base" not in told
    assert "n/a (baseline 0)" in ran(model)[1]


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"high"', "null", "[]", "{}", "true"])
def test_p34_what_is_no_number_is_no_result(model, value):
    text = '{"base_model": {"metrics": {"accuracy": @, "f1": 0.5}}, "finetuned_model": {"metrics": {"accuracy": 0.7, "f1": @}}}'
    (model / "evaluation_results.json").write_text(text.replace("@", value), encoding="utf-8")
    made = as_json(
        model, criteria=written(model, GOOD | {"metric": "f1"}, GOOD | {"name": "b", "threshold": 10, "relative": True})
    )
    assert [row["status"] for row in made["criteria"]] == ["not measured", "not measured"]
    assert all(row["verdict"] == "not compared" for row in made.get("results", ()))
    assert looked_at(ran(model)[1])


def test_chance_is_named(model):
    (model / "card.yaml").write_text(
        "metrics: [{name: accuracy, value: 0.52, baseline: 0.5, n: 50}]\nrepo_name: a/b\n", encoding="utf-8"
    )
    made = as_json(model)
    assert made["results"][0]["baseline_in_interval"] is True and "Chance may explain the difference of accuracy" in "".join(
        made["summary"]
    )


def test_a_folder_that_holds_nothing(tmp_path):
    with pytest.raises(CardwrightError, match="nothing is known"):
        ran(tmp_path)
    with pytest.raises(UsageError):
        ran(tmp_path / "none")


def test_a_name_alone_makes_no_section_but_its_own(model):
    html = ran(model)[1]
    assert re.findall(r'<h2 id="(\w+)"', html) == ["summary", "appendices"]
    made = as_json(model)
    assert set(made) == {"version", "report", "tool", "model", "facts", "unknown"} and "date" not in made
    for invented in ("N/A", "criteria", "baseline", "true", "None", "nan"):
        assert invented not in re.sub(r"<style>.*?</style>", "", html, flags=re.S), invented


def test_exit_codes_and_what_is_said(model):
    path = written(model, GOOD)
    assert ran(model, criteria=path)[0] == 0
    code, _, err = ran(model, criteria=path, fail_on_criteria=True)
    assert code == 1 and err == "a: not measured: no result is called accuracy\n"
    (model / "card.yaml").write_text("repo_name: a/b\nmetrics: [{name: accuracy, value: 1}]\n", encoding="utf-8")
    assert ran(model, criteria=path, fail_on_criteria=True)[0] == 0
    with pytest.raises(UsageError, match="--fail-on-criteria goes with"):
        ran(model, fail_on_criteria=True)


@pytest.mark.parametrize(
    "name, begins", [("r.html", "<!DOCTYPE html>"), ("r.json", "{"), ("r.md", pages.MARK), ("sub/r.txt", "<!DOCTYPE html>")]
)
def test_a_report_is_written_over_none_but_a_report(model, tmp_path, name, begins):
    path = tmp_path / name
    code, out, err = ran(model, output=str(path))
    assert code == 0 and out == "" and err == f"{path}: written\n"
    first = path.read_text(encoding="utf-8")
    assert first.startswith(begins)
    (model / "card.yaml").write_text("repo_name: example-team/weasel\n", encoding="utf-8")
    ran(model, output=str(path))
    assert "weasel" in path.read_text(encoding="utf-8")
    path.write_text("# My own report\n", encoding="utf-8")
    with pytest.raises(CardwrightError, match="no report"):
        ran(model, output=str(path))
    assert path.read_text(encoding="utf-8") == "# My own report\n"


def test_a_device_is_written_to_and_a_folder_is_not(model, tmp_path):
    assert ran(model, output="/dev/null")[0] == 0
    with pytest.raises(CardwrightError, match="cannot be written"):
        ran(model, output=str(tmp_path))


def test_flags_and_settings_are_facts(model):
    made = as_json(model, set=["author_name=Ada Example"], fact_license="mit")
    assert (made["model"]["author"], made["model"]["license"]) == ("Ada Example", "mit")


def evidence() -> dict:
    quality = {"perplexity": 20.1, "change": 0.005, "low": -0.001, "high": 0.012, "kl": 0.001, "top1": 0.99, "tokens": 4064}
    speed = {"prefill": 100.0, "decode": 50.0, "decode_low": 40.0, "decode_high": 60.0, "decode_ratio": 0.5}
    first = {"perplexity": 20.0, "change": None, "low": None, "high": None, "kl": None, "top1": None, "tokens": 4064}
    models = [{"folder": "", "bytes": 1000, "ratio": 1.0, "quality": first, "speed": speed}]
    models += [{"folder": "int8", "bytes": 600, "ratio": 0.6, "quality": quality, "speed": speed}]
    host = {"device": "AMD EPYC", "kind": "cpu", "cores": 2, "threads": 2, "versions": {"torch": "2.13.0"}}
    return {"version": 1, "tool": {"name": "cardwright", "version": "0.1.0"}, "date": "2026-01-02", "command": "cardwright measure MODEL",
            "original": "otter", "host": host, "models": models}  # fmt: skip


def test_measured_variants_are_charted_and_judged(model):
    (model / "evidence.json").write_text(json.dumps(evidence()), encoding="utf-8")
    path = written(
        model,
        GOOD | {"metric": "perplexity_change:int8", "direction": "lower", "threshold": 0.02, "significant": True, "min_n": 4000},
    )
    made = as_json(model, criteria=path)
    (row,) = made["criteria"]
    assert row["status"] == "met" and row["interval"] == [-0.001, 0.012] and row["n"] == 4064
    assert row["evidence"] == {"file": "evidence.json", "key": "models", "row": "int8"} and made["date"] == "2026-01-02"
    found = looked_at(ran(model, criteria=path)[1])
    assert found.count("svg") == 3
    wrong = evidence() | {"date": "yesterday"}
    (model / "evidence.json").write_text(json.dumps(wrong), encoding="utf-8")
    assert as_json(model, criteria=path)["criteria"][0]["status"] == "not measured"


# Values are data.

HOSTILE = ["<script>alert(1)</script>", "{{ 7 * 7 }}", "{% for x in y %}", '" onload="x', "' onclick='x", "</style><b>", "<!-- x -->", "]]>", "&lt;b&gt;",
           "`code`", "**bold**", "| a | b |", "[a](javascript:alert(1))", "<img src=x onerror=y>", "a\nb", "\u202ex", "x" * 300, "</svg><script>"]  # fmt: skip


class Shown(HTMLParser):
    """The tags of a page, their attributes, and its texts by the tag they stand in."""

    VOID = {"meta", "rect", "path", "br"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attributes]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag, "tags close in the order in which they open"

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")


ALLOWED = set(
    """html head meta title style body a header p h1 h2 h3 nav ul ol li main section div table caption thead tbody tr th td code pre strong span
    figure figcaption svg desc text rect path footer""".split()
)


def looked_at(html: str) -> list[str]:
    """The tags of a page, after looking that it is whole, loads nothing, runs nothing and has its headings in order."""
    shown = Shown(html)
    assert html.startswith("<!DOCTYPE html>") and not shown.open
    assert set(shown.tags) <= ALLOWED, set(shown.tags) - ALLOWED
    for tag, name, value in shown.attributes:
        assert not name.startswith("on") and name not in ("src", "srcset", "style", "xlink:href"), (tag, name)
        if name == "href":
            assert tag == "a" and re.match(r"#\w+\Z|https?://", value), value
    ids = [value for _, name, value in shown.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    labels = [value for tag, name, value in shown.attributes if name == "aria-label"]
    assert len(labels) == len(set(labels)), "landmarks are told apart by their names"
    levels = [int(tag[1]) for tag in shown.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    assert shown.tags.count("svg") == shown.tags.count("desc")
    assert shown.tags.count("th") == len([1 for tag, name, _ in shown.attributes if (tag, name) == ("th", "scope")])
    assert not re.search(r"url\(|@import|http-equiv=\"refresh", html)
    return shown.tags


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_shown_as_text(model, value):
    rows = [
        {"name": value, "value": 0.5, "baseline": value, "n": 9, "dataset": value, "notes": value},
        {"name": value + "2", "value": 3, "baseline": 2},
    ]
    told = {
        "model_name": value,
        "author_name": value,
        "metrics": rows,
        "training_data": [{"name": value, "size": value}],
        "custom": {"x": value},
    }
    told |= {"software_versions": [{"name": value, "version": value}], "usage_prompts": [value], "hardware_info": value}
    facts = known(**told)
    one_line = "\n" not in value and "\u202e" not in value
    verdicts = criteria.judged(criteria.read([GOOD | {"name": value, "metric": value}], "c"), facts) if one_line else []
    found = content.report(facts, verdicts)
    shown = Shown(page.written(found))
    looked_at(page.written(found))
    assert value in " ".join(shown.texts) or value in "".join(shown.texts)
    tokens = MarkdownIt("commonmark").enable("table").parse(pages.written(found))
    inner = [child for token in tokens for child in token.children or () if child.type in ("html_inline", "image", "strong_open")]
    assert not [child for child in inner if child.content not in ("<code>", "</code>")] and not [
        token for token in tokens if token.type == "html_block" and token.content.strip() != pages.MARK
    ]
    json.loads(finaljson.written(facts, verdicts))


@pytest.mark.parametrize("value", [text for text in HOSTILE if "\n" not in text])
def test_an_authors_markdown_runs_nothing(value):
    text = Markdown(f"{value}\n\n- {value}\n\n[{value}](https://x.org)\n\n```html\n{value}\n```")
    looked_at(
        page.written(content.report(known(model_description=str(text), model_name="x", limitations=[{"description": str(text)}])))
    )


def test_prose():
    kinds = [
        (block.kind, block.entries)
        for block in prose.blocks(Markdown("A\nb\n\n- c\n  d\n- e\n\n1. f\n\n```py\n- g\n\nh\n```\ni"))
    ]
    assert kinds == [("p", ["A\nb"]), ("ul", ["c d", "e"]), ("ol", ["f"]), ("code", ["- g\n\nh"]), ("p", ["i"])]
    pieces = prose.inline(Markdown(r"`a*b` **c** [d](https://e.org/f) https://g.org/h. \*i\* [j](javascript:k)"))
    assert [(piece.kind, piece.text) for piece in pieces if piece.text.strip()] == [
        ("code", "a*b"), ("strong", "c"), ("link", "d"), ("link", "https://g.org/h"), ("text", ". *i* [j](javascript:k)"),
    ]  # fmt: skip
    assert prose.inline("**a**")[0] == ("text", "**a**", "") and prose.inline(Code("https://a.org"))[0].kind == "code"
    assert prose.inline("https://a.org/b")[0].kind == "link" and prose.inline("javascript:a")[0].kind == "text"


def test_the_code_of_the_card_is_the_code_of_the_report():
    facts = gather.gather(Files((str(RENDERS / "capstone-full" / "model"), None, None)))
    html = page.written(content.report(facts, (), None, "model"))
    text = "".join(Shown(html).texts)
    assert (
        'AutoModelForCausalLM.from_pretrained("example-team/otter-3b", subfolder="int8")' in text
        and "@misc{otter-3b-2026," in text
    )
    assert 'subfolder="int8"' in pages.written(content.report(facts, (), None, "model"))


def test_the_sentences_say_what_the_numbers_say():
    wanted = criteria.read(
        [GOOD | {"name": name, "metric": name, "threshold": 0.5} for name in ("accuracy", "f1", "alone", "none")], "c"
    )
    told = summary.sentences(criteria.judged(wanted, ROWS), [numbers.compared(row) for row in ROWS.get("metrics")], ROWS)
    assert told[0] == "Of 4 criteria, 3 are met and 1 is not measured."
    assert told[1] == "5 of 10 results are compared with a baseline."
    assert any(line.startswith("Equal to the baseline: f1 (0.5)") for line in told)
