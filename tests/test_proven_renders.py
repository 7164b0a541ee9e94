"""Faults that earlier generators had, by their numbers in the requirements, each with the right result. P1 to P6, the faults of the
template engine, are in test_handlebars.py."""

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from cardwright import check_text, cli
from cardwright.card import Card
from cardwright.snippets import citations


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def card(*arguments: str) -> str:
    assert cli.main(["render", *arguments]) == 0
    return Path("README.md").read_text(encoding="utf-8")


def front(text: str):
    """The metadata, which the Hub and Python tools must read alike."""
    hub = Card(text).metadata
    assert yaml.safe_load(text.split("---\n")[1]) == hub
    return hub


S1 = ["--repo-name", "username/model-name", "--model-name", "My Fine-tuned Model", "--dataset-name", "OpenHermes-FR", "--training-config",
      "H100 Lightweight", "--batch-size", "8", "--learning-rate", "5e-6", "--max-epochs", "3", "--training-loss", "2.1",
      "--validation-loss", "2.3", "--perplexity", "9.8"]  # fmt: skip


@pytest.mark.parametrize("quantized", [[], ["--quantized-models"]], ids=["basic", "quantized"])
def test_p1_p13_the_three_numbers_are_in_one_entry_of_the_model_index(place, quantized):
    hub = pytest.importorskip("huggingface_hub")
    text = card(*S1, *quantized, "--output", "README.md")
    (entry,) = front(text)["model-index"]
    assert [metric["value"] for result in entry["results"] for metric in result["metrics"]] == [2.1, 2.3, 9.8]
    loaded = hub.ModelCard.load("README.md").data.eval_results
    assert [(result.metric_type, result.metric_value) for result in loaded] == [("loss", 2.1), ("loss", 2.3), ("perplexity", 9.8)]
    for invented in ("SmolLM3", "en\n", "apache", "Your Name", "2024", "trackio", "GPU", "50%", "~", "Faster", "N/A"):
        assert invented not in text, invented


@pytest.mark.parametrize(
    "flag, value",
    [("--repo-name", "not a repo//id"), ("--batch-size", "-5"), ("--learning-rate", "banana"), ("--perplexity", "NaN"), ("--seed", "-1"),
     ("--max-epochs", "0"), ("--max-epochs", "three"), ("--batch-size", "2.5"), ("--perplexity", "0.5"), ("--learning-rate", "inf")],
)  # fmt: skip
def test_p9_values_that_cannot_be_are_refused(place, flag, value, capsys):
    assert cli.main(["render", "--model-name", "Otter", flag, value]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"cardwright: {flag}: `{flag[2:].replace('-', '_')}` is ") and not Path("README.md").exists()


def test_p9_an_empty_value_is_unknown_and_no_default(place):
    assert "max_epochs" not in card("--model-name", "Otter", "--max-epochs", "") and "Epochs" not in Path("README.md").read_text()


def test_p10_a_name_alone_makes_no_claim(place):
    text = card("--repo-name", "alice/my-qwen-medical")
    assert front(text) == {"model_name": "my-qwen-medical"}
    visible = re.sub(r"<!--.*?-->", "", text.split("---\n")[2]).split()
    assert visible == ["#", "my-qwen-medical"]


HOSTILE = ["Jane Doe: ML", "@jane", "*star", "[Team] A", "A100: large", 'A "big" one', "run #7", "123", "no", "a\nlicense: mit", "a, b: c",
           "GPU: NVIDIA H100 80GB", "- x", "? y", "! z", "%a", "`b`", "'quoted", "0x1F", "1e3", "2025-01-15", "null", "~", "<<", "a\\b"]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_p11_hostile_values_are_text_in_the_front_matter(place, value):
    text = card(
        "--model-name", "Otter", "--author-name", value, "--license", "apache-2.0", "--set", f"custom={json.dumps({'x': value})}"
    )
    metadata = front(text)
    if value not in ("null", "~"):
        assert metadata["cardwright"] == {"author_name": value, "x": value}
    assert metadata["license"] == "apache-2.0" and set(metadata) == {"license", "cardwright"}


