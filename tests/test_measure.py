"""A small model that has learnt something, its variants, and what is measured of them: each number found again another way."""

import json
import math
import re
import shutil
from pathlib import Path

import pytest
import tinymodels
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.torch
pytest.importorskip("torchao")

from cardwright import check_paths, cli, schema  # noqa: E402
from cardwright.heavy import libraries  # noqa: E402
from cardwright.measure import evidence, models, quality, text, wording  # noqa: E402
from cardwright.repository import tensorfile  # noqa: E402

VARIANTS = ("float8", "int4", "int8", "int8-dynamic", "nvfp4")
PROTOCOL = ("--window", "128", "--tokens", "1500", "--prompt", "16", "--new", "4", "--repeats", "2")


@pytest.fixture(scope="session")
def otter(tmp_path_factory):
    """A trained model with every variant that a CPU makes, and their evidence and charts."""
    folder = Path(tinymodels.trained(tmp_path_factory.mktemp("trained") / "otter", steps=100))
    assert cli.main(["quantize", str(folder), "--scheme", ",".join(VARIANTS)]) == 0
    assert cli.main(["measure", str(folder), "--text", str(folder / "held-out.txt"), "--chart", *PROTOCOL]) == 0
    (folder / "card.yaml").write_text(
        "model_name: Otter\nrepo_name: example-team/otter\nlicense: apache-2.0\nauthor_name: Ada Example\nlanguage: [en]\n"
        "model_description: It has read the documentation of Python.\nlimitations: [It repeats itself.]\n"
    )
    return folder


@pytest.fixture(scope="session")
def found(otter):
    return json.loads((otter / "evidence.json").read_text())


def of(found: dict, folder: str) -> dict:
    return next(model for model in found["models"] if model["folder"] == folder)


def test_evidence_is_by_its_schema_and_names_what_it_needs(found, otter):
    assert not list(schema.violations(found, "evidence.schema.json"))
    assert [model["folder"] for model in found["models"]] == ["", *VARIANTS]
    assert found["host"]["device"] and found["host"]["versions"]["torchao"] and found["text"]["windows"] > 1
    assert str(otter.parent) not in json.dumps(found), "a path of this machine"
    assert found["command"].startswith("cardwright measure MODEL --text held-out.txt --window 128 --stride 128 --tokens 1500")


def test_sizes_are_those_of_the_files(found, otter):
    for model in found["models"]:
        path = otter / model["folder"] / "model.safetensors"
        assert model["bytes"] == path.stat().st_size
        assert model["ratio"] == pytest.approx(path.stat().st_size / (otter / "model.safetensors").stat().st_size, rel=1e-6)
        stored = sum(tensor.end - tensor.start for tensor in tensorfile.read(str(path)).tensors.values())
        assert model["held"] == stored, "what is in memory is what is on disk"


def test_perplexity_and_divergence_are_what_plain_arithmetic_gives(found, otter):
    torch = libraries().torch
    tokens = models.tokenizer(str(otter))((otter / "held-out.txt").read_text(), add_special_tokens=False)["input_ids"][:1501]
    windows = [tokens[start : start + 128] for start in range(0, 1500, 128)]
    spread = {}
    for folder in ("", "int8", "int4"):
        model = models.loaded(str(otter), folder, "cpu").model
        with torch.inference_mode():
            spread[folder] = [model(torch.tensor([one])).logits[0].double().log_softmax(-1) for one in windows]
    for folder, each in spread.items():
        losses = [-float(row[place, word]) for row, one in zip(each, windows) for place, word in enumerate(one[1:])]
        best = of(found, folder)["quality"]
        assert best["tokens"] == len(losses)
        assert best["perplexity"] == pytest.approx(math.exp(sum(losses) / len(losses)), rel=1e-4)
        if folder:
            pairs = [(base[:-1], own[:-1]) for base, own in zip(spread[""], each)]
            far = sum(float((base.exp() * (base - own)).sum()) for base, own in pairs) / len(losses)
            same = sum(int((base.argmax(-1) == own.argmax(-1)).sum()) for base, own in pairs) / len(losses)
            assert best["kl"] == pytest.approx(far, rel=0.05) and best["top1"] == pytest.approx(same, abs=2 / len(losses))
            assert best["low"] <= best["change"] <= best["high"]
            assert best["change"] == pytest.approx(best["perplexity"] / of(found, "")["quality"]["perplexity"] - 1, abs=1e-5)


