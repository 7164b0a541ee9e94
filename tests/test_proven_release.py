"""Faults that earlier publishers, quantizers and reports had, by their numbers in the requirements, each with the right result up to the
Hub: P16 to P22, P29 to P32, P35 and P36. What of them a card alone shows is in test_proven_faults.py and test_proven_renders.py, what
quantizing alone shows in test_proven_quantize.py."""

import json
import re
from pathlib import Path

import pytest
import test_publish
import tinymodels
import yaml
from hub import Hub
from sweep import REPO, TOKEN, files, tree, weights

from cardwright import check_paths, cli
from cardwright.publish import remote
from cardwright.quantize import apply

from huggingface_hub import constants  # isort: skip

pytestmark = test_publish.pytestmark
SECRET = "Ab3dE6gH9jK2mN5pQ8sT" * 2  # of nobody
LLAMA = '{"model_type": "llama", "architectures": ["LlamaForCausalLM"]}'
TRAINERS = "---\nlicense: mit\nlanguage: en\nbase_model: somebody/weasel\n---\n# Weasel\n\nA README that a trainer wrote.\n"
OTHERS = (
    "smol",
    "openhermes",
    "3b",
    "8 gb",
    "vram",
    "english",
    "french",
    "trackio",
    "tonic",
    "your name",
    "2024",
)  # of P10 and P20


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub that both publishing and verifying ask."""
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(remote, "_PATIENCE", (0.01,))
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        hub.add_token(TOKEN, user="team", role="write")
        yield hub


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A model without a card; the place from which commands run is empty."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    place = tmp_path / "otter"
    place.mkdir()
    (place / "config.json").write_text(LLAMA)
    (place / "model.safetensors").write_bytes(weights(3000, 1))
    (place / "card.yaml").write_text(
        f"model_name: Otter\nrepo_name: {REPO}\nlicense: apache-2.0\nlanguage: [en]\nauthor_name: Ada\n"
    )
    return place


def ran(command: str, folder, *words) -> int:
    return cli.main([command, str(folder), *map(str, words)])


def published(folder, *words) -> int:
    return ran("publish", folder, "--repo", REPO, *words)


def released(folder, *words) -> int:
    return ran("release", folder, "--repo", REPO, "--tag", "v1.0.0", "--no-verify", *words)


def front(text: str) -> dict:
    return yaml.safe_load(text.split("---\n")[1])


def report(folder, capsys, *words) -> dict:
    capsys.readouterr()
    assert ran("report", folder, "--format", "json", *words) == 0
    return json.loads(capsys.readouterr().out)


def test_p16_the_card_that_was_rendered_is_the_card_on_the_hub(hub, folder):
    """The README that was made from the facts is the one people see, whatever README lies in a folder below."""
    for name in ("int8", "adapter", "checkpoint-200"):
        (folder / name).mkdir()
        (folder / name / "README.md").write_text(TRAINERS)
    assert ran("render", folder) == 0
    made = (folder / "README.md").read_bytes()
    assert published(folder, "--tag", "v1.0") == 0
    for revision in ("main", "v1.0"):
        there = tree(hub, revision)
        assert there["README.md"] == made and there["adapter/README.md"] == there["int8/README.md"] == TRAINERS.encode()
        assert "checkpoint-200/README.md" not in there
    assert sum("README.md" in commit.tree and commit.message != "initial commit" for commit in hub.repo(REPO).commits) == 1


def test_p16_a_card_that_a_trainer_left_stops_the_release(hub, folder, capsys):
    """Where a trainer's README stands in the card's place, nobody is told that the card was published."""
    (folder / "README.md").write_text(TRAINERS)
    assert released(folder) == 3
    said = capsys.readouterr()
    assert "stopped at: render" in said.err and "published" not in said.out and not hub.requests
    assert (folder / "README.md").read_text() == TRAINERS


@pytest.mark.parametrize("key", ["hf_token", "trackio_token"])
def test_p17_no_secret_and_no_state_of_the_training_goes_up_and_all_else_in_one_commit(key, hub, folder, capsys):
    """A token in the training's configuration stops everything, secrets and checkpoints stay here, each file goes up once."""
    private = {".env": "A=1", "checkpoint-200/optimizer.pt": "x", "checkpoint-200/model.safetensors": "x", "optimizer.pt": "x"}
    for name, text in private.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for number in range(12):
        (folder / f"note{number}.txt").write_text(f"{number}")
    config = folder / "training_config.json"
    config.write_text(json.dumps({"batch_size": 16, key: SECRET}))
    assert ran("render", folder) == 0 and SECRET not in (folder / "README.md").read_text()
    for stops, code, told in (
        (published, 3, f"a secret would be published: training_config.json: {key}"),
        (released, 1, f"`{key}`"),
    ):
        capsys.readouterr()
        assert stops(folder) == code
        said = "".join(capsys.readouterr())
        assert told in said and SECRET not in said
    assert not [request for request in hub.requests if request[0] != "GET"]
    config.write_text('{"batch_size": 16}')
    assert published(folder) == 0
    assert tree(hub).keys() == {name for name in files(folder) if name not in private and not name.startswith(".cardwright/")}
    assert len(hub.repo(REPO).commits) == 2 and hub.count("POST", "/commit/") == 1
    assert [name for name in tree(hub) if name.endswith("training_config.json")] == ["training_config.json"]
    held = b"".join(data for commit in hub.repo(REPO).commits for data in hub.repo(REPO).tree(commit.oid).values())
    assert SECRET.encode() not in held


