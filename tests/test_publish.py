"""A folder to the Hub over real HTTP, by the unmodified client: one commit or none, whatever fails and wherever it is run again."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hub import Hub

pytest.importorskip("huggingface_hub")

from huggingface_hub import constants  # noqa: E402

from cardwright import cli  # noqa: E402
from cardwright.publish import folder as folders  # noqa: E402
from cardwright.publish import plan as plans  # noqa: E402
from cardwright.publish import remote  # noqa: E402

import sweep  # isort: skip
from sweep import CARD, KINDS as FAULTS, REPO, TOKEN, files, tree, weights  # isort: skip

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")  # of huggingface_hub 2.4 by httpx2


@pytest.fixture
def model(tmp_path) -> Path:
    return sweep.made(tmp_path / "otter")


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(remote, "_PATIENCE", (0.01, 0.01))
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        hub.add_token(TOKEN, user="team", role="write")
        yield hub


def publish(model, *words) -> int:
    return cli.main(["publish", str(model), "--repo", REPO, *words])


def test_a_folder_is_one_commit_with_its_tag(model, hub, capsys):
    assert publish(model, "--tag", "v1.0") == 0, capsys.readouterr().err
    repo = hub.repo(REPO)
    assert tree(hub) == files(model) == tree(hub, "v1.0")
    made = [commit for commit in repo.commits if commit.message == "Release v1.0"]
    assert len(made) == 1 and repo.tags["v1.0"] == repo.branches["main"] == made[0].oid
    out = capsys.readouterr().out
    assert made[0].oid in out and "tag v1.0" in out


@pytest.mark.parametrize("more", [0, 700], ids=["few files", "many files"])
def test_run_again_it_does_nothing_in_few_requests(more, model, hub, capsys):
    hub.page_size = 100
    for number in range(more):
        (model / f"note{number}.txt").write_text(f"{number}")
    assert publish(model, "--tag", "v1.0") == 0
    before, commits = len(hub.requests), len(hub.repo(REPO).commits)
    assert publish(model, "--tag", "v1.0") == 0
    assert "nothing had changed" in capsys.readouterr().out
    assert len(hub.requests) - before <= 3 and len(hub.repo(REPO).commits) == commits


def test_a_missing_tag_is_set_without_a_commit(model, hub):
    assert publish(model) == 0
    commits = len(hub.repo(REPO).commits)
    assert publish(model, "--tag", "v1.1") == 0
    repo = hub.repo(REPO)
    assert len(repo.commits) == commits and repo.tags["v1.1"] == repo.branches["main"]


def test_only_what_changed_is_uploaded(model, hub):
    assert publish(model, "--tag", "v1.0") == 0
    uploads = len(hub.uploads)
    (model / "int8" / "model.safetensors").write_bytes(weights(1700, 3))
    assert publish(model, "--tag", "v1.1") == 0
    assert len(hub.uploads) == uploads + 1
    assert tree(hub) == files(model) and tree(hub, "v1.0") != tree(hub, "v1.1")


def test_a_tag_is_never_moved(model, hub, capsys):
    assert publish(model, "--tag", "v1.0") == 0
    commits, old = len(hub.repo(REPO).commits), hub.repo(REPO).tags["v1.0"]
    (model / "config.json").write_text("{}")
    assert publish(model, "--tag", "v1.0") == 3
    assert "the tag v1.0 is on commit" in capsys.readouterr().err
    assert len(hub.repo(REPO).commits) == commits and hub.repo(REPO).tags["v1.0"] == old


def test_shards_that_are_gone_are_deleted_and_nothing_else(model, hub):
    for number in (1, 2):
        (model / f"model-0000{number}-of-00002.safetensors").write_bytes(weights(500, number))
    (model / "model.safetensors").unlink()
    (model / "notes.txt").write_text("of the author")
    assert publish(model) == 0
    for number in (1, 2):
        (model / f"model-0000{number}-of-00002.safetensors").unlink()
    (model / "model.safetensors").write_bytes(weights(900, 9))
    (model / "notes.txt").unlink()
    assert publish(model) == 0
    assert tree(hub) == files(model) | {"notes.txt": b"of the author"}
    assert publish(model, "--delete") == 0 and tree(hub) == files(model)


def test_a_dry_run_changes_nothing_and_tells_all(model, hub, capsys):
    (model / ".env").write_text("A=1")
    assert publish(model, "--dry-run", "--tag", "v1.0") == 0
    text = capsys.readouterr().out
    assert (
        "5 new" in text
        and "--- on the Hub" not in text
        and ".env: it may hold secrets" in text
        and "the repository is created" in text
    )
    assert not [request for request in hub.requests if request[0] != "GET"]
    assert publish(model, "--dry-run", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["path"] for row in told["new"]} == files(model).keys() - {".env"} and told["head"] is None and told["creates"]


def test_a_dry_run_shows_what_changes_in_the_card(model, hub, capsys):
    assert publish(model) == 0
    (model / "README.md").write_text(CARD + "\nA new line.\n")
    capsys.readouterr()
    assert publish(model, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "1 changed" in out and "\n+A new line.\n" in out and "\n+++ here\n" in out


NEVER = (".env", ".env.local", "checkpoint-200/optimizer.pt", "optimizer.pt", "training_args.bin", "rng_state_0.pth", ".git/config",
         "__pycache__/x.pyc", "wandb/run.log", ".cache/huggingface/x", "id_rsa", "server.pem", ".int8.half-made/model.safetensors")  # fmt: skip


def test_what_must_never_go_up_never_does(model, hub):
    for name in NEVER:
        (model / name).parent.mkdir(parents=True, exist_ok=True)
        (model / name).write_text("x")
    assert publish(model) == 0
    assert not tree(hub).keys() & set(NEVER)
    assert tree(hub).keys() == files(model).keys() - set(NEVER)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: (m / "training_config.json").write_text('{"hf_token": "%s"}' % ("Ab3dE6gH9jK2mN5pQ8sT" * 2)), "a secret would be published: training_config.json"),
        (lambda m: (m / "notes.txt").write_text(f"token {TOKEN}\n"), "notes.txt:1: Hugging Face token"),
        (lambda m: (m / "secret").symlink_to("/etc/passwd"), "secret is a link that leads out of the folder"),
        (lambda m: (m / "README.md").write_text("---\nlicense: nonsense-1.0\n---\n# A\n"), "[license-unknown]"),
        (lambda m: (m / "README.md").unlink(), "has no card"),
        (lambda m: (m / "int8" / "README.md").write_text("---\nlicense: [\n---\n# A\n"), "int8/README.md"),
    ],
)  # fmt: skip
def test_what_stops_it_before_anything_moves(change, words, model, hub, capsys):
    change(model)
    assert publish(model) == 3
    err = capsys.readouterr().err
    assert words in err and TOKEN not in err and "Traceback" not in err
    assert not [request for request in hub.requests if request[0] != "GET"]


def test_a_gitignore_that_would_swallow_the_weights(model, hub, capsys):
    (model / ".gitignore").write_text("*.safetensors\n")
    assert publish(model) == 3
    assert "the Hub would leave out" in capsys.readouterr().err
    assert "model.safetensors" not in hub.repo(REPO).tree("main")


def test_two_publishers(model, hub, tmp_path, capsys, monkeypatch):
    assert publish(model) == 0
    other = Path(shutil.copytree(model, tmp_path / "other"))
    (other / "config.json").write_text('{"theirs": 1}')
    (model / "config.json").write_text('{"ours": 1}')
    real = remote.Hub.commit

    def late(self, *words):
        monkeypatch.setattr(remote.Hub, "commit", real)
        assert cli.main(["publish", str(other), "--repo", REPO]) == 0, "the other is faster"
        return real(self, *words)

    monkeypatch.setattr(remote.Hub, "commit", late)
    assert publish(model, "--tag", "v2") == 3
    assert "somebody else has published since" in capsys.readouterr().err
    assert tree(hub) == files(other) and "v2" not in hub.repo(REPO).tags
    assert publish(model, "--tag", "v2") == 0 and tree(hub, "v2") == files(model)


def test_a_token_that_may_not_write(model, hub, capsys, monkeypatch):
    assert publish(model) == 0
    hub.add_token("hf_reader", user="team", role="read")
    monkeypatch.setenv("HF_TOKEN", "hf_reader")
    (model / "config.json").write_text("{}")
    assert publish(model) == 3
    err = capsys.readouterr().err
    assert "may not write" in err and "hf_reader" not in err


def test_no_hub_there(model, capsys, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(remote, "_PATIENCE", (0.01,))
    assert publish(model) == 3
    err = capsys.readouterr().err
    assert "the connection to the Hub broke" in err and TOKEN not in err


@pytest.mark.parametrize(
    "words", [["--repo", "otter"], ["--repo", REPO, "--tag", "v 1"], ["--repo", REPO, "--tag", "v1", "--create-pr"]]
)
def test_wrong_usage(words, model, hub):
    assert cli.main(["publish", str(model), *words]) == 2


def test_a_pull_request(model, hub):
    assert publish(model) == 0
    head = hub.repo(REPO).branches["main"]
    (model / "config.json").write_text("{}")
    assert publish(model, "--create-pr") == 0
    assert hub.repo(REPO).branches["main"] == head


@pytest.mark.sweep
@pytest.mark.parametrize(("kind", "transport", "extra"), sweep.SWEEPS)
def test_a_fault_at_every_request_in_turn(kind, transport, extra, tmp_path):
    """After each fault the command is run until it passes: the exact tree, one new commit, the tag on it, the old tag where it was."""
    if transport == "xet":
        pytest.importorskip("hf_xet")
    found = sweep.swept(kind, transport, extra, tmp_path)
    assert not found.violations and found.requests >= 8 and found.runs > found.requests


@pytest.mark.sweep
@pytest.mark.parametrize("kind", sweep.DEATHS)
def test_sigkill_at_every_request_in_turn(kind, tmp_path):
    """The publisher dies at a request, before or after it is carried out; run again, it ends as if nothing had been."""
    found = sweep.killed(kind, tmp_path)
    assert not found.violations and found.requests >= 9


def test_variants_in_repositories_of_their_own(model, hub, capsys):
    (model / "int8" / "README.md").write_text(
        CARD.replace("language: en", "language: en\nbase_model: team/otter\nbase_model_relation: quantized")
    )
    assert publish(model, "--tag", "v1.0", "--variant-repos", "--dry-run", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["repo"] == REPO and [row["repo"] for row in told["variant_repos"]] == [f"{REPO}-int8"]
    assert publish(model, "--tag", "v1.0", "--variant-repos") == 0
    own = hub.repo(f"{REPO}-int8")
    assert tree(hub) == files(model), "the folder of the variant stays where it is"
    assert {name: data for name, data in own.tree("v1.0").items() if name != ".gitattributes"} == files(model / "int8")
    assert own.tags["v1.0"] == own.branches["main"]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda m: (m / "int8" / "config.json").unlink(), 2, "holds no variant"),
        (lambda m: None, 3, "int8 has no card"),
    ],
)
def test_variants_that_cannot_have_one(change, code, words, model, hub, capsys):
    change(model)
    assert publish(model, "--variant-repos") == code
    assert words in capsys.readouterr().err
    assert not [request for request in hub.requests if request[0] != "GET"], "nothing moved"


def test_a_file_that_changes_while_it_is_published(model, hub, capsys, monkeypatch):
    """What is committed is what was planned: the client is told the hashes of the plan and does not read again."""
    real = remote._addition

    def late(one):
        operation = real(one)
        if one.name == "model.safetensors":
            Path(one.path).write_bytes(weights(3000, 7))
        return operation

    monkeypatch.setattr(remote, "_addition", late)
    assert publish(model) == 3
    assert "model.safetensors changed while it was published" in capsys.readouterr().err
    assert "model.safetensors" not in tree(hub)


def test_quota_and_an_expired_address(model, hub, capsys):
    hub.quota = True
    assert publish(model) == 3 and "has no room left" in capsys.readouterr().err
    hub.quota, hub.expired_urls = False, True
    assert publish(model) == 3 and "an address to upload to has expired" in capsys.readouterr().err
    hub.expired_urls = False
    assert publish(model) == 0 and tree(hub) == files(model)


def with_a_publisher(hub, model, tmp_path, **more) -> subprocess.CompletedProcess:
    """`cardwright publish` in a process of its own, as a workflow of team/code runs it: an identity and no token."""
    environment = {key: value for key, value in os.environ.items() if key != "HF_TOKEN"}
    environment |= {"HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(tmp_path / "nobody"), "HF_OIDC_RESOURCE": REPO,
                    "ACTIONS_ID_TOKEN_REQUEST_URL": hub.ci_url, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": hub.ci_secret,
                    "PYTHONPATH": str(Path(cli.__file__).parents[1])} | more  # fmt: skip
    words = [sys.executable, "-m", "cardwright", "publish", str(model), "--repo", REPO, "--tag", "v1"]
    return subprocess.run(words, env=environment | {"GITHUB_ACTIONS": "true"}, capture_output=True, text=True)


def test_a_trusted_publisher_needs_no_secret(model, hub, tmp_path):
    hub.add_repo(REPO)
    hub.trust(REPO, repository="team/code")
    hub.ci_claims = {"repository": "team/code"}
    ran = with_a_publisher(hub, model, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert tree(hub, "v1") == files(model) and hub.ci_secret not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("claims", "clock"),
    [({"repository": "fork/code"}, 0), ({"repository": "team/code"}, 900)],
    ids=["of a fork", "of a clock ahead"],
)
def test_an_identity_that_is_not_trusted(claims, clock, model, hub, tmp_path):
    hub.add_repo(REPO)
    hub.trust(REPO, repository="team/code")
    hub.ci_claims, hub.clock = claims, clock
    ran = with_a_publisher(hub, model, tmp_path)
    assert ran.returncode == 3 and "does not trust this workflow's identity" in ran.stderr and "Traceback" not in ran.stderr, (
        ran.stderr
    )
    assert not tree(hub).keys() & files(model).keys() and hub.ci_secret not in ran.stdout + ran.stderr


def test_a_gated_repository_and_one_of_somebody_else(model, hub, capsys, monkeypatch):
    hub.add_repo("other/otter")
    assert cli.main(["publish", str(model), "--repo", "other/otter"]) == 3
    assert "may not write" in capsys.readouterr().err
    hub.add_repo("other/closed", gated=True)
    assert cli.main(["verify", "other/closed", "--no-load"]) == 3
    assert "other/closed is gated" in capsys.readouterr().err


def test_no_secret_reaches_any_output(model, hub, capsys, monkeypatch):
    for kind in FAULTS:
        hub.fault(match="commit", kind=kind)
        (model / "config.json").write_text(json.dumps({"try": kind}))
        publish(model, "--debug") if False else publish(model)
    told = "".join(capsys.readouterr())
    assert TOKEN not in told and "Bearer" not in told
    again = subprocess.run([sys.executable, "-m", "cardwright", "publish", str(model), "--repo", REPO, "--dry-run", "--format", "json"],
                           capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])})  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert TOKEN not in again.stdout + again.stderr
    assert TOKEN.encode() not in b"".join(tree(hub).values())


def test_limits_are_told_before_a_byte_moves():
    local = lambda name, size: folders.Local(name, "", size, "a" * 64, "b" * 40)
    with pytest.raises(plans.CardwrightError, match="25,000 a commit"):
        plans.made(REPO, "main", "1", [local(f"{n}.bin", 10) for n in range(25_001)], {}, [])
    with pytest.raises(plans.CardwrightError, match="500,000,000,000 a file"):
        plans.made(REPO, "main", "1", [local("model.safetensors", 501 * 10**9)], {}, [])
    with pytest.raises(plans.CardwrightError, match="small files"):
        plans.made(REPO, "main", "1", [local(f"{n}.txt", 9_000_000) for n in range(120)], {}, [])


def test_names_that_never_go_up_are_whole_names():
    assert not [name for name in ("optimizer.md", "checkpoint.json", "environment.env.md", "tokenizer.json", "latest_news.md", "keys.json")
                if any(pattern.match(name) for pattern, _ in folders._NEVER)]  # fmt: skip
    assert re.match(r"v\d", "v1")