def test_a_model_is_no_further_from_itself_than_nothing(otter):
    one = models.loaded(str(otter), "", "cpu")
    windows = text.windows(str(otter / "held-out.txt"), models.tokenizer(str(otter)), 64, 64, 200)
    twin = quality.measured([one, one], windows)[1]
    assert (twin.change, twin.low, twin.high, twin.kl, twin.top1) == (0, 0, 0, 0, 1)


def test_a_seed_of_noise_is_called_noise_and_a_loss_a_loss():
    assert wording.is_noise({"low": -0.001, "high": 0.002}) and not wording.is_noise({"low": 0.001, "high": 0.002})
    assert not wording.is_noise({"low": None, "high": None}) and not wording.is_noise({})
    assert wording.change({"change": 0.0123, "low": -0.01, "high": 0.0346}) == "+1.23 % (-1.00 % to +3.46 %)"


def test_speed_and_memory_stand_with_what_they_need(found):
    for model in found["models"]:
        assert model["memory"]["resident"] > 0 and model["memory"]["device"] is None
        if model["folder"] == "int4":
            assert model["expanded"] and "speed" not in model, "its arithmetic is not on a CPU"
        else:
            fast = model["speed"]
            assert fast["decode_low"] <= fast["decode"] <= fast["decode_high"] and fast["prefill"] > 0
    assert of(found, "")["speed"]["decode_ratio"] == 1
    assert found["speed"] == {"batch": 1, "prompt": 16, "new": 4, "repeats": 2}


@given(length=st.integers(2, 400), window=st.integers(16, 90), step=st.integers(1, 90))
@settings(max_examples=200)
def test_no_token_is_measured_twice_or_passed_over(length, window, step, tmp_path_factory):
    stride = min(step, window)
    path = tmp_path_factory.mktemp("words") / "words.txt"
    path.write_text("x " * length)
    tokenizer = lambda text, add_special_tokens: {"input_ids": list(range(len(text.split())))}
    if length < 2 * min(window, 16):
        with pytest.raises(text.UsageError):
            text.windows(str(path), tokenizer, window, stride, length)
        return
    got = text.windows(str(path), tokenizer, window, stride, length)
    measured = [token for ids, count in zip(got.ids, got.counted) for token in ids[-count:]]
    assert measured == sorted(set(measured)) and got.tokens == len(measured)
    lost = set(range(length)) - set(measured)
    assert lost <= {ids[0] for ids in got.ids} | {length - 1}, "the first of a window is foretold by nothing in it"
    assert stride == window or lost == {0}
    assert all(len(ids) <= window and count < len(ids) for ids, count in zip(got.ids, got.counted))


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("short.txt", b"a few words", 2, "too few to measure anything on"),
        ("no.txt", None, 2, "No such file"),
        ("latin.txt", b"caf\xe9 " * 999, 3, "is not UTF-8"),
        ("bad.jsonl", b'{"text": "a"}\n[1]\n', 3, "bad.jsonl:2: it is no JSON mapping with a `text`"),
    ],
)
def test_texts_that_are_none(name, content, code, words, otter, tmp_path, capsys):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = (otter / "evidence.json").read_bytes()
    assert cli.main(["measure", str(otter), "--text", str(tmp_path / name), "--no-memory", "--no-speed", *PROTOCOL]) == code
    assert words in capsys.readouterr().err and (otter / "evidence.json").read_bytes() == before