SHARDS = ("model-00001-of-00002", "model-00002-of-00002")
WEIGHTS = {
    "one safetensors": {"model.safetensors": weights(3000, 1)},
    "one bin": {"pytorch_model.bin": b"PK\3\4" + bytes(500)},
    "safetensors in shards": {f"{name}.safetensors": weights(900, number) for number, name in enumerate(SHARDS)},
    "bin in shards": {f"pytorch_{name}.bin": b"PK\3\4" + bytes([number]) * 500 for number, name in enumerate(SHARDS)},
    "an adapter": {"adapter_model.safetensors": weights(300, 3)},
}


@pytest.mark.parametrize("kind", WEIGHTS)
def test_p18_weights_of_every_layout_are_published(kind, hub, folder, capsys):
    """A single file needs no index, and weights in parts are as good as whole ones."""
    (folder / "model.safetensors").unlink()
    for name, data in WEIGHTS[kind].items():
        (folder / name).write_bytes(data)
    if len(WEIGHTS[kind]) > 1:
        index = {
            "metadata": {"total_size": 1000},
            "weight_map": {f"w{number}": name for number, name in enumerate(WEIGHTS[kind])},
        }
        suffix = "model.safetensors" if "safetensors" in kind else "pytorch_model.bin"
        (folder / f"{suffix}.index.json").write_text(json.dumps(index))
    if kind == "an adapter":
        hub.add_repo("example-team/base")
        (folder / "adapter_config.json").write_text(
            '{"base_model_name_or_path": "example-team/base", "peft_type": "LORA", "r": 8}'
        )
    assert ran("render", folder) == 0
    assert published(folder, "--tag", "v1.0") == 0, capsys.readouterr().err
    assert tree(hub, "v1.0") == files(folder) and WEIGHTS[kind].items() <= tree(hub).items()
    assert ran("verify", REPO, "--revision", "v1.0", "--no-load") == 0, capsys.readouterr().out


QUALITY = {"perplexity": 20.0, "change": None, "low": None, "high": None, "kl": None, "top1": None, "tokens": 4064}
EVIDENCE = {
    "version": 1, "tool": {"name": "cardwright", "version": "0.1.0"}, "date": "2026-01-02", "command": "cardwright measure MODEL",
    "original": "otter", "host": {"device": "Frobnicator 9000", "kind": "cpu", "cores": 2, "threads": 2, "versions": {"torch": "2.13.0"}},
    "models": [{"folder": "", "bytes": 3000, "ratio": 1.0, "quality": QUALITY},
               {"folder": "int8", "bytes": 1500, "ratio": 0.5, "quality": QUALITY | {"change": 0.005, "low": -0.001, "high": 0.012}}],
}  # fmt: skip


