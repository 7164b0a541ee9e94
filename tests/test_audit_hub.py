"""Repositories on the Hub for an audit: real HTTP on loopback, the unmodified client."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("huggingface_hub")

from hub import Hub, server  # noqa: E402
from hub.messages import Answer  # noqa: E402
from huggingface_hub import constants  # noqa: E402
from huggingface_hub.utils import close_session  # noqa: E402
from test_audit import CLEAN, audit, files, table, told  # noqa: E402

from cardwright.hub import cards  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")  # of huggingface_hub 2.4 by httpx2
TOKEN = "hf_reader_never_to_be_seen"


def _models(hub, request) -> Answer:
    """GET /api/models?author=NAME, with what `full` asks for."""
    listed = [
        repo for (kind, _), repo in hub.repos.items() if kind == "models" and repo.id.startswith(request.query["author"] + "/")
    ]
    return Answer.json([
        {"_id": "1", "id": repo.id, "modelId": repo.id, "private": False, "downloads": 5, "likes": 0, "tags": [],
         "createdAt": "2023-05-01T00:00:00.000Z", "siblings": [{"rfilename": name} for name in repo.tree()]} for repo in listed
    ])  # fmt: skip


@pytest.fixture
def hub(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    monkeypatch.setattr(cards, "_PATIENCE", (0, 0, 0))
    monkeypatch.setattr(server, "ROUTES", [*server.ROUTES, ("GET", re.compile(r"/api/models"), _models)])
    with Hub() as hub:
        hub.add_token(TOKEN, user="team", role="read")
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        hub.add_repo("team/otter", files={"README.md": CLEAN.encode(), "config.json": b"{}", "model.safetensors": b"x" * 1000})
        hub.add_repo("team/bare", files={"model.safetensors": b"x"})
        hub.add_repo("team/broken", files={"README.md": b"---\nlicense: nonsense\n---\n# B\n", "adapter_config.json": b"{}"})
        hub.add_repo("other/hidden", private=True, files={"README.md": b"# H\n"})
        yield hub
        close_session()


def test_an_organisation(hub):
    audit("--org", "team", "--output", "out")
    assert [(row["id"], row["state"], row["author"], row["year"], row["downloads"]) for row in table("cards")] == [
        ("team/otter", "checked", "team", 2023, 5), ("team/bare", "missing", "team", 2023, 5), ("team/broken", "checked", "team", 2023, 5)]  # fmt: skip
    assert {row["source"] for row in table("cards")} == {hub.url} == set(told()["sources"])
    assert not hub.count("GET", "safetensors"), "weights are never fetched"
    assert hub.count("GET", "config.json") == 2
    assert not Path("out/fetched").exists(), "all is done"


def test_ids_of_a_file_and_what_is_not_there(hub, capsys):
    Path("ids.txt").write_text("team/otter\n\n# a comment\nteam/absent\nother/hidden\nteam/bare\nteam/otter\n")
    audit("--ids", "ids.txt", "--output", "out", code=3)
    assert [row["id"] for row in table("cards")] == ["team/otter", "team/bare"]
    assert [problem["source"] for problem in told()["problems"]] == [f"{hub.url}/team/absent", f"{hub.url}/other/hidden"]
    out, err = capsys.readouterr()
    assert "it is not there, or this token may not see it" in err and TOKEN not in out + err
    assert TOKEN not in "".join(str(data) for data in files().values())


def test_a_run_that_was_interrupted_fetches_the_rest(hub, monkeypatch):
    Path("ids.txt").write_text("team/otter\nteam/broken\nteam/bare\n")
    audit("--ids", "ids.txt", "--output", "whole")
    real, asked = cards.Hub.fetch, []

    def dies(self, repo, folder, info=None):
        if asked:
            raise KeyboardInterrupt
        asked.append(repo)
        return real(self, repo, folder, info)

    monkeypatch.setattr(cards, "WORKERS", 1)
    monkeypatch.setattr(cards.Hub, "fetch", dies)
    audit("--ids", "ids.txt", "--output", "out", code=130)
    monkeypatch.setattr(cards.Hub, "fetch", real)
    hub.requests.clear()
    audit("--ids", "ids.txt", "--output", "out")
    assert files() == files("whole") and not hub.count("GET", "team/otter")


@pytest.mark.parametrize("kind", ["503", "429", "reset", "500-html"])
def test_what_passes_is_waited_for(hub, kind, monkeypatch):
    waited = []
    monkeypatch.setattr(cards.time, "sleep", waited.append)
    monkeypatch.setattr(cards.time, "monotonic", lambda: float(len(waited)) * 10)
    Path("ids.txt").write_text("team/otter\n")
    hub.fault(kind, match="README.md")
    audit("--ids", "ids.txt", "--output", "out")
    assert table("cards")[0]["state"] == "checked"
    assert kind != "429" or waited == [1.0], "as long as the Hub asks for"


def test_a_hub_out_of_reach_is_one_line(hub, monkeypatch, capsys):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    audit("--org", "team", "--output", "out", code=3)
    assert capsys.readouterr().err.startswith("cardwright: the models of team cannot be listed: the connection broke")


def test_an_organisation_without_models(hub, capsys):
    audit("--org", "nobody", "--output", "out", code=3)
    assert "nobody has no models" in capsys.readouterr().err


def test_what_was_fetched_is_written_whole(hub):
    cards.Hub().fetch("team/otter", "place")
    assert sorted(path.name for path in Path("place").iterdir()) == [cards.KNOWN, "README.md", "config.json"]
    assert json.loads(Path("place", cards.KNOWN).read_text())["id"] == "team/otter"


def test_shares_of_an_organisation(hub, capsys):
    """Every repository is in one share, always the same, and together they are the whole."""
    for number in range(12):
        hub.add_repo(f"team/more-{number}", files={"README.md": CLEAN.encode()})
    audit("--org", "team", "--output", "whole")
    shares = []
    for which in (1, 2, 3):
        audit("--org", "team", "--shard", f"{which}/3", "--output", f"share-{which}")
        shares.append({row["id"] for row in table("cards", f"share-{which}")})
    assert sorted(name for share in shares for name in share) == sorted(row["id"] for row in table("cards", "whole"))
    assert all(shares)
    audit("--join", "share-1", "share-2", "share-3", "--output", "out")
    assert told()["cards"] == told("whole")["cards"] == 15 and told()["counts"] == told("whole")["counts"]
    for text in ("0/3", "4/3", "1", "a/b", "1/-2"):
        audit("--org", "team", "--shard", text, "--output", "out", code=2)
        assert f"--shard {text}" in capsys.readouterr().err


def test_a_hub_out_of_reach_stops_it_soon(hub, capfd, monkeypatch):
    """Four repositories in a row, not all ten thousand; no line of the client's own."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    Path("ids.txt").write_text("".join(f"team/model-{number}\n" for number in range(10_000)))
    audit("--ids", "ids.txt", "--output", "out", code=3)
    audit("--org", "team", "--output", "out", code=3)
    err = capfd.readouterr().err
    assert "http://127.0.0.1:9 cannot be reached: the connection broke" in err and "Retry" not in err
    assert "the models of team cannot be listed: the connection broke" in err