def test_lines_of_json_are_one_text(otter, tmp_path, capsys):
    lines = (otter / "held-out.txt").read_text().split("\n\n")[:40]
    (tmp_path / "some.jsonl").write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
    words = ["measure", str(otter), "--variant", "int8", "--text", str(tmp_path / "some.jsonl"), "--no-memory", "--no-speed", "--window", "64",
             "--tokens", "500", "--output", "-"]  # fmt: skip
    assert cli.main(words) == 0
    assert [model["folder"] for model in json.loads(capsys.readouterr().out)["models"]] == ["", "int8"]


def test_gates(found, capsys):
    assert evidence.gates(["top1_min=0.5"], (("kl_max", 1.0),)) == {"kl_max": 1.0, "top1_min": 0.5}
    assert evidence.failed(found, {"size_ratio_max": 1.0, "top1_min": 0.5, "kl_max": 1.0}) == []
    reasons = evidence.failed(found, {"size_ratio_max": 0.5})
    assert [reason.partition(":")[0] for reason in reasons] == ["float8", "int8", "int8-dynamic"]
    assert reasons[0].endswith("and 50.0% is the most")
    assert evidence.failed(found, {"decode_ratio_min": 0.0}) == ["int4: decode_ratio_min: it was not measured"]
    for word, message in (("top1=1", "there is no gate 'top1'; did you mean `top1_min`?"), ("top1_min", "is no NAME=NUMBER")):
        assert cli.main(["measure", ".", "--gate", word]) == 2
        assert message in capsys.readouterr().err


def test_a_gate_fails_the_command_and_the_evidence_is_written(otter, tmp_path, capsys):
    (tmp_path / "cardwright.toml").write_text("[gate]\nperplexity_increase_max = -0.5\n")
    words = ["measure", str(otter), "--variant", "int8", "--text", str(otter / "held-out.txt"), "--no-memory", "--no-speed", "--window", "64",
             "--tokens", "300", "--output", str(tmp_path / "evidence.json"), "--config", str(tmp_path / "cardwright.toml")]  # fmt: skip
    assert cli.main(words) == 1
    assert "gate: int8: the perplexity changes by" in capsys.readouterr().err and (tmp_path / "evidence.json").exists()


def test_charts_are_the_same_every_time_and_have_every_model(found, tmp_path):
    pytest.importorskip("matplotlib")
    from cardwright.measure import charts

    first = {Path(path).name: Path(path).read_bytes() for path in charts.drawn(found, str(tmp_path))}
    again = {Path(path).name: Path(path).read_bytes() for path in charts.drawn(found, str(tmp_path))}
    assert first == again and first.keys() == {"evidence.svg", "evidence.png"}
    assert first["evidence.png"].startswith(b"\x89PNG")


def test_the_cards_say_what_was_measured_and_are_clean(otter, found, tmp_path):
    folder = Path(shutil.copytree(otter, tmp_path / "otter"))
    assert cli.main(["render", str(folder), *(str(folder / name) for name in VARIANTS)]) == 0
    root, own = (folder / "README.md").read_text(), (folder / "int8" / "README.md").read_text()
    eight = of(found, "int8")
    for card in (root, own):
        (line,) = [line for line in card.splitlines() if line.startswith("| int8 |")]
        assert f"{eight['ratio']:.1%}".replace("%", " %") in line and f"{eight['speed']['decode']:,.1f}" in line
        assert wording.change(eight["quality"]) in line
        assert found["host"]["device"] in card and "held-out.txt" in card and f"{found['text']['tokens']:,} tokens" in card
    assert "![Size, perplexity and decoding speed." in root and "](evidence.png)" in root
    assert ("cannot be told from none" in own) == wording.is_noise(eight["quality"])
    assert ("int8 is slower than the original here" in own) == (eight["speed"]["decode_ratio"] < 1)
    assert "int4 does not run on this machine" in root and 'subfolder="int4", device_map="cuda"' in root
    assert "embeddings keep their precision; lm_head.weight is the same weight" in own
    assert [f"- **Loads with:** {name} or newer" in own for name in ("torch 2.11", "torchao 0.18.0", "transformers 5.0.0")] == [
        True
    ] * 3
    assert not [finding for finding in check_paths([str(folder)]).findings if finding.level == "error"]
    assert cli.main(["render", "--check", str(folder), *(str(folder / name) for name in VARIANTS)]) == 0
    assert cli.main(["quantize", str(folder), "--scheme", "int8"]) == 0 and (folder / "int8" / "README.md").read_text() == own


