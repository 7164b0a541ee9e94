"""The loopback Hub of the tests, by the unmodified client: LFS and Xet, references, access, and each fault as it is told."""

import http.client
import json
import time

import pytest
from hub import Hub
from hub.access import id_token
from hub.ignore import ignored
from hub.lz4 import unpack

huggingface_hub = pytest.importorskip("huggingface_hub")

from huggingface_hub import CommitOperationAdd, CommitOperationCopy, CommitOperationDelete, HfApi, constants  # noqa: E402
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, HfHubHTTPError, RepositoryNotFoundError  # noqa: E402
from huggingface_hub.errors import RevisionNotFoundError  # noqa: E402
from huggingface_hub.utils import close_session, httpx  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")  # of huggingface_hub 2.4 by httpx2

REPO = "team/otter"
CARD = b"---\nlicense: mit\n---\n# Otter\n"
WEIGHTS = bytes(range(256)) * 8000 + b"otter" * 20_000 + bytes((at * at) % 251 for at in range(50_000))


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    with Hub() as hub:
        hub.add_token("hf_writer", user="team")
        hub.add_token("hf_reader", user="team", role="read")
        hub.add_token("hf_stranger", user="stranger")
        yield hub
        close_session()


@pytest.fixture
def api(hub):
    api = HfApi(endpoint=hub.url, token="hf_writer")
    api.create_repo(REPO)
    return api


def commit(api, *operations, **words):
    return api.create_commit(REPO, list(operations), commit_message="Change", **words)


def add(path: str, data: bytes) -> CommitOperationAdd:
    return CommitOperationAdd(path, data)


def status_of(call, *args, **words) -> int:
    with pytest.raises(HfHubHTTPError) as caught:
        call(*args, **words)
    return caught.value.response.status_code


def test_who_is_asking(hub, api):
    assert api.whoami()["name"] == "team" and api.whoami()["auth"]["accessToken"]["role"] == "write"
    assert api.whoami(token="hf_reader")["auth"]["accessToken"]["role"] == "read"
    assert status_of(api.whoami, token="hf_nobody") == 401


def test_creating_a_repository(hub, api):
    assert status_of(api.create_repo, REPO) == 409
    assert api.create_repo(REPO, exist_ok=True).repo_id == REPO
    assert status_of(api.create_repo, "others/otter") == 403
    assert status_of(api.create_repo, "team/new", token="hf_reader") == 403
    assert api.create_repo(REPO, token="hf_reader", exist_ok=True).repo_id == REPO
    assert api.repo_info("TEAM/Otter").sha == hub.repo(REPO).branches["main"]
    api.create_repo("team/letters", repo_type="dataset", private=True)
    assert hub.repo("team/letters", kind="datasets").private
    api.delete_repo("team/letters", repo_type="dataset")
    assert not api.repo_exists("team/letters", repo_type="dataset")


def test_a_commit_and_what_is_read_of_it(hub, api):
    head = api.repo_info(REPO).sha
    made = commit(api, add("README.md", CARD), add("int8/model.safetensors", WEIGHTS), add("empty.bin", b""), parent_commit=head)
    repo, tree = hub.repo(REPO), hub.repo(REPO).tree()
    assert tree.pop(".gitattributes") and tree == {"README.md": CARD, "empty.bin": b"", "int8/model.safetensors": WEIGHTS}
    assert [one.oid for one in repo.commits] == [head, made.oid] and repo.commits[1].parent == head
    entry = repo.commits[1].tree["int8/model.safetensors"]
    assert entry.lfs and entry.size == len(WEIGHTS) and hub.uploads == [("lfs", entry.sha256, len(WEIGHTS))]
    rows = {row.path: row for row in api.list_repo_tree(REPO, recursive=True, revision=made.oid, expand=True)}
    assert rows["int8/model.safetensors"].lfs.sha256 == entry.sha256 and rows["int8/model.safetensors"].xet_hash is None
    assert rows["README.md"].last_commit.oid == made.oid and rows[".gitattributes"].last_commit.oid == head
    files = {file.rfilename: file for file in api.model_info(REPO, files_metadata=True).siblings}
    assert files["int8/model.safetensors"].lfs.sha256 == entry.sha256 and files["README.md"].blob_id == rows["README.md"].blob_id
    assert [one.commit_id for one in api.list_repo_commits(REPO)] == [made.oid, head]
    assert not list(hub.folder.glob("body-*")), "a body was left on disk"