@pytest.mark.parametrize("recorded", [None, "NVIDIA H100 80GB"])
def test_p19_the_machine_that_publishes_is_not_the_one_that_trained(recorded, hub, folder, capsys):
    """Hardware of the training is what the training recorded, or unknown; a machine that measured or published is none."""
    (folder / "evidence.json").write_text(json.dumps(EVIDENCE))
    (folder / "int8").mkdir()
    (folder / "int8" / "model.safetensors").write_bytes(weights(1500, 2))
    if recorded:
        (folder / "training_config.json").write_text(json.dumps({"batch_size": 8, "hardware_info": recorded}))
    assert released(folder) == 0, capsys.readouterr().err
    card = tree(hub, "v1.0.0")["README.md"].decode()
    made = report(folder, capsys)
    assert (
        front(card).get("cardwright", {}).get("hardware_info") == recorded
        and made.get("hardware", {}).get("hardware_info") == recorded
    )
    assert ("hardware_info" in made["unknown"]) is (recorded is None)
    assert ran("readme", folder) == 0
    assert ("#### Hardware" in card) is (recorded is not None) and "Frobnicator" in card
    for text in (card, (folder / "PROJECT.md").read_text()):
        assert all("measured" in line.lower() for line in text.splitlines() if "Frobnicator" in line)
        assert not re.search(r"(?i)hardware\W+(?:cpu|frobnicator)", text)


def test_p20_a_model_of_another_family_is_published_as_what_it_is(hub, folder, capsys):
    """An adapter of gpt-oss names its own base and nobody else's size, languages, licence, name or needs."""
    (folder / "card.yaml").write_text(f"repo_name: {REPO}\n")
    (folder / "config.json").unlink()
    (folder / "model.safetensors").rename(folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "openai/gpt-oss-20b", "peft_type": "LORA", "r": 16}')
    (folder / "training_config.json").write_text(
        json.dumps({"base_model": "openai/gpt-oss-20b", "learning_rate": 2e-4, "use_lora": True})
    )
    assert released(folder) == 0, capsys.readouterr().err
    card = tree(hub, "v1.0.0")["README.md"].decode()
    assert front(card)["base_model"] == "openai/gpt-oss-20b" and not front(card).keys() & {"license", "language", "datasets"}
    assert ran("readme", folder) == 0 and ran("report", folder, "--output", folder / "report.json") == 0
    final = (folder / "report.json").read_text()
    assert json.loads(final)["model"]["base_model"] == ["openai/gpt-oss-20b"]
    for text in (card, (folder / "PROJECT.md").read_text(), final):
        visible = re.sub(r"<!--.*?-->|^# cardwright:managed.*$", "", text, flags=re.M).lower()
        assert not [foreign for foreign in OTHERS if foreign in visible]


@pytest.mark.parametrize("license", ["apache-2.0", "mit", "gpl-3.0"])
def test_p21_card_project_and_report_tell_one_licence(license, hub, folder, capsys):
    """The licence is said once, by the author, and every text that is made has that one."""
    (folder / "card.yaml").write_text(f"model_name: Otter\nrepo_name: {REPO}\nlicense: {license}\nlanguage: [en]\n")
    assert released(folder) == 0, capsys.readouterr().err
    card = tree(hub, "v1.0.0")["README.md"].decode()
    assert ran("readme", folder) == 0
    assert front(card)["license"] == report(folder, capsys)["model"]["license"] == license
    for text in (card, (folder / "PROJECT.md").read_text()):
        named = {
            word
            for word in ("apache-2.0", "mit", "gpl-3.0")
            if re.search(rf"(?i)licen[sc]ed? \w+ {re.escape(word)}|License:\W+{re.escape(word)}", text)
        }
        assert named == {license}
    head, _, body = card.partition("\n---\n")
    (folder / "README.md").write_text(f"{head}\n---\n{body.replace(license, 'BSD-3-Clause')}")
    assert "license-contradicts" in {finding.rule for finding in check_paths([folder / "README.md"]).findings}


