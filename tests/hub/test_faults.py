"""The faults of the loopback Hub, its trusted publishers and its Xet store, by the unmodified client."""

import http.client
import json
import time

import pytest

from . import Hub, client
from .access import id_token
from .client import CARD, REPO, WEIGHTS, add, commit, status_of
from .lz4 import unpack

from huggingface_hub import constants  # isort: skip
from huggingface_hub.errors import HfHubHTTPError  # isort: skip
from huggingface_hub.utils import httpx  # isort: skip

pytestmark = client.QUIET
hub, api, endpoint = client.hub, client.api, client.endpoint


@pytest.mark.parametrize(("kind", "status"), [("503", 503), ("429", 429), ("403", 403), ("500-html", 500)])
def test_a_fault_with_an_answer(kind, status, hub, api):
    fault = hub.fault(kind, match="/commit/")
    with pytest.raises(HfHubHTTPError) as caught:
        commit(api, add("a.txt", b"1"))
    answer = caught.value.response
    assert answer.status_code == status and fault.hit and len(hub.repo(REPO).commits) == 1
    assert answer.headers.get("Retry-After") == ("1" if kind == "429" else None)
    assert answer.text.startswith("<!DOCTYPE html>") is (kind == "500-html")
    commit(api, add("a.txt", b"1"))
    assert len(hub.repo(REPO).commits) == 2


@pytest.mark.parametrize(("kind", "commits"), [("reset", 1), ("lost", 2)])
def test_a_fault_without_an_answer(kind, commits, hub, api):
    hub.fault(kind, match="/commit/")
    with pytest.raises(httpx.ReadError):
        commit(api, add("a.txt", b"1"))
    assert len(hub.repo(REPO).commits) == commits and hub.requests[-1][2] == (200 if kind == "lost" else 0)
    commit(api, add("a.txt", b"1"))
    assert len(hub.repo(REPO).commits) == 2


@pytest.mark.parametrize("kind", ["503", "429", "500-html", "reset", "lost"])
def test_a_fault_that_the_client_survives(kind, hub, api):
    fault = hub.fault(kind, match="/store/lfs/")
    commit(api, add("model.bin", WEIGHTS))
    assert fault.hit and hub.repo(REPO).tree()["model.bin"] == WEIGHTS and hub.count("PUT") == 2


def test_a_fault_at_a_number(hub, api):
    api.whoami()
    fault = hub.fault("503", at=1)
    api.whoami()
    assert fault.hit is None and status_of(api.whoami) == 503 and fault.hit == "/api/whoami-v2"
    api.whoami()
    with pytest.raises(ValueError, match="a fault is one of"):
        hub.fault("never")


def test_quota_and_expired_addresses(hub, api):
    hub.quota = True
    with pytest.raises(ValueError, match="storage limit"):
        commit(api, add("model.bin", WEIGHTS))
    hub.quota, hub.expired_urls = False, True
    with pytest.raises(RuntimeError) as caught:
        commit(api, add("model.bin", WEIGHTS))
    assert caught.value.__cause__.response.status_code == 403
    hub.expired_urls = False
    commit(api, add("model.bin", WEIGHTS))


def test_a_body_in_chunks_and_one_that_breaks_off(hub, api):
    answer = httpx.post(f"{hub.url}/api/validate-yaml", content=iter([b'{"content": ', b'"---\\nopen"}']))
    assert answer.status_code == 400 and answer.json()["errors"]
    connection = http.client.HTTPConnection(hub.url.removeprefix("http://"))
    connection.putrequest("POST", "/api/repos/create")
    connection.putheader("Content-Length", "100")
    connection.endheaders(b'{"name"')
    connection.close()
    assert len(hub.repos) == 1


def test_a_failure_of_the_hub_itself_is_not_taken_for_a_fault(api):
    with pytest.raises(AssertionError, match="KeyError"), Hub() as broken:
        broken.add_token("hf_x", user="x")
        httpx.post(f"{broken.url}/api/repos/create", json={}, headers={"Authorization": "Bearer hf_x"})


def oidc(hub, monkeypatch, resource: str = REPO, audience: str | None = None):
    from huggingface_hub._oidc import oidc_login

    for name, value in {
        "GITHUB_ACTIONS": "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL": hub.ci_url,
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": hub.ci_secret,
    }.items():
        monkeypatch.setenv(name, value)
    return oidc_login(resource=resource, audience=audience, endpoint=hub.url)


