"""The loopback Hub of the tests, by the unmodified client: what is stored, read and refused. Its faults: hub/test_faults.py."""

import pytest
from hub import client
from hub.client import CARD, REPO, WEIGHTS, add, commit, status_of
from hub.ignore import ignored
from huggingface_hub import CommitOperationCopy, CommitOperationDelete
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError
from huggingface_hub.utils import httpx

pytestmark = client.QUIET
hub, api, endpoint = client.hub, client.api, client.endpoint


def test_who_is_asking(hub, api):
    assert api.whoami()["name"] == "team" and api.whoami()["auth"]["accessToken"]["role"] == "write"
    assert api.whoami(token="hf_reader")["auth"]["accessToken"]["role"] == "read"
    assert status_of(api.whoami, token="hf_nobody") == 401


def test_creating_a_repository(hub, api, endpoint):
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
    commit(
        api, add(".gitignore", b"*.safetensors\nlogs/\n"), add("model.safetensors", WEIGHTS), add("logs/a", b"1"), add("b", b"1")
    )
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