@pytest.mark.parametrize(
    "repo", [f"{REPO}/int8", "[your-model-path]", "YOUR-USERNAME/gpt2-spelling-lora", "your-username/your-model", ""]
)
@pytest.mark.parametrize("command", ["publish", "release"])
def test_p22_nothing_is_published_to_an_id_that_is_none(command, repo, hub, folder, capsys):
    """A path into a repository is no id, and one that only holds the place of an id is none either, although the Hub would take it."""
    hub.add_token(TOKEN, user=repo.partition("/")[0] or "team")
    assert ran("render", folder) == 0
    capsys.readouterr()
    assert cli.main([command, str(folder), "--repo", repo, "--tag", "v1.0.0"]) == 2
    assert repr(repo) in capsys.readouterr().err and not hub.requests and not hub.repos


def test_p22_an_id_that_is_a_blank_is_in_no_card_that_goes_up(hub, folder, capsys):
    """A repository that nobody named is left out of the card, and a card that names one in its snippets does not go up."""
    (folder / "card.yaml").write_text("model_name: Otter\nrepo_name: YOUR-USERNAME/gpt2-spelling-lora\nlicense: mit\n")
    assert ran("render", folder) == 0 and "only holds the place" in capsys.readouterr().err
    assert published(folder) == 0 and b"YOUR-USERNAME" not in tree(hub)["README.md"]
    commits = len(hub.repo(REPO).commits)
    code = '\n```python\nfrom transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("YOUR-USERNAME/gpt2-spelling-lora")\n```\n'
    (folder / "README.md").write_text((folder / "README.md").read_text() + code)
    assert published(folder) == 3
    assert "YOUR-USERNAME" in capsys.readouterr().err and len(hub.repo(REPO).commits) == commits


SHORT = ("--window", 64, "--prompt", 8, "--new", 2, "--repeats", 1)


@pytest.fixture(scope="module")
def variants(tmp_path_factory):
    """A release of a tiny model with two variants from a folder with a local name: (folder, what is on the Hub, what was said)."""
    pytest.importorskip("torchao")
    place = tmp_path_factory.mktemp("released")
    folder = Path(tinymodels.random(place / "output-checkpoint", "llama"))
    (folder / "card.yaml").write_text(f"model_name: Otter\nrepo_name: {REPO}\nlicense: mit\nlanguage: [en]\n")
    outputs = place / "outputs"
    with pytest.MonkeyPatch.context() as patch, Hub() as hub:
        patch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        for name, value in {
            "HF_TOKEN": TOKEN,
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(place / "home"),
            "GITHUB_OUTPUT": str(outputs),
        }.items():
            patch.setenv(name, value)
        hub.add_token(TOKEN, user="team", role="write")
        assert ran("render", folder) == 0
        before = (folder / "README.md").read_text()
        assert released(folder, "--scheme", "int8,int8-dynamic", *SHORT) == 0
        told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
        yield folder, before, tree(hub, "v1.0.0"), told, hub.url


@pytest.mark.torch
def test_p29_the_card_of_a_variant_on_the_hub_names_the_model_and_no_path(variants):
    """Each variant's card says what it was made from, by its id, how, by its own scheme, and has no author or page that is made up."""
    folder, _, there, _, url = variants
    plain, dynamic = (there[f"{name}/README.md"].decode() for name in ("int8", "int8-dynamic"))
    for card, name in ((plain, "int8"), (dynamic, "int8-dynamic")):
        assert front(card)["base_model"] == REPO and front(card)["base_model_relation"] == "quantized"
        for wrong in (
            "output-checkpoint",
            str(folder.parent),
            "Your Name",
            "2024",
            "{model",
            "{quant",
            f"{REPO}/{name}",
            "50%",
            "50 %",
            "~",
        ):
            assert wrong not in card, wrong
        assert f'subfolder="{name}"' in card and "bitsandbytes" not in card and "torchao" in card
        assert json.loads(there[f"{name}/config.json"])["quantization_config"]["quant_method"] == "torchao"
    told = lambda card: card.partition("## Quantization")[2].partition("\n## ")[0]
    assert "activations" in told(dynamic) and "activations" not in told(plain)