def test_the_snippet_of_a_variants_card_runs(otter, tmp_path, capsys, monkeypatch):
    folder = Path(shutil.copytree(otter, tmp_path / "otter"))
    assert cli.main(["render", str(folder / "int8")]) == 0
    (code,) = re.findall(r"```python\n(.*?)```", (folder / "int8" / "README.md").read_text(), re.S)
    exec(
        compile(
            code.replace("example-team/otter", str(folder)).replace("max_new_tokens=128", "max_new_tokens=4"), "card", "exec"
        ),
        {},
    )
    assert capsys.readouterr().out.strip()


def test_what_cannot_be_measured(otter, tmp_path, capsys):
    run = lambda *words: (cli.main(["measure", *map(str, words)]), capsys.readouterr().err)
    code, err = run(tmp_path, "--no-memory")
    assert code == 3 and "config.json" in err
    code, err = run(otter, "--variant", "int3")
    assert code == 2 and "has no variant int3" in err and "float8, int4, int8" in err
    code, err = run(otter, "--no-memory", "--window", "4096", "--tokens", "8192", "--text", otter / "held-out.txt")
    assert code == 2 and "takes 256 tokens at most" in err
    broken = Path(shutil.copytree(otter, tmp_path / "broken"))
    data = bytearray((broken / "int8" / "model.safetensors").read_bytes())
    (broken / "int8" / "model.safetensors").write_bytes(data[: len(data) // 2])
    code, err = run(broken, "--variant", "int8", "--no-memory", *PROTOCOL)
    assert code == 3 and "int8 does not load" in err and "Traceback" not in err


def test_scores_of_the_harness_become_rows():
    from cardwright.measure import tasks

    told = {"results": {"arc": {"alias": "arc", "acc,none": 0.5, "acc_stderr,none": 0.1, "exact,strict": 0.25, "exact_stderr,strict": "N/A"}},
            "n-samples": {"arc": {"original": 99, "effective": 20}}}  # fmt: skip
    assert list(tasks._rows(told, "arc")) == [
        {"task": "arc", "metric": "acc", "value": 0.5, "stderr": 0.1, "n": 20},
        {"task": "arc", "metric": "exact (strict)", "value": 0.25, "stderr": None, "n": 20},
    ]


def test_tasks_of_ones_own(otter, tmp_path, capsys, monkeypatch):
    pytest.importorskip("lm_eval", reason="the extra `eval` is not installed")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "words.jsonl").write_text(
        "".join(json.dumps({"q": "The def", "c": [" statement", " qx"], "label": n % 2}) + "\n" for n in range(4))
    )
    (tmp_path / "words.yaml").write_text(
        f"task: words\ndataset_path: json\ndataset_kwargs: {{data_files: {{test: {tmp_path}/words.jsonl}}}}\ntest_split: test\n"
        "output_type: multiple_choice\ndoc_to_text: '{{q}}'\ndoc_to_choice: '{{c}}'\ndoc_to_target: label\n"
    )
    words = ["measure", str(otter), "--variant", "int8", "--tasks", "words", "--tasks-from", str(tmp_path), "--no-memory", "--no-speed",
             "--window", "64", "--output", str(tmp_path / "evidence.json")]  # fmt: skip
    assert cli.main(words) == 0, capsys.readouterr().err
    for model in json.loads((tmp_path / "evidence.json").read_text())["models"]:
        assert [(row["metric"], row["value"], row["n"]) for row in model["tasks"]] == [("acc", 0.5, 4), ("acc_norm", 0.5, 4)]
    assert cli.main([*words[:4], "--tasks", "no_such_task", "--no-memory", "--no-speed", "--window", "64"]) == 2
    assert "has no task 'no_such_task'" in capsys.readouterr().err