@pytest.mark.parametrize(
    "written, number", [("5e-6", 5e-6), ("1e-05", 1e-5), ("0.0002", 2e-4), ("1E-4", 1e-4), ("3", 3), ("1e16", 10**16)]
)
def test_p12_a_learning_rate_is_a_number_to_both_dialects(place, written, number):
    value = front(card("--model-name", "Otter", "--learning-rate", written))["cardwright"]["learning_rate"]
    assert value == number and type(value) in (int, float)


def test_p16_p35_no_card_that_is_there_is_overwritten(place, capsys):
    Path("README.md").write_text("# Mine\n")
    Path("PROJECT.md").write_text("# Mine too\n")
    assert cli.main(["render", "--model-name", "Otter"]) == 3 and cli.main(["readme", "--model-name", "Otter"]) == 3
    assert (Path("README.md").read_text(), Path("PROJECT.md").read_text()) == ("# Mine\n", "# Mine too\n")


def strawberry(base: dict, tuned: dict) -> None:
    Path("config.json").write_text(
        '{"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "transformers_version": "4.51.3"}'
    )
    Path("evaluation_results.json").write_text(
        json.dumps({"base_model": {"metrics": base}, "finetuned_model": {"metrics": tuned}})
    )


QUESTIONS = [
    "--set",
    "usage_prompts=[\"How many r's are in the word 'strawberry'?\", \"What is the 3rd letter in 'strawberry'?\"]",
]


def test_p33_the_usage_block_is_python_that_asks_both_questions(place):
    strawberry({"accuracy": 0.1}, {"accuracy": 0.4})
    text = card("--repo-name", "example-team/gpt2-spelling", *QUESTIONS)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    asked = next(
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Assign) and node.targets[0].id == "questions"
    )
    assert asked == ["How many r's are in the word 'strawberry'?", "What is the 3rd letter in 'strawberry'?"]
    assert [f for f in check_text(text).findings if f.family == "snippets"] == []


def test_p34_improvements_of_any_set_of_metrics(place, capsys):
    strawberry(
        {"letter_count_accuracy": 0.12, "levenshtein_distance": 0.0, "perplexity": 40.0, "recall": "failed", "f1": float("nan"), "gone": 0.5},
        {"letter_count_accuracy": 0.37, "levenshtein_distance": 0.6, "perplexity": 20.0, "recall": 0.5, "f1": 0.5, "new_accuracy": 0.9,
         "broken_accuracy": float("nan"), "worded": "good"},
    )  # fmt: skip
    text = card("--repo-name", "example-team/gpt2-spelling")
    rows = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if line.startswith("| ")}
    assert rows["Letter count accuracy"] == "| Letter count accuracy | 0.37 | 0.12 | +0.25 | +208.33 % |"
    assert rows["Levenshtein distance"] == "| Levenshtein distance | 0.6 | 0 | +0.6 | n/a (baseline 0) |"
    assert rows["Perplexity"] == "| Perplexity | 20 | 40 | -20 | +50.00 % |"
    assert rows["Recall"].endswith("n/a (baseline is no number) |") and rows["F1"].endswith("n/a (baseline is no number) |")
    assert rows["New accuracy"].replace(" ", "") == "|Newaccuracy|0.9||||"
    assert "Broken" not in text and "worded" not in text.lower() and "Gone" not in text
    said = capsys.readouterr().err
    assert all(name in said for name in ("gone", "broken_accuracy", "worded"))


def test_p36_identical_results_are_no_improvement(place):
    strawberry({"accuracy": 0.37}, {"accuracy": 0.37})
    assert "| Accuracy | 0.37 | 0.37 | 0 | none |" in card("--repo-name", "example-team/gpt2-spelling")