@pytest.mark.torch
def test_p29_a_variant_that_cannot_be_saved_is_not_there(hub, folder, tmp_path, monkeypatch, capsys):
    """A save that fails leaves no variant without its configuration, and stops the release before the Hub."""
    pytest.importorskip("torchao")
    model = Path(tinymodels.random(tmp_path / "model", "llama"))
    (model / "card.yaml").write_text((folder / "card.yaml").read_text())

    def full(*words, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(apply.os, "fsync", full)
    before = files(model)
    assert released(model, "--scheme", "int8", *SHORT) == 3
    assert "stopped at: quantize int8" in capsys.readouterr().err and not hub.requests
    assert files(model) == before


@pytest.mark.torch
def test_p30_what_the_command_line_takes_and_what_it_says_of_the_rest(hub, variants, tmp_path, capsys, monkeypatch):
    """A model is named by its folder or its id on the Hub; a token is never an argument, and a scheme that is none is named."""
    _, _, there, _, _ = variants
    for name, value in {
        "ENDPOINT": hub.url,
        "HF_HUB_CACHE": str(tmp_path / "cache"),
        "HUGGINGFACE_CO_URL_TEMPLATE": hub.url + "/{repo_id}/resolve/{revision}/{filename}",
    }.items():
        monkeypatch.setattr(constants, name, value)
    hub.add_repo(REPO, files={name: data for name, data in there.items() if "/" not in name})
    out = tmp_path / "made"
    assert cli.main(["quantize", REPO, "--scheme", "int8", "--output", str(out)]) == 0, capsys.readouterr().err
    assert (out / "int8" / "model.safetensors").read_bytes() == there["int8/model.safetensors"]
    for words, said in ((["--hf-token", SECRET], "unrecognized arguments"), (["--scheme", "both"], "there is no scheme 'both'")):
        assert released(out, *words) == 2
        err = capsys.readouterr().err
        assert said in err


@pytest.mark.torch
def test_p31_the_folder_that_is_told_is_the_folder_that_is_there(variants):
    """What the release tells a workflow names each variant by its folder and the account once, and it ends with 0."""
    folder, _, there, told, url = variants
    assert told["url"] == f"{url}/{REPO}/tree/v1.0.0" and told["url"].count("team") == 1
    assert set(json.loads(told["sizes"])) == {"original", "int8", "int8-dynamic"}
    assert {name.partition("/")[0] for name in there if "/" in name} == {"int8", "int8-dynamic"}
    card = there["README.md"].decode()
    assert set(re.findall(r'subfolder="([^"]*)"', card)) <= {"int8", "int8-dynamic"} and "weight-only/" not in card


@pytest.mark.torch
def test_p32_the_card_in_the_root_knows_the_variants_of_the_release(variants):
    """The card is made again after quantizing: before, it tells of no variant, on the Hub of each one with its true size."""
    _, before, there, told, _ = variants
    card = there["README.md"].decode()
    assert "int8" not in before
    for name in ("int8", "int8-dynamic"):
        assert f"[{name}/]({name}/)" in card and f"{name}/README.md" in there and f"{name}/model.safetensors" in there
        assert json.loads(told["sizes"])[name] == len(there[f"{name}/model.safetensors"])


@pytest.mark.torch
def test_p19_a_release_measures_here_and_says_nothing_of_the_training(variants):
    """The machine that measured stands with the measurements and nowhere as the hardware of a training."""
    _, _, there, _, _ = variants
    card = there["README.md"].decode()
    assert "hardware_info" not in card and "#### Hardware" not in card
    assert json.loads(there["evidence.json"])["host"]["device"]


@pytest.mark.parametrize("command", [published, released])
def test_p35_a_repository_that_is_refused_is_no_published_one(command, hub, folder, capsys):
    """A 403 when the repository is made stops it; nothing is uploaded, said to be published or written over."""
    if command is published:
        (folder / "README.md").write_text("---\nlicense: mit\nlanguage: en\n---\n# Mine, by hand\n")
    else:
        assert ran("render", folder, "--version", "v1.0.0") == 0
    (folder / "PROJECT.md").write_text("# Mine as well\n")
    Path("README.md").write_text("# Mine, where I stand\n")
    before, fault = files(folder), hub.fault("403", match="/api/repos/create")
    capsys.readouterr()
    assert command(folder) == 3
    said = capsys.readouterr()
    assert fault.hit and "may not write" in said.err and "published" not in said.out and not hub.repos and not hub.uploads
    assert [request[1] for request in hub.requests if request[0] not in ("GET", "HEAD")] == ["/api/repos/create"]
    assert {name: data for name, data in files(folder).items() if not name.startswith(".cardwright/")} == before
    assert Path("README.md").read_text() == "# Mine, where I stand\n"


def test_p35_a_card_by_hand_stays_byte_for_byte_when_a_release_meets_it(hub, folder, capsys):
    """No command of a release writes over a README that people wrote, in the folder or where one stands."""
    own = b"---\r\nlicense: mit\r\n---\r\n# Mine, by hand\r\n"
    for path in (folder / "README.md", Path("README.md")):
        path.write_bytes(own)
    assert released(folder) == 3 and ran("render", folder) == 3 and ran("readme", folder, "--output", "README.md") == 3
    assert (folder / "README.md").read_bytes() == Path("README.md").read_bytes() == own and not hub.requests


CLAIMS = ("uploaded", "tracked", "documented", "published", "wandb", "success")


def test_p36_equal_scores_meet_no_criterion_and_stop_the_release(hub, folder, tmp_path, capsys):
    """Where the tuned model is as good as its base, nothing is called better, and nothing goes up that has to be."""
    scores = {"accuracy": 0.4, "perplexity": 9.0}
    (folder / "evaluation_results.json").write_text(
        json.dumps({"base_model": {"metrics": scores}, "finetuned_model": {"metrics": scores}})
    )
    asked = tmp_path / "criteria.json"
    better = {"metric": "accuracy", "direction": "higher"}
    rows = [
        {"name": "Better", "threshold": 0, "relative": True},
        {"name": "Surely better", "threshold": 0.4, "significant": True},
    ]
    asked.write_text(
        json.dumps(
            [row | better for row in rows] + [{"name": "Uploaded", "metric": "uploaded", "direction": "higher", "threshold": 1}]
        )
    )
    made = report(folder, capsys, "--criteria", asked)
    assert [row["verdict"] for row in made["results"]] == ["equal", "equal"]
    assert [row["status"] for row in made["criteria"]] == ["not met", "not measured", "not measured"]
    assert ran("report", folder, "--criteria", asked, "--fail-on-criteria") == 1
    capsys.readouterr()
    assert released(folder, "--criteria", asked, "--report", tmp_path / "report.html") == 1
    assert "stopped at: criteria" in capsys.readouterr().err and not hub.requests and not (tmp_path / "report.html").exists()


def test_p36_a_report_claims_nothing_that_nobody_did(folder, capsys):
    """That a model was uploaded, tracked or documented is said of none; its limits and its citation are, where they are known."""
    scores = {"accuracy": 0.4}
    (folder / "evaluation_results.json").write_text(
        json.dumps({"base_model": {"metrics": scores}, "finetuned_model": {"metrics": scores}})
    )
    with (folder / "card.yaml").open("a") as file:
        file.write("limitations: [Slow on long texts]\nrelease_date: 2026-03-01\n")
    made = report(folder, capsys)
    keys = json.dumps({key: value for key, value in made.items() if key not in ("facts", "unknown")}).lower()
    assert not [word for word in CLAIMS if word in keys]
    assert ran("report", folder) == 0
    page = re.sub(r"<style>.*?</style>", "", capsys.readouterr().out, flags=re.S)
    assert not [word for word in CLAIMS if word in page.lower()]
    assert "Slow on long texts" in page and "@misc{otter-2026," in page and "<svg" in page and "Better than" not in page
