"""Results held against what they are compared with, with the right answers beside them."""

import math

import pytest

from cardwright import check_text
from cardwright.facts import Fact, Facts
from cardwright.rendering import front, results


@pytest.mark.parametrize(
    "name, score, base, change, improvement",
    [
        ("letter_count_accuracy", 0.37, 0.12, "+0.25", "+208.33 %"),
        ("accuracy", 0.82, 0.82, "0", "none"),
        ("accuracy", 0.5, 0.6, "-0.1", "-16.67 %"),
        ("levenshtein_distance", 0.6, 0.9, "-0.3", "+33.33 %"),
        ("perplexity", 20.0, 40.0, "-20", "+50.00 %"),
        ("perplexity", 40.0, 20.0, "+20", "-100.00 %"),
        ("word error rate", 0.08, 0.1, "-0.02", "+20.00 %"),
        ("latency", 120, 100, "+20", "-20.00 %"),
        ("accuracy", 0.37, 0.0, "+0.37", "n/a (baseline 0)"),
        ("levenshtein_distance", 0.6, 0, "+0.6", "n/a (baseline 0)"),
        ("r2", 0.2, -0.4, "+0.6", "n/a (baseline below 0)"),
        ("accuracy", 0.5, "not measured", "", "n/a (baseline is no number)"),
        ("accuracy", 0.5, math.nan, "", "n/a (baseline nan)"),
        ("zorkiness", 2, 1, "+1", "n/a (which way is better is not known)"),
        ("accuracy", 0.1 + 0.2, 0.1, "+0.2", "+200.00 %"),  # 0.30000000000000004
        ("loss", 5e-6, 1e-5, "-0.000005", "+50.00 %"),
        ("accuracy", 1, 0.1, "+0.9", "+900.00 %"),
        ("tokens per second (throughput)", 1234567.0, 1000000, "+234567", "+23.46 %"),
    ],
)
def test_improvements(name, score, base, change, improvement):
    row = {"name": name, "value": score, "baseline": base}
    assert results.compared(score, base, results.direction(row)) == (change, improvement)


def test_a_row_says_which_way_is_better():
    (row,) = results.rows([{"name": "zorkiness", "value": 2, "baseline": 4, "better": "lower"}])
    assert row["improvement"] == "+50.00 %"


def test_what_a_check_finds_in_a_rendered_table_of_improvements():
    """Our own rules about improvements agree with every row that can be worked out."""
    found = [("accuracy", 0.37, 0.12), ("perplexity", 20.0, 40.0), ("f1", 0.5, 0.6), ("wer", 0.08, 0.1), ("accuracy", 0.37, 0.0)]
    rows = results.rows([{"name": f"{name}", "value": score, "baseline": base} for name, score, base in found])
    table = "| Metric | Score | Baseline | Change | Improvement |\n|---|---|---|---|---|\n"
    table += "".join("| {name} | {value} | {baseline} | {change} | {improvement} |\n".format(**row) for row in rows)
    card = f"---\nlicense: mit\n---\n# A\n\n## Evaluation\n\n{table}"
    assert [f for f in check_text(card).findings if f.family == "claims"] == []


def test_columns_that_nobody_needs_are_left_out():
    assert results.rows([{"name": "accuracy", "value": 0.5}]) == [{"name": "accuracy", "value": "0.5"}]
    rows = results.rows([{"name": "a", "value": 1, "n": 20_000}, {"name": "b", "value": 2.5}])
    assert rows == [{"name": "a", "value": "1", "n": "20,000"}, {"name": "b", "value": "2.5", "n": ""}]


@pytest.mark.parametrize(
    "share, n, low, high",
    [(0.5, 10, 0.2366, 0.7634), (0.0, 10, 0.0, 0.2775), (1.0, 10, 0.7225, 1.0), (0.82, 200, 0.7609, 0.8671)],
)
def test_wilson_intervals(share, n, low, high):
    """Against scipy 1.17: binomtest(k, n).proportion_ci(method="wilson")."""
    assert results.wilson(share, n) == pytest.approx((low, high), abs=5e-5)