def test_a_trusted_publisher(hub, api, endpoint, monkeypatch):
    hub.add_repo("team/other")
    hub.trust(REPO, repository="team/code", ref="refs/heads/main")
    hub.ci_claims = {"repository": "team/code", "ref": "refs/heads/main"}
    got = oidc(hub, monkeypatch)
    token = got["access_token"]
    assert got["expires_in"] == 3600 and commit(api, add("a.txt", b"1"), token=token).oid
    assert status_of(api.create_commit, "team/other", [add("a.txt", b"1")], commit_message="x", token=token) == 403
    assert api.create_repo(REPO, exist_ok=True, token=token).repo_id == REPO
    hub.clock = 3700
    assert status_of(commit, api, add("a.txt", b"2"), token=token) == 401


@pytest.mark.parametrize(
    ("change", "words", "expected"),
    [
        ({"clock": -900}, {}, (401, "not valid yet")),
        ({"clock": 900}, {}, (401, "has expired")),
        ({}, {"audience": "https://elsewhere.example"}, (401, "audience")),
        ({"ci_claims": {"repository": "fork/code"}}, {}, (403, "No trusted publisher")),
        ({}, {"resource": "team/absent"}, (403, "No trusted publisher")),
    ],
)
def test_who_is_not_a_trusted_publisher(change, words, expected, hub, api, monkeypatch):
    hub.trust(REPO, repository="team/code")
    hub.ci_claims = {"repository": "team/code"}
    vars(hub).update(change)
    with pytest.raises(HfHubHTTPError) as caught:
        oidc(hub, monkeypatch, **words)
    answer = caught.value.response
    assert answer.status_code == expected[0] and expected[1] in answer.json()["error_description"]


def test_an_id_token_is_one(hub):
    bad = {"grant_type": "password", "subject_token": id_token({"aud": hub.url, "exp": time.time()})}
    assert httpx.post(f"{hub.url}/oauth/token", content=json.dumps(bad)).json()["error"] == "unsupported_grant_type"


def test_chunks_of_every_scheme():
    frame = lambda block: b"\x04\x22\x4d\x18\x40\x40\xc0" + len(block).to_bytes(4, "little") + block + bytes(4)
    assert unpack(b"abc", 0) == b"abc"
    assert unpack(frame(b"\x13ab"[:1] + b"a" + b"\x01\x00" + b"\x10b"), 1) == b"a" * 8 + b"b"
    assert unpack(frame(b"\x50abcde"), 2) == b"acde" + b"b"


class TestXet:
    @pytest.fixture(autouse=True)
    def xet(self, hub, tmp_path_factory, monkeypatch):
        home = tmp_path_factory.getbasetemp() / "home"  # one for all: hf_xet reads it once
        for name, value in {"HF_HOME": home, "HF_XET_CACHE": home / "xet"}.items():
            monkeypatch.setenv(name, str(value))
        pytest.importorskip("hf_xet")
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", False)

    def test_up_and_down(self, hub, api, tmp_path):
        made = commit(api, add("README.md", CARD), add("a/model.safetensors", WEIGHTS), add("b.bin", WEIGHTS[:70_000]))
        tree = hub.repo(REPO).tree()
        assert tree["a/model.safetensors"] == WEIGHTS and tree["b.bin"] == WEIGHTS[:70_000]
        assert {kind for kind, *_ in hub.uploads} == {"xorb", "shard"} and hub.count("PUT") == 0
        rows = {row.path: row for row in api.list_repo_tree(REPO, recursive=True)}
        assert len(rows["b.bin"].xet_hash) == 64 and rows["b.bin"].lfs.size == 70_000
        path = api.hf_hub_download(REPO, "a/model.safetensors", revision=made.oid, local_dir=tmp_path / "down")
        assert (tmp_path / "down/a/model.safetensors").read_bytes() == WEIGHTS and path
        assert hub.count("GET", "/store/xorb/")

    def test_an_old_client_gets_the_same_bytes(self, hub, api, tmp_path, monkeypatch):
        commit(api, add("model.bin", WEIGHTS))
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        api.hf_hub_download(REPO, "model.bin", local_dir=tmp_path / "down")
        assert (tmp_path / "down/model.bin").read_bytes() == WEIGHTS and not hub.count("GET", "/store/xorb/")

    @pytest.mark.parametrize("kind", ["503", "500-html", "reset", "lost"])
    def test_a_fault_that_the_client_survives(self, kind, hub, api):
        fault = hub.fault(kind, match="/v1/xorbs/")
        commit(api, add("model.bin", WEIGHTS + kind.encode()))
        assert fault.hit and hub.repo(REPO).tree()["model.bin"] == WEIGHTS + kind.encode()

    def test_a_refused_token_looks_like_the_network(self, hub, api):
        hub.refuse_xet = True
        with pytest.raises(ConnectionError):
            commit(api, add("model.bin", WEIGHTS))
        hub.refuse_xet = False
        commit(api, add("model.bin", WEIGHTS))
        assert hub.repo(REPO).tree()["model.bin"] == WEIGHTS
