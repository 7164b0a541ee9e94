"""What was published, downloaded anew: every hash, every card, every model; and what is wrong with it when something is."""

import json
from pathlib import Path

import pytest
import tinymodels
from hub import Hub

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")]
pytest.importorskip("torchao")
pytest.importorskip("huggingface_hub")

from huggingface_hub import constants  # noqa: E402

from cardwright import cli  # noqa: E402

TOKEN = "hf_" + "Qz7Lw2Xk9V" * 3 + "p4Tn"  # of the loopback Hub alone


@pytest.fixture(scope="module")
def otter(tmp_path_factory):
    """A model with a variant, evidence and cards."""
    folder = Path(tinymodels.random(tmp_path_factory.mktemp("verify") / "otter", "llama"))
    (folder / "card.yaml").write_text(
        "model_name: Otter\nrepo_name: team/otter\nlicense: mit\nlanguage: [en]\nauthor_name: Ada Example\n"
    )
    assert cli.main(["quantize", str(folder), "--scheme", "int8,int4"]) == 0
    assert cli.main(["measure", str(folder), "--no-memory", "--no-speed", "--window", "64"]) == 0
    assert cli.main(["render", str(folder), str(folder / "int8"), str(folder / "int4")]) == 0
    return folder


@pytest.fixture
def hub(tmp_path, monkeypatch, otter):
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        hub.add_token(TOKEN, user="team", role="write")
        assert cli.main(["publish", str(otter), "--repo", "team/otter", "--tag", "v1.0"]) == 0
        monkeypatch.delenv("HF_TOKEN")
        yield hub


def verify(capsys, *words) -> tuple[int, list]:
    capsys.readouterr()
    code = cli.main(["verify", "team/otter", "--revision", "v1.0", "--format", "json", *words])
    return code, json.loads(capsys.readouterr().out)["steps"]


def test_all_as_it_should_be(hub, capsys):
    code, steps = verify(capsys)
    assert code == 0 and all(step["good"] for step in steps), steps
    assert [step["what"] for step in steps] == [
        "files",
        "README.md",
        "int4/README.md",
        "int8/README.md",
        "model in the root",
        "model int4",
        "model int8",
    ]
    assert [step["detail"] for step in steps[-3:]] == [
        "it loads and generates 4 tokens; its logits are those that were recorded"
    ] * 3
    assert not [request for request in hub.requests if request[0] not in ("GET", "HEAD")][20:], "verifying writes nothing"


def test_without_loading_it_needs_no_torch(hub, capsys):
    code, steps = verify(capsys, "--no-load")
    assert code == 0 and [step["what"] for step in steps][-1] == "int8/README.md"


def test_weights_of_another_model(hub, capsys, tmp_path):
    other = Path(tinymodels.random(tmp_path / "other", "llama", initializer_range=0.5))
    repository = hub.repo("team/otter")
    repository.at("v1.0").tree["model.safetensors"] = hub._entry("model.safetensors", (other / "model.safetensors").read_bytes())
    code, steps = verify(capsys)
    assert code == 1
    assert ["its logits are not those that were recorded" in step["detail"] for step in steps if not step["good"]] == [True]


def test_a_card_with_an_error_and_a_variant_that_does_not_load(hub, capsys):
    whole, tree = hub.repo("team/otter").tree("v1.0"), hub.repo("team/otter").at("v1.0").tree
    tree["int8/README.md"] = hub._entry("int8/README.md", b"---\nlicense: nonsense-9\n---\n# A\n")
    tree["int8/model.safetensors"] = hub._entry("int8/model.safetensors", whole["int8/model.safetensors"][:-64])
    code, steps = verify(capsys)
    wrong = {step["what"]: step["detail"] for step in steps if not step["good"]}
    assert code == 1 and wrong.keys() == {"int8/README.md", "model int8"}
    assert "[weights-unreadable]" in wrong["int8/README.md"] and "does not load" in wrong["model int8"]


def test_what_is_not_there(hub, capsys):
    for words, message in ((["team/none"], "is not there"), (["team/otter", "--revision", "v9"], "no such revision")):
        assert cli.main(["verify", *words]) == 3
        assert message in capsys.readouterr().err
    assert cli.main(["verify", "otter"]) == 2


NAMING = """\
---
license: mit
language: en
base_model: {base}
datasets: [team/letters]
---
# Otter

From [its base](https://huggingface.co/{base}){more}.
"""


@pytest.mark.parametrize(
    ("base", "more", "expected"),
    [
        ("team/base", "", {"base models": True, "datasets": True, "links": True}),
        ("team/base", ", as [a page](URL/page) says", {"base models": True, "datasets": True, "links": False}),
        ("team/base", ", as [a page](http://127.0.0.1:1/) says", {"base models": True, "datasets": True, "links": None}),
        ("team/private", "", {"base models": False, "datasets": True, "links": False}),
        ("team/none", "", {"base models": False, "datasets": True, "links": False}),
    ],
)
def test_what_the_cards_name(base, more, expected, hub, capsys):
    """Asked about as a visitor without a login; what nobody answers about is told and not wrong."""
    hub.add_repo("team/base")
    hub.add_repo("team/private", private=True)
    hub.add_repo("team/letters", kind="datasets")
    text = NAMING.format(base=base, more=more.replace("URL", hub.url)).encode()
    hub.repo("team/otter").at("v1.0").tree["README.md"] = hub._entry("README.md", text)
    code, steps = verify(capsys, "--no-load")
    assert {step["what"]: step["good"] for step in steps if step["what"] in expected} == expected, steps
    assert code == (1 if False in expected.values() else 0)