def test_p37_the_readme_of_the_project_has_every_metric_and_no_placeholder(place):
    strawberry(
        {"a_accuracy": 0.1, "b_accuracy": 0.2, "c_accuracy": 0.3, "loss_d": 1.5},
        {"a_accuracy": 0.2, "b_accuracy": 0.3, "c_accuracy": 0.4, "loss_d": 1.25},
    )
    Path("card.yaml").write_text(
        "repo_name: example-team/gpt2-spelling\nlimitations: [GPT-2's vocabulary]\nacknowledgments: [Unsloth]\n"
        "preprocessing: Words were split into letters.\nsetup_commands: |\n  ```bash\n  pip install -r requirements.txt\n  ```\n"
    )
    assert cli.main(["readme"]) == 0
    page = Path("PROJECT.md").read_text(encoding="utf-8")
    assert all(f"\n| {name} " in page for name in ("A accuracy", "B accuracy", "C accuracy", "Loss d"))
    for part in (
        "## Limitations",
        "## Acknowledgments",
        "### Preprocessing",
        "## Usage",
        "AutoModelForCausalLM",
        "## Setup and Installation",
    ):
        assert part in page
    assert "YOUR" not in page and "username" not in page


def test_p41_nothing_in_means_nothing_out(place, capsys):
    assert cli.main(["render"]) == 3
    assert "nothing is known of a model here" in capsys.readouterr().err and not Path("README.md").exists()
    text = card("--model-name", "Otter", "--template", "capstone", "--perplexity", "9.8")
    assert "null" not in text and "TruthfulQA" not in text and "980" not in text and "%" not in text
    assert "| Perplexity | 9.8 |" in text


def test_p42_the_citation_is_bibtex_with_an_author_and_the_year_of_the_release(place):
    arguments = ["--repo-name", "me/otter-32b", "--author-name", "Ada O'Example & Söhne {GmbH}", "--release-date", "2026-03-01", "--contact",
                 "ada@example.org", "--base-model", "Qwen/Qwen3-32B"]  # fmt: skip
    text = card(*arguments)
    assert "@misc{otter-32b-2026,\n  author = {Ada O'Example \\& Söhne \\{GmbH\\}},\n" in text and "  year = {2026},\n" in text
    assert [f for f in check_text(text).findings if f.rule == "citation-broken"] == [] and citations
    assert front(text)["base_model"] == "Qwen/Qwen3-32B" and "MIT" not in text and "ada@example.org}" not in text
    assert "```bibtex" not in card(*arguments[:2], "--output", "other.md") or "```bibtex" not in Path("other.md").read_text()


def test_p15_what_a_training_left_behind_is_read_and_its_token_is_not(place):
    token = "hf_" + "A1b2C3d4E5" * 3 + "f6G7"
    config = {"model_name": "HuggingFaceTB/SmolLM3-3B", "batch_size": 16, "learning_rate": 8e-6, "max_seq_length": 8192, "hf_token": token,
              "dataset_name": "legmlai/openhermes-fr", "sample_size": 80000}  # fmt: skip
    Path("training_config.json").write_text(json.dumps(config))
    Path("train_results.json").write_text('{"train_loss": 1.1423}')
    Path("eval_results.json").write_text('{"eval_loss": 1.0987}')
    text = card()
    told = front(text)
    assert told["base_model"] == "HuggingFaceTB/SmolLM3-3B" and told["datasets"] == ["legmlai/openhermes-fr"]
    assert told["cardwright"] == {"dataset_sample_size": 80000, "batch_size": 16, "learning_rate": 8e-6, "max_seq_length": 8192}
    assert "1.1423" in text and "1.0987" in text and token not in text


def test_p20_a_model_of_another_family_is_not_called_smollm(place):
    Path("training_config.json").write_text('{"base_model": "openai/gpt-oss-20b", "learning_rate": 2e-4, "use_lora": true}')
    text = card("--license", "apache-2.0")
    assert front(text)["base_model"] == "openai/gpt-oss-20b" and "smol" not in text.lower() and "3B" not in text


def test_p23_no_locale_matters(place):
    """test_renders.py runs one in an ASCII locale; here the names are not ASCII."""
    assert "# Größe 大小" in card("--model-name", "Größe 大小")
