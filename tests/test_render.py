"""`cardwright render` as people use it: what it writes, what it refuses and how it says so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cardwright
from cardwright import cli
from cardwright.card import Card
from cardwright.repository import evalresults

FACTS = "model_name: Otter\nlicense: mit\nlanguage: en\nlimitations: [Slow on long texts]\n"


@pytest.fixture
def model(tmp_path, monkeypatch):
    folder = tmp_path / "otter"
    folder.mkdir()
    (folder / "card.yaml").write_text(FACTS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def render(*arguments: str) -> int:
    return cli.main(["render", *map(str, arguments)])


def readme() -> str:
    return Path("README.md").read_bytes().decode()


def test_a_card_is_made_and_brought_up_to_date(model, capsys):
    assert render() == 0
    assert "README.md: written" in capsys.readouterr().err
    first = readme()
    assert "license: mit\n" in first and "- Slow on long texts\n" in first and "absent" in first
    (model / "card.yaml").write_text(FACTS + "author_name: Ada Example\n", encoding="utf-8")
    assert render("--check") == 1
    shown = capsys.readouterr().out
    assert shown.startswith("--- README.md\n+++ README.md\n") and "\n+- **Developed by:** Ada Example\n" in shown
    assert readme() == first
    assert render() == 0
    assert "README.md: updated" in capsys.readouterr().err and "- **Developed by:** Ada Example\n" in readme()
    assert render("--check") == 0 and capsys.readouterr().out == ""


def test_what_is_no_longer_known_goes(model):
    assert render("--author-name", "Ada Example", "--hardware-info", "one card") == 0
    assert "Ada Example" in readme() and "hardware_info: one card" in readme()
    assert render() == 0
    assert "Ada Example" not in readme() and "hardware_info" not in readme() and "\ncardwright:" not in readme()


def test_the_author_s_words_stay_byte_for_byte(model):
    assert render() == 0
    mine = "\n\n## My own\n\nWords   of mine, \u201cquoted\u201d.  \n\n* a\n+ b"
    text = readme().replace("license: mit\n", "license: mit\n# mine: a comment\ninference: false   # kept\n") + mine
    Path("README.md").write_bytes(text.replace("\n", "\r\n").encode())
    (model / "card.yaml").write_text(FACTS.replace("Slow", "Very slow"), encoding="utf-8")
    assert render() == 0
    assert readme() == text.replace("- Slow", "- Very slow").replace("\n", "\r\n").replace(_sum(text), _sum(readme()))


def _sum(text: str) -> str:
    line = next(line for line in text.splitlines() if "begin limitations" in line)
    return line.partition("sha256=")[2][:12]


def test_an_edit_inside_a_block_is_refused_and_kept(model, capsys):
    assert render() == 0
    text = readme().replace("- Slow on long texts", "- Slow, and proud of it")
    Path("README.md").write_text(text, encoding="utf-8")
    (model / "card.yaml").write_text(FACTS.replace("Slow", "Very slow"), encoding="utf-8")
    assert render() == 3
    said = capsys.readouterr().err
    assert "somebody wrote inside the block `limitations`" in said and "--force" in said and "README.md:" in said
    assert readme() == text
    assert render("--force") == 0 and "Very slow" in readme() and "proud" not in readme()


def test_a_changed_key_is_refused_until_it_is_the_author_s(model, capsys):
    assert render() == 0
    Path("README.md").write_text(readme().replace("license: mit", "license: apache-2.0"), encoding="utf-8")
    assert render() == 3
    assert "README.md:4: somebody changed `license`, a metadata key" in capsys.readouterr().err
    Path("README.md").write_text(re.sub(" license=[0-9a-f]+", "", readme()), encoding="utf-8")
    assert render() == 0
    said = capsys.readouterr().err
    assert "`license` is yours and says 'apache-2.0'; the facts say 'mit'" in said
    assert "license: apache-2.0\n" in readme()


def test_quotes_and_order_of_keys_are_no_edit(model):
    assert render() == 0
    Path("README.md").write_text(readme().replace("license: mit", "license:   'mit'"), encoding="utf-8")
    assert render("--check") == 0


def test_a_hand_written_card_is_never_touched(model, capsys):
    Path("README.md").write_text("# Mine\n", encoding="utf-8")
    assert render() == 3
    assert "cardwright adopt" in capsys.readouterr().err and readme() == "# Mine\n"


@pytest.mark.parametrize(
    "text, said",
    [
        ("# A\n\n<!-- cardwright:begin results -->\nx\n", "begins here and ends nowhere"),
        ("# A\n\n<!-- cardwright:begin a -->\n<!-- cardwright:begin b -->\n", "is not ended before this marker"),
        ("# A\n\n<!-- cardwright:begin a -->\n<!-- cardwright:end b -->\n", "is not ended before this marker"),
        ("# A\n\n<!-- cardwright:absent a a -->\n", "there is a second block `a`"),
        ("# A\n\n<!-- cardwright:end results -->\n\n<!-- cardwright:absent b -->", "ends here and begins nowhere"),
    ],
)
def test_markers_that_do_not_pair(model, text, said, capsys):
    Path("README.md").write_text(text, encoding="utf-8")
    assert render() == 3
    assert said in capsys.readouterr().err and readme() == text


def test_markers_in_code_are_text(model):
    text = "# A\n\n<!-- cardwright:absent limitations -->\n\n```\n<!-- cardwright:begin results -->\n```\n"
    Path("README.md").write_text(text, encoding="utf-8")
    assert render() == 0
    assert "```\n<!-- cardwright:begin results -->\n```\n" in readme() and "- Slow" in readme()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--batch-size", "-5"], ["--batch-size: `batch_size` is the number -5", "a whole number of at least 1"]),
        (["--learning-rate", "banana"], ["`learning_rate` is the text 'banana'", "a number above 0"]),
        (["--perplexity", "NaN"], ["`perplexity` is nan", "no number"]),
        (["--validation-loss", "inf"], ["`validation_loss` is inf"]),
        (["--repo-name", "not a repo//id"], ["`repo_name` is the text 'not a repo//id'", "namespace/name"]),
        (["--license", "apache"], ["`license` is the text 'apache'", "did you mean `apache-2.0`?"]),
        (["--set", "batchsize=8"], ["no fact is called `batchsize`; did you mean `batch_size`?", "cardwright facts"]),
        (["--set", "batch_size"], ["write NAME=VALUE"]),
        (["--set", "limitations=[a"], ["not valid YAML"]),
        (["--release-date", "2025-13-01"], ["`release_date`", "a date such as"]),
        (["--no-such"], ["unrecognized arguments: --no-such"]),
        (["--template", "unifed"], ["there is no template called 'unifed'; did you mean `unified`?"]),
        (["nowhere"], ["nowhere: no such folder"]),
        (["--templates", "nowhere"], ["nowhere: no such folder of templates"]),
        (["--facts-from", "nowhere.json"], ["nowhere.json: cannot be read"]),
    ],
)
def test_wrong_input_names_where_key_value_and_rule(model, arguments, said, capsys):
    assert render(*arguments) == 2
    told = capsys.readouterr().err
    assert all(part in told for part in said), told
    assert not Path("README.md").exists() and len(told.splitlines()) <= 2


@pytest.mark.parametrize(
    "text, said",
    [
        ("batch_size: -5\n", "card.yaml:1: `batch_size` is the number -5"),
        ("\n\nlearning_rate: banana\n", "card.yaml:3: `learning_rate` is the text 'banana'"),
        ("modelname: x\n", "card.yaml:1: no fact is called `modelname`; did you mean `model_name`?"),
        ("- a\n", "card.yaml: it must hold `name: value` lines"),
        ("a: [\n", "not valid YAML"),
        ("license: mit\nlicense: mit\n", "card.yaml:2: `license` is written twice"),
        ("metrics: [{name: x}]\n", "`metrics[0].value` is missing"),
        ("metrics: [{name: x, value: 1, score: 2}]\n", "score"),
        ("safety_results: [{name: x, value: high}]\n", "`safety_results[0].value` is the text 'high'"),
        ("model_description: 'a <!-- b'\n", "opens a comment"),
        ("model_description: |\n  ```\n  x\n", "opens a code block and does not close it"),
        ('model_name: "a\\x01b"\n', "U+0001"),
    ],
)
def test_wrong_facts_of_a_file(model, text, said, capsys):
    (model / "card.yaml").write_text(text, encoding="utf-8")
    assert render() == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("blank", ["Your Name", "[Your name]", "N/A", "TODO", "{{ author }}", "<author>", "your-name", "..."])
def test_a_blank_is_unknown_and_said_to_be(model, blank, capsys):
    assert render("--author-name", blank) == 0
    assert blank not in readme()
    said = capsys.readouterr().err
    assert "only holds the place of a value; it is left out" in said


def test_later_sources_win_and_say_so(model, capsys):
    (model / "card.yaml").write_text(FACTS + "batch_size: 4\n", encoding="utf-8")
    assert render("--batch-size", "8", "--set", "batch_size=16") == 0
    said = capsys.readouterr().err
    assert "batch_size: 8 (--batch-size) instead of 4 (card.yaml, batch_size)" in said
    assert "batch_size: 16 (--set, batch_size) instead of 8 (--batch-size)" in said
    assert "| Batch size per device | 16 |" in readme()


def test_the_environment_is_a_source(model, monkeypatch, capsys):
    monkeypatch.setenv("CARDWRIGHT_AUTHOR_NAME", "Ada Example")
    monkeypatch.setenv("CARDWRIGHT_CORPUS", "nothing of ours")
    assert render() == 0 and "Ada Example" in readme()
    assert render("--explain") == 0
    assert "Ada Example    <- environment, CARDWRIGHT_AUTHOR_NAME" in capsys.readouterr().out


def test_disagreements_are_told(model, capsys):
    arguments = ["--license", "mit", "--base-model", "meta-llama/Llama-3.1-8B", "--validation-loss", "2.3", "--perplexity", "4"]
    assert render(*arguments, "--dataset-size", "~80K samples", "--dataset-sample-size", "800000") == 0
    said = capsys.readouterr().err
    assert "is under llama3.1" in said and "exp(2.3) is 9.974, and the perplexity is 4" in said
    assert "800,000 examples were taken of '~80K samples'" in said


def test_standard_output_and_another_file(model, capsys):
    assert render("--output", "-") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("---\n") and not Path("README.md").exists()
    assert render("--output", "other.md") == 0
    assert Path("other.md").read_text(encoding="utf-8") == shown


def test_a_new_folder_is_made_and_a_mode_kept(model):
    assert render("--output", "new/deep/card.md") == 0 and Path("new/deep/card.md").exists()
    Path("file").touch()
    assert render("--output", "file/card.md") == 3
    assert render() == 0
    Path("README.md").chmod(0o600)
    assert render("--author-name", "Ada") == 0 and Path("README.md").stat().st_mode & 0o777 == 0o600


def test_a_card_that_is_a_link_is_written_where_it_leads(model):
    Path("real.md").touch()
    assert render("--output", "real.md") == 0
    Path("README.md").symlink_to("real.md")
    assert render("--author-name", "Ada") == 0
    assert Path("README.md").is_symlink() and "Ada" in Path("real.md").read_text()


def test_a_card_with_errors_is_not_written(model, capsys):
    assert render("--set", "model_description=Trained by [Your Name] on TODO.") == 1
    said = capsys.readouterr().err
    assert "[bracket-placeholder]" in said and "README.md: not written: the card would have" in said
    assert not Path("README.md").exists()


def test_errors_of_the_author_s_own_do_not_stop_a_renewal(model, capsys):
    assert render() == 0
    Path("README.md").write_text(readme() + "\n[More Information Needed]\n", encoding="utf-8")
    (model / "card.yaml").write_text(FACTS.replace("Slow", "Very slow"), encoding="utf-8")
    assert render() == 0 and "Very slow" in readme() and "[More Information Needed]" in readme()


def test_no_byte_of_the_old_card_is_lost_when_the_disk_is_full(model, tmp_path):
    assert render() == 0
    before = readme()
    (model / "card.yaml").write_text(FACTS + "results_summary: " + "long " * 40_000 + "\n", encoding="utf-8")
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "
    code += (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from cardwright import cli; sys.exit(cli.main(['render']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=model, capture_output=True, text=True)
    assert ran.returncode == 3 and "README.md: cannot be written: file too large" in ran.stderr, ran.stderr
    assert readme() == before and sorted(os.listdir()) == ["README.md", "card.yaml"]


def test_a_card_that_nobody_would_read_is_not_written(model, capsys):
    (model / "card.yaml").write_text(
        FACTS + "model_description: " + "word " * 900_000 + "\nresults_summary: " + "word " * 200_000 + "\n"
    )
    assert render() == 2, "a file of facts that long is not read"
    (model / "card.yaml").write_text(FACTS + "author_name: " + '"' + "*" * 1_700_000 + 'a"\n')
    assert render() == 3
    assert "README.md: the card would have" in capsys.readouterr().err and not Path("README.md").exists()


def test_a_value_of_a_megabyte_is_one(model):
    value = "a *b* [c] " * 100_000 + "end"
    (model / "card.yaml").write_text(FACTS + f"author_name: {value}\nmodel_description: {value}\n", encoding="utf-8")
    assert render() == 0
    assert Card(readme()).metadata["cardwright"]["author_name"] == value and readme().count("a *b* [c] ") >= 100_000
    assert render("--check") == 0


def test_a_killed_process_leaves_the_old_card(model):
    assert render() == 0
    before = readme()
    (model / "card.yaml").write_text(FACTS.replace("Slow", "Very slow"), encoding="utf-8")
    for step in ("os.fsync", "os.replace", "os.chmod"):
        code = (
            f"import os, signal, sys; from cardwright import cli; {step} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL); "
        )
        ran = subprocess.run([sys.executable, "-c", code + "cli.main(['render'])"], cwd=model)
        assert ran.returncode == -9 and readme() == before, step
    assert render() == 0 and "Very slow" in readme()


def test_every_flag_that_the_seeds_name(model):
    """Requirements 3.4; P7: half of them were unrecognized."""
    flags = """repo-name=me/otter model-name=Otter experiment-name=e dataset-name=d/e training-config=c batch-size=8 learning-rate=5e-6
    max-epochs=3 training-loss=2.1 validation-loss=2.3 perplexity=9.8 trainer-type=sft max-seq-length=2048 hardware-info=h
    trackio-url=https://example.org/t dataset-repo=me/logs author-name=Ada dataset-sample-size=5 model-description=It base-model=a/b
    gradient-accumulation-steps=16 dataset-size=5k dataset-format=chat license=mit model-name-slug=otter template=unified output=out.md"""
    assert render(*(f"--{flag}" for flag in flags.split()), "--quantized-models", "--debug") == 0
    text = Path("out.md").read_text(encoding="utf-8")
    for told in (
        "me/otter",
        "| Trainer | sft |",
        "h",
        "https://example.org/t",
        "me/logs",
        "5 examples",
        "**Size:** 5k",
        "@misc{otter,",
    ):
        assert told in text


def test_many_folders_and_the_worst_exit_code(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "b" / "README.md").write_text("# Mine\n", encoding="utf-8")
    assert render(tmp_path / "a", tmp_path / "b") == 3
    assert (tmp_path / "a" / "README.md").exists()


def test_discover_compares_rendered_cards_only(tmp_path, capsys, monkeypatch):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "b" / "README.md").write_text("---\nlicense: mit\n---\n# Mine\n", encoding="utf-8")
    assert render(tmp_path / "a") == 0 and render(tmp_path / "c") == 0
    (tmp_path / "c" / "card.yaml").write_text(FACTS.replace("Slow", "Very slow"), encoding="utf-8")
    capsys.readouterr()
    assert render("--check", "--discover", tmp_path) == 1
    told = capsys.readouterr()
    assert (
        "c/README.md" in told.out and "a/README.md" not in told.out and "2 rendered cards compared, 1 to render again" in told.err
    )
    assert render("--check", "--discover", tmp_path / "a" / "card.yaml", tmp_path / "b" / "README.md") == 0


def test_a_card_keeps_its_template(model, capsys):
    assert render("--template", "capstone") == 0
    assert "# Model Card: Otter" in readme() and "<!-- cardwright:template capstone -->" in readme()
    assert render("--check") == 0


def test_a_project_s_own_template(model, capsys):
    (model / "cards").mkdir()
    (model / "cards" / "ours.md.j2").write_text(
        "{# Ours. #}\n{% extends 'cardwright/unified' %}\n{% block limitations %}\n{{ super() }}\n- Ask {{ custom.team }}.\n{% endblock %}\n",
        encoding="utf-8",
    )
    (model / "cardwright.toml").write_text('template = "ours"\ntemplates = "cards"\n', encoding="utf-8")
    assert render("--set", "custom.team=the *otter* team") == 0
    assert "- Slow on long texts\n\n- Ask the \\*otter\\* team.\n" in readme()
    assert Card(readme()).metadata["cardwright"] == {"team": "the *otter* team"}
    assert cli.main(["template", "check"]) == 0


def test_results_in_the_hub_s_newer_form_on_request(model, capsys):
    rows = "benchmarks:\n- {name: GPQA, value: 0.31, dataset_id: Idavidrein/gpqa, task_id: gpqa_diamond, notes: 0-shot}\n- {name: MMLU, value: 0.5}\n"
    (model / "card.yaml").write_text(FACTS + "release_date: 2026-01-31\n" + rows, encoding="utf-8")
    assert render("--eval-results", "--check") == 1 and not Path(".eval_results").exists()
    assert render("--eval-results") == 0
    file = Path(".eval_results/cardwright.yaml")
    text = file.read_text(encoding="utf-8")
    assert text.partition("\n")[2] == (
        '- dataset:\n    id: Idavidrein/gpqa\n    task_id: gpqa_diamond\n  value: 0.31\n  date: "2026-01-31"\n  notes: 0-shot\n'
    )
    assert list(evalresults.problems(text)) == []
    assert render("--eval-results", "--check") == 0, "its own file is no source of its facts"
    file.write_text("- mine\n", encoding="utf-8")
    capsys.readouterr()
    assert render("--eval-results") == 3 and file.read_text(encoding="utf-8") == "- mine\n"
    assert "it is not cardwright's" in capsys.readouterr().err


def test_explained_for_programs(model, capsys):
    assert render("--explain", "--format", "json", "--batch-size", "8") == 0
    told = json.loads(capsys.readouterr().out)
    assert {"name": "batch_size", "value": 8, "file": "--batch-size", "key": ""} in told["facts"] and "author_name" in told[
        "unknown"
    ]
    assert render("--format", "json") == 2


def test_in_python(model):
    outcome = cardwright.render_card(".", flags={"author_name": "Ada Example"})
    assert outcome.old is None and "Ada Example" in outcome.new and outcome.errors == ()
    assert not Path("README.md").exists(), "nothing is written"