def test_downloads(hub, api, tmp_path):
    made = commit(api, add("README.md", CARD), add("model.safetensors", WEIGHTS))
    folder = api.snapshot_download(REPO, revision=made.oid, local_dir=tmp_path / "down")
    assert (tmp_path / "down/model.safetensors").read_bytes() == WEIGHTS and (tmp_path / "down/README.md").read_bytes() == CARD
    assert api.verify_repo_checksums(REPO, local_dir=folder).mismatches == []
    with pytest.raises(EntryNotFoundError):
        api.hf_hub_download(REPO, "absent.txt")
    with pytest.raises(RevisionNotFoundError):
        api.hf_hub_download(REPO, "README.md", revision="absent")
    with pytest.raises(RepositoryNotFoundError):
        api.hf_hub_download("team/absent", "README.md")
    answer = httpx.get(f"{hub.url}/{REPO}/resolve/main/README.md", headers={"Range": "bytes=4-10"})
    assert answer.status_code == 206 and answer.content == CARD[4:11]


def test_pages_folders_and_paths(hub, api):
    commit(api, *(add(f"a/b{number}/x.txt", b"%d" % number) for number in range(4)))
    hub.page_size, before = 2, len(hub.requests)
    paths = [row.path for row in api.list_repo_tree(REPO, recursive=True)]
    assert paths == [".gitattributes", "a", *(name for n in range(4) for name in (f"a/b{n}", f"a/b{n}/x.txt"))]
    assert len(hub.requests) - before == 5
    assert [row.path for row in api.list_repo_tree(REPO)] == [".gitattributes", "a"]
    assert [row.path for row in api.list_repo_tree(REPO, "a/b1")] == ["a/b1/x.txt"]
    assert [row.path for row in api.get_paths_info(REPO, ["a/b2/x.txt", "absent", "a"], expand=True)] == ["a/b2/x.txt", "a"]


def test_a_stale_parent_and_other_refused_commits(hub, api):
    head = commit(api, add("a.txt", b"1")).oid
    commit(api, add("a.txt", b"2"))
    assert status_of(commit, api, add("a.txt", b"3"), parent_commit=head) == 412
    assert status_of(commit, api, add("a.txt/b", b"3")) == 422
    assert status_of(commit, api, add("a.txt", b"3"), token="hf_reader") == 403
    assert status_of(commit, api, add("a.txt", b"3"), token="hf_stranger") == 403
    with pytest.raises(EntryNotFoundError):
        commit(api, CommitOperationDelete("absent.txt"))
    hub.card_errors.append('"license" must be one of [mit]')
    with pytest.raises(ValueError, match="license"):
        commit(api, add("README.md", CARD))
    assert len(hub.repo(REPO).commits) == 3 and hub.repo(REPO).tree()["a.txt"] == b"2"


def test_deleting_copying_and_what_is_unchanged(hub, api):
    commit(api, add("a/x.txt", b"x"), add("a/y.bin", WEIGHTS), add("b.txt", b"b"))
    commit(api, CommitOperationCopy("a/y.bin", "z.bin"), CommitOperationCopy("b.txt", "c.txt"), CommitOperationDelete("a/"))
    tree = hub.repo(REPO).tree()
    assert tree["z.bin"] == WEIGHTS and tree["c.txt"] == b"b" and not [path for path in tree if path.startswith("a/")]
    uploads, commits = len(hub.uploads), len(hub.repo(REPO).commits)
    assert commit(api, add("z.bin", WEIGHTS), add("b.txt", b"b")).oid == hub.repo(REPO).branches["main"]
    assert (len(hub.uploads), len(hub.repo(REPO).commits)) == (uploads, commits)


def test_what_gitignore_drops(hub, api):
    commit(api, add(".gitignore", b"*.safetensors\nlogs/\n"), add("model.safetensors", WEIGHTS), add("logs/a", b"1"), add("b", b"1"))
    assert set(hub.repo(REPO).tree()) == {".gitattributes", ".gitignore", "b"} and hub.uploads == []
    commit(api, add("later.safetensors", WEIGHTS), add("c", b"1"))
    assert "later.safetensors" not in hub.repo(REPO).tree() and "c" in hub.repo(REPO).tree()


@pytest.mark.parametrize(
    ("path", "rules", "expected"),
    [
        ("a/b.bin", "*.bin", True), ("a/b.bin", "/*.bin", False), ("a/b.bin", "*.bin\n!b.bin", False), ("a/b", "a/\n!a/b", True),
        ("a/b", "# a\n\nb/", False), ("x/a/b", "a/b", False), ("x/a/b", "**/a/b", True), ("a/x/y/b", "a/**/b", True),
        ("a/x/y", "a/**", True), ("f1", "f[0-9]", True), ("f1", "f[!0-9]", False), ("ab", "a?", True), ("a.b", "a\\.b", True),
    ],
)  # fmt: skip
def test_gitignore_rules(path, rules, expected):
    assert ignored(path, rules) is expected


