"""The endpoints of a commit: the check of the card, which files go as LFS or not at all, the commit itself."""

import base64
import json
from urllib.parse import unquote

from . import access
from .api import REPO, open_pull
from .ignore import ignored
from .messages import Answer, Refusal

LARGE = (".bin", ".gguf", ".h5", ".msgpack", ".npy", ".npz", ".onnx", ".pt", ".pth", ".safetensors", ".zip")


def validate_yaml(hub, request) -> Answer:
    """POST /api/validate-yaml: what the test put in `hub.card_errors` and `hub.card_warnings`, and an unclosed front matter."""
    card, errors = request.body.json().get("content", ""), list(hub.card_errors)
    if card.startswith("---\n") and "\n---" not in card[3:]:
        errors.append("YAML Metadata Error: the block is not closed")
    out = {"errors": [{"message": error} for error in errors], "warnings": [{"message": text} for text in hub.card_warnings]}
    return Answer.json(out, 400 if errors else 200)


def _rules(repo, commit, given: str | None) -> str:
    if given is not None:
        return given
    entry = commit.tree.get(".gitignore")
    return "" if entry is None else repo.blobs.read(entry).decode()


def preupload(hub, request, kind, name, rev) -> Answer:
    """POST R/preupload/{rev}."""
    repo = access.reach(hub, request, kind, name)
    access.write(hub, request, repo, pull=request.flag("create_pr"))
    asked, commit = request.body.json(), repo.at(unquote(rev))
    if len(asked.get("files", [])) > 256:
        raise Refusal(413, "Too many files")
    rules = _rules(repo, commit, asked.get("gitIgnore"))
    return Answer.json({"files": [_mode(hub, commit, file, rules) for file in asked["files"]]})


def _mode(hub, commit, file: dict, rules: str) -> dict:
    path, sample = file["path"], base64.b64decode(file["sample"])
    large = path.endswith(LARGE) or file["size"] >= hub.lfs_over or b"\0" in sample
    out = {"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": ignored(path, rules)}
    if entry := commit.tree.get(path):
        out["oid"] = entry.sha256 or entry.oid
    return out


def commit(hub, request, kind, name, rev) -> Answer:
    """POST R/commit/{rev}: all of its lines in one commit, or nothing."""
    repo, pull = access.reach(hub, request, kind, name), request.flag("create_pr")
    token, branch = access.write(hub, request, repo, pull=pull), unquote(rev)
    header, lines = _lines(request)
    base = repo.at(branch)
    if not repo.writable(branch):
        raise Refusal(400, f"{branch} is not a branch")
    if header.get("parentCommit") not in (None, base.oid):
        raise Refusal(412, "The branch was updated since you opened this page. Please refresh and try again.")
    if not header.get("summary"):
        raise Refusal(400, "A commit needs a summary")
    tree = _applied(repo, base, lines)
    url = f"{hub.url}/{'' if kind == 'models' else kind + '/'}{repo.id}"
    out = {"success": True, "hookOutput": ""}
    if pull:
        number = open_pull(repo, header["summary"], branch)
        branch, out["pullRequestUrl"] = f"refs/pr/{number}", f"{url}/discussions/{number}"
    made = repo.commit(branch, header["summary"], tree, token.user, header.get("description", ""))
    return Answer.json({**out, "commitOid": made.oid, "commitUrl": f"{url}/commit/{made.oid}"})


def _lines(request):
    try:
        lines = [json.loads(line) for line in request.body.bytes().splitlines() if line.strip()]
        header, *rest = [(line["key"], line["value"]) for line in lines]
    except (ValueError, KeyError, TypeError):
        raise Refusal(400, "The commit is not lines of {key, value}") from None
    if header[0] != "header":
        raise Refusal(400, "The first line of a commit is its header")
    return header[1], rest


def _applied(repo, base, lines) -> dict:
    """The tree after the lines, less what the .gitignore of the commit, else of the branch, drops."""
    tree = dict(base.tree)
    steps = {"file": _file, "lfsFile": _lfs_file, "deletedFile": _deleted, "deletedFolder": _deleted}
    for key, value in lines:
        if key not in steps:
            raise Refusal(400, f"Unknown operation {key}")
        _check_path(value["path"].rstrip("/"))
        steps[key](repo, tree, value)
    given = [
        base64.b64decode(value["content"]).decode() for key, value in lines if key == "file" and value["path"] == ".gitignore"
    ]
    rules = _rules(repo, base, given[-1] if given else None)
    for key, value in lines:
        if key in ("file", "lfsFile") and ignored(value["path"], rules):
            tree.pop(value["path"], None)
    return tree


def _check_path(path: str) -> None:
    parts = path.split("/")
    if path.startswith("/") or any(part in ("", ".", "..", ".git") for part in parts) or "\\" in path:
        raise Refusal(422, f"Invalid path in repository: {path}")


def _place(tree: dict, path: str, entry) -> None:
    for name in tree:
        if name.startswith(path + "/") or path.startswith(name + "/"):
            raise Refusal(422, f"{path} would be a file and a folder")
    tree[path] = entry


def _file(repo, tree: dict, value: dict) -> None:
    content = value["content"]
    data = base64.b64decode(content) if value.get("encoding") == "base64" else content.encode()
    _place(tree, value["path"], repo.blobs.add(data))


def _lfs_file(repo, tree: dict, value: dict) -> None:
    entry = repo.blobs.large(value["oid"])
    if value.get("size", entry.size) != entry.size:
        raise Refusal(400, f"The size of {value['path']} is not that of what was uploaded")
    _place(tree, value["path"], entry)


def _deleted(repo, tree: dict, value: dict) -> None:
    path = value["path"].rstrip("/")
    gone = [name for name in tree if name == path or name.startswith(path + "/")]
    if not gone:
        raise Refusal(404, f"A file with this name doesn't exist: {path}", "EntryNotFound")
    for name in gone:
        del tree[name]


ROUTES = [
    ("POST", r"/api/validate-yaml", validate_yaml),
    ("POST", REPO + r"/preupload/(?P<rev>[^/]+)", preupload),
    ("POST", REPO + r"/commit/(?P<rev>[^/]+)", commit),
]