def test_intervals_come_from_what_is_known():
    assert results.interval({"name": "accuracy", "value": 0.5, "stderr": 0.01}) == "0.4804 to 0.5196"
    assert results.interval({"name": "accuracy", "value": 0.5, "interval": [0.4, 0.6], "n": 10}) == "0.4 to 0.6"
    assert results.interval({"name": "accuracy", "value": 0.5, "n": 10}) == "0.2366 to 0.7634"
    assert results.interval({"name": "perplexity", "value": 5.0, "n": 10}) is None
    assert results.interval({"name": "accuracy", "value": 0.5}) is None


@pytest.mark.parametrize(
    "row, status",
    [
        ({"name": "harmful content blocked", "value": 0.995, "target": 0.99}, results.MET),
        ({"name": "harmful content blocked", "value": 0.99, "target": 0.99}, results.MET),
        ({"name": "jailbreak resistance", "value": 0.94, "target": 0.95}, results.MISSED),
        ({"name": "bias gap", "value": 0.05, "target": 0.1}, results.MET),
        ({"name": "bias gap", "value": 0.2, "target": 0.1}, results.MISSED),
        ({"name": "zork", "value": 0.2, "target": 0.1}, "n/a (which way is better is not known)"),
        ({"name": "zork", "value": 0.2, "target": 0.1, "better": "lower"}, results.MISSED),
        ({"name": "zork", "value": 0.2}, None),
    ],
)
def test_statuses(row, status):
    assert results.status(row) == status


def test_what_was_not_measured_is_left_out_and_named():
    rows, left = results.goals(
        [{"name": "PII protection", "target": 1.0}, {"name": "pass rate", "value": 0.57, "target": 0.5, "n": 40}]
    )
    assert left == ["PII protection"]
    assert rows == [{"name": "pass rate", "value": "57 %", "target": "50 %", "status": results.MET, "n": "40"}]


def facts(**known) -> Facts:
    return Facts({name: Fact(name, value, "card.yaml") for name, value in known.items()}, (), ())


def test_a_model_index_holds_numbers_in_one_entry():
    index, left = front.model_index(facts(
        model_name="Otter", pipeline_tag="text-generation", dataset_name=["a/b"], validation_loss=2.3, perplexity=9.8,
        metrics=[{"name": "Accuracy", "value": 0.5, "dataset": "GSM8K", "dataset_id": "openai/gsm8k", "split": "test"},
                 {"name": "Zorkiness", "value": 3}],
    ))  # fmt: skip
    assert index == [{"name": "Otter", "results": [
        {"task": {"type": "text-generation"}, "dataset": {"name": "a/b", "type": "a/b"}, "metrics": [
            {"name": "Validation loss", "type": "loss", "value": 2.3}, {"name": "Perplexity", "type": "perplexity", "value": 9.8}]},
        {"task": {"type": "text-generation"}, "dataset": {"name": "GSM8K", "type": "openai/gsm8k", "split": "test"}, "metrics": [
            {"name": "Accuracy", "type": "accuracy", "value": 0.5}]},
    ]}]  # fmt: skip
    assert left == [
        "not in model-index: Zorkiness; it wants the data set it was measured on; set `dataset` in its row, or dataset_name"
    ]


def test_no_task_no_model_index():
    index, left = front.model_index(facts(model_name="Otter", training_loss=2.1, dataset_name=["a/b"]))
    assert index == [] and left == ["not in model-index: Training loss; it wants a task; set pipeline_tag"]


def test_metadata_has_types_and_one_mapping_of_ours():
    values, _ = front.metadata(facts(
        license="mit", base_model=["a/b"], tags=["x", "lora"], fine_tuning_method="LoRA", trainer_type="SFT", batch_size=8,
        learning_rate=5e-6, custom={"team": "vision"},
    ))  # fmt: skip
    assert values == {
        "license": "mit", "base_model": "a/b", "tags": ["x", "lora", "sft"],
        "cardwright": {"trainer_type": "SFT", "batch_size": 8, "learning_rate": 5e-6, "team": "vision"},
    }  # fmt: skip