def test_tags_and_branches(hub, api):
    first = api.repo_info(REPO).sha
    api.create_tag(REPO, tag="v1", tag_message="one")
    second = commit(api, add("a.txt", b"1")).oid
    assert status_of(api.create_tag, REPO, tag="v1") == 409 and status_of(api.create_tag, REPO, tag="v 1") == 400
    api.create_tag(REPO, tag="v1", exist_ok=True)
    assert hub.repo(REPO).tags == {"v1": first} and hub.repo(REPO).at("v1").oid == first
    api.create_branch(REPO, branch="feature/x", revision="v1")
    assert status_of(api.create_branch, REPO, branch="feature/x") == 409
    commit(api, add("b.txt", b"1"), revision="feature/x")
    refs = api.list_repo_refs(REPO)
    assert {ref.name: ref.target_commit for ref in refs.branches}["main"] == second and refs.tags[0].ref == "refs/tags/v1"
    assert "b.txt" in hub.repo(REPO).tree("feature/x") and "b.txt" not in hub.repo(REPO).tree("main")
    api.delete_tag(REPO, tag="v1")
    with pytest.raises(RevisionNotFoundError):
        api.delete_tag(REPO, tag="v1")
    api.delete_branch(REPO, branch="feature/x")
    assert list(hub.repo(REPO).branches) == ["main"] and status_of(api.delete_branch, REPO, branch="main") == 403


def test_pull_requests(hub, api):
    head = api.repo_info(REPO).sha
    made = commit(api, add("model.bin", WEIGHTS), create_pr=True)
    assert made.pr_num == 1 and hub.repo(REPO).branches["main"] == head and "model.bin" in hub.repo(REPO).tree("refs/pr/1")
    assert api.list_repo_refs(REPO, include_pull_requests=True).pull_requests[0].target_commit == made.oid
    assert status_of(api.merge_pull_request, REPO, 1) == 400, "it is a draft"
    api.change_discussion_status(REPO, 1, "open")
    api.merge_pull_request(REPO, 1)
    assert hub.repo(REPO).tree()["model.bin"] == WEIGHTS and api.get_discussion_details(REPO, 1).status == "merged"
    pull = api.create_pull_request(REPO, title="More")
    commit(api, add("more.txt", b"1"), revision=pull.git_reference)
    assert "more.txt" in hub.repo(REPO).tree("refs/pr/2")


def test_private_and_gated(hub, api):
    hub.add_repo("team/hidden", private=True, files={"a.txt": b"a"})
    hub.add_repo("team/gated", gated="manual", allowed=["friend"], files={"a.txt": b"a", "w.bin": WEIGHTS})
    hub.add_token("hf_friend", user="friend", role="read")
    assert api.model_info("team/hidden").private
    for token in ("hf_stranger", False):
        with pytest.raises(RepositoryNotFoundError):
            api.model_info("team/hidden", token=token)
        assert api.model_info("team/gated", token=token).gated == "manual"
        with pytest.raises(GatedRepoError):
            api.hf_hub_download("team/gated", "a.txt", token=token)
    assert api.hf_hub_download("team/gated", "w.bin", token="hf_friend")


def test_multipart(hub, api):
    hub.multipart_over, hub.part_size = 100_000, 1_000_000
    fault = hub.fault("reset", match="/store/part/")
    commit(api, add("model.bin", WEIGHTS))
    assert fault.hit and hub.repo(REPO).tree()["model.bin"] == WEIGHTS
    assert [kind for kind, *_ in hub.uploads] == ["part", "part", "part", "lfs"] and not list(hub.folder.glob("part-*"))


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

    for name, value in {"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": hub.ci_url, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": hub.ci_secret}.items():
        monkeypatch.setenv(name, value)
    return oidc_login(resource=resource, audience=audience, endpoint=hub.url)


def test_a_trusted_publisher(hub, api, monkeypatch):
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
    close_session()


def test_chunks_of_every_scheme():
    frame = lambda block: b"\x04\x22\x4d\x18\x40\x40\xc0" + len(block).to_bytes(4, "little") + block + bytes(4)
    assert unpack(b"abc", 0) == b"abc"
    assert unpack(frame(b"\x13ab"[:1] + b"a" + b"\x01\x00" + b"\x10b"), 1) == b"a" * 8 + b"b"
    assert unpack(frame(b"\x50abcde"), 2) == b"acde" + b"b"


class TestXet:
    @pytest.fixture(autouse=True)
    def xet(self, hub, tmp_path_factory, monkeypatch):
        pytest.importorskip("hf_xet")
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", False)
        monkeypatch.setenv("HF_XET_CACHE", str(tmp_path_factory.getbasetemp() / "xet"))

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
