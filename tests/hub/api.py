"""The JSON endpoints that read a repository, and those of repositories, references and pull requests."""

import json
from urllib.parse import parse_qs, unquote, urlencode

from . import access
from .messages import Answer, Refusal
from .store import NAME, pointer

REPO = r"/api/(?P<kind>models|datasets|spaces)/(?P<name>[^/]+/[^/]+)"


def whoami(hub, request) -> Answer:
    """GET /api/whoami-v2."""
    token = access.require(hub, request)
    orgs = [{"type": "org", "name": org, "roleInOrg": "write"} for org in token.orgs]
    auth = {"type": "access_token", "accessToken": {"displayName": "test", "role": token.role}}
    return Answer.json({"type": "user", "id": "1", "name": token.user, "fullname": token.user, "orgs": orgs, "auth": auth})


def create_repo(hub, request) -> Answer:
    """POST /api/repos/create."""
    asked, token = request.body.json(), access.require(hub, request)
    kind, name = (asked.get("type") or "model") + "s", f"{asked.get('organization') or token.user}/{asked['name']}"
    if token.repo:
        raise Refusal(401, "This token cannot create repositories")
    if token.role != "write" or not token.owns(name.split("/")[0]):
        raise Refusal(403, f'You don\'t have the rights to create a {kind[:-1]} under the namespace "{name.split("/")[0]}"')
    url = f"{hub.url}/{'' if kind == 'models' else kind + '/'}{name}"
    if (kind, name.lower()) in hub.repos:
        return Answer.json({"error": f"You already created this {kind[:-1]} repo", "url": url}, 409)
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    hub.add_repo(name, kind=kind, private=private)
    return Answer.json({"url": url, "name": name, "id": name})


def delete_repo(hub, request) -> Answer:
    """DELETE /api/repos/delete."""
    asked, token = request.body.json(), access.require(hub, request)
    kind, name = (asked.get("type") or "model") + "s", f"{asked.get('organization') or token.user}/{asked['name']}"
    access.write(hub, request, access.reach(hub, request, kind, name))
    del hub.repos[kind, name.lower()]
    return Answer()


def settings(hub, request, kind, name) -> Answer:
    """PUT R/settings."""
    repo, asked = access.reach(hub, request, kind, name), request.body.json()
    access.write(hub, request, repo)
    repo.gated = asked.get("gated", repo.gated)
    if "visibility" in asked or "private" in asked:
        repo.private = asked.get("visibility") == "private" or bool(asked.get("private"))
    return Answer.json({})


def info(hub, request, kind, name, rev="main") -> Answer:
    """GET R or R/revision/{rev}."""
    repo = access.reach(hub, request, kind, name)
    commit = repo.at(unquote(rev))
    siblings = [_sibling(path, entry, request.flag("blobs")) for path, entry in commit.tree.items()]
    return Answer.json({
        "_id": "1", "id": repo.id, "modelId": repo.id, "author": repo.id.split("/")[0], "sha": commit.oid,
        "private": repo.private, "gated": repo.gated, "disabled": False, "downloads": 0, "likes": 0, "tags": [],
        "createdAt": repo.commits[0].date, "lastModified": commit.date, "siblings": siblings,
    })  # fmt: skip


def _sibling(path: str, entry, blobs: bool) -> dict:
    if not blobs:
        return {"rfilename": path}
    out = {"rfilename": path, "blobId": entry.oid, "size": entry.size}
    if entry.lfs:
        out["lfs"] = {"sha256": entry.sha256, "size": entry.size, "pointerSize": len(pointer(entry.sha256, entry.size))}
    return out


def commits(hub, request, kind, name, rev) -> Answer:
    """GET R/commits/{rev}, newest first."""
    repo = access.reach(hub, request, kind, name)
    commit, out = repo.at(unquote(rev)), []
    while commit:
        out.append({"id": commit.oid, "title": commit.message, "message": commit.description, "date": commit.date,
                    "authors": [{"user": commit.author}]})  # fmt: skip
        commit = repo.at(commit.parent) if commit.parent else None
    return Answer.json(out)


def _described(hub, repo, commit, path: str, expand: bool) -> dict:
    entry = commit.tree.get(path)
    if entry is None:
        out = {"type": "directory", "oid": commit.oid, "size": 0, "path": path}
    else:
        out = {"type": "file", "oid": entry.oid, "size": entry.size, "path": path}
        if entry.lfs:
            size = len(pointer(entry.sha256, entry.size))
            out["lfs"] = {"oid": entry.sha256, "size": entry.size, "pointerSize": size}
            if xet_hash := hub.xet.hash_of(entry.sha256):
                out["xetHash"] = xet_hash
    if expand:
        last = repo.last_change(commit, path)
        out["lastCommit"] = {"id": last.oid, "title": last.message, "date": last.date}
    return out


def _folders(path: str):
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def tree(hub, request, kind, name, rev, below="") -> Answer:
    """GET R/tree/{rev}[/path], in pages that a Link header chains."""
    repo = access.reach(hub, request, kind, name)
    commit, below = repo.at(unquote(rev)), unquote(below or "").strip("/")
    paths = sorted({*commit.tree, *(folder for path in commit.tree for folder in _folders(path))})
    if below:
        paths = [path for path in paths if path.startswith(below + "/")]
        if not paths:
            raise Refusal(404, f"{below} does not exist on {unquote(rev)}", "EntryNotFound")
    if not request.flag("recursive"):
        depth = below.count("/") + 1 if below else 0
        paths = [path for path in paths if path.count("/") == depth]
    return _page(hub, request, repo, commit, paths)


def _page(hub, request, repo, commit, paths: list) -> Answer:
    size = min(hub.page_size, 50) if request.flag("expand") else hub.page_size
    start = int(request.query.get("cursor", 0))
    page = [_described(hub, repo, commit, path, request.flag("expand")) for path in paths[start : start + size]]
    headers = {}
    if start + size < len(paths):
        query = urlencode({**request.query, "cursor": start + size})
        headers["Link"] = f'<{hub.url}{request.path}?{query}>; rel="next"'
    return Answer.json(page, **headers)


def paths_info(hub, request, kind, name, rev) -> Answer:
    """POST R/paths-info/{rev}, form-encoded or JSON; absent paths are left out."""
    repo = access.reach(hub, request, kind, name)
    commit, raw = repo.at(unquote(rev)), request.body.bytes().decode()
    asked = json.loads(raw) if "json" in request.headers.get("Content-Type", "") else parse_qs(raw)
    paths, expand = asked.get("paths", []), str(asked.get("expand", "")).strip("[]'").lower() == "true"
    if len(paths) > 1000:
        raise Refusal(413, "Too many paths")
    known = {*commit.tree, *(folder for path in commit.tree for folder in _folders(path))}
    return Answer.json([_described(hub, repo, commit, path, expand) for path in paths if path in known])


def refs(hub, request, kind, name) -> Answer:
    """GET R/refs."""
    repo = access.reach(hub, request, kind, name)
    heads = [{"name": branch, "ref": f"refs/heads/{branch}", "targetCommit": oid} for branch, oid in repo.branches.items()]
    tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid} for tag, oid in repo.tags.items()]
    out = {"branches": heads, "tags": tags, "converts": []}
    if request.flag("include_prs"):
        out["pullRequests"] = [{"name": f"refs/pr/{number}", "ref": f"refs/pr/{number}", "targetCommit": pull["oid"]}
                               for number, pull in repo.pulls.items()]  # fmt: skip
    return Answer.json(out)


def create_tag(hub, request, kind, name, rev) -> Answer:
    """POST R/tag/{rev}."""
    repo = access.reach(hub, request, kind, name)
    access.write(hub, request, repo)
    tag, commit = request.body.json().get("tag", ""), repo.at(unquote(rev))
    if not NAME.fullmatch(tag):
        raise Refusal(400, f"Invalid tag name: {tag}")
    if tag in repo.tags:
        raise Refusal(409, f"Tag {tag} already exists")
    repo.tags[tag] = commit.oid
    return Answer.json({})


def delete_tag(hub, request, kind, name, rev) -> Answer:
    """DELETE R/tag/{tag}."""
    repo = access.reach(hub, request, kind, name)
    access.write(hub, request, repo)
    if repo.tags.pop(unquote(rev), None) is None:
        raise Refusal(404, f"Tag {unquote(rev)} does not exist", "RevisionNotFound")
    return Answer()


def create_branch(hub, request, kind, name, rev) -> Answer:
    """POST R/branch/{branch}."""
    repo, branch = access.reach(hub, request, kind, name), unquote(rev)
    access.write(hub, request, repo)
    if not NAME.fullmatch(branch):
        raise Refusal(400, f"Invalid branch name: {branch}")
    if branch in repo.branches:
        raise Refusal(409, f"Reference refs/heads/{branch} already exists")
    repo.branches[branch] = repo.at(request.body.json().get("startingPoint", "main")).oid
    return Answer.json({})


def delete_branch(hub, request, kind, name, rev) -> Answer:
    """DELETE R/branch/{branch}."""
    repo, branch = access.reach(hub, request, kind, name), unquote(rev)
    access.write(hub, request, repo)
    if branch == "main":
        raise Refusal(403, "The branch main cannot be deleted")
    if repo.branches.pop(branch, None) is None:
        raise Refusal(404, f"Reference refs/heads/{branch} does not exist", "RevisionNotFound")
    return Answer()


def open_pull(repo, title: str, base: str = "main") -> int:
    """A new pull request on top of a branch; its number."""
    number = len(repo.pulls) + 1
    repo.pulls[number] = {"status": "draft", "base": base, "oid": repo.at(base).oid, "title": title}
    return number


def create_discussion(hub, request, kind, name) -> Answer:
    """POST R/discussions, for pull requests only."""
    repo, asked = access.reach(hub, request, kind, name), request.body.json()
    access.write(hub, request, repo, pull=True)
    if len(asked.get("title", "")) < 3 or not asked.get("pullRequest"):
        raise Refusal(400, "A pull request needs a title of three letters")
    return Answer.json({"num": open_pull(repo, asked["title"]), "pullRequest": True})


def _pull(repo, number: str) -> dict:
    if int(number) not in repo.pulls:
        raise Refusal(404, f"Discussion {number} does not exist")
    return repo.pulls[int(number)]


def discussion(hub, request, kind, name, number) -> Answer:
    """GET R/discussions/{n}."""
    repo = access.reach(hub, request, kind, name)
    pull = _pull(repo, number)
    return Answer.json({
        "title": pull["title"], "num": int(number), "author": {"name": "team"}, "createdAt": repo.commits[0].date,
        "status": pull["status"], "repo": {"name": repo.id, "type": kind[:-1]}, "isPullRequest": True, "events": [],
        "filesWithConflicts": [], "changes": {"base": pull["base"], "mergeCommitId": pull.get("merged")}, "diff": "",
    })  # fmt: skip


def status(hub, request, kind, name, number) -> Answer:
    """POST R/discussions/{n}/status."""
    repo, asked = access.reach(hub, request, kind, name), request.body.json()
    token, pull = access.write(hub, request, repo), _pull(repo, number)
    pull["status"] = asked["status"]
    event = {"id": "1", "type": "status-change", "createdAt": repo.commits[0].date, "author": {"name": token.user},
             "data": {"status": asked["status"]}}  # fmt: skip
    return Answer.json({"newStatus": event})


def merge(hub, request, kind, name, number) -> Answer:
    """POST R/discussions/{n}/merge: one commit on the base branch with the pull request's tree."""
    repo = access.reach(hub, request, kind, name)
    token, pull = access.write(hub, request, repo), _pull(repo, number)
    if pull["status"] != "open":
        raise Refusal(400, f"Cannot merge a pull request that is {pull['status']}")
    commit = repo.commit(pull["base"], f"{pull['title']} (#{number})", repo.at(pull["oid"]).tree, token.user)
    pull.update(status="merged", merged=commit.oid)
    return Answer.json({})


ROUTES = [
    ("GET", r"/api/whoami-v2", whoami),
    ("POST", r"/api/repos/create", create_repo),
    ("DELETE", r"/api/repos/delete", delete_repo),
    ("PUT", REPO + r"/settings", settings),
    ("GET", REPO + r"(?:/revision/(?P<rev>[^/]+))?", info),
    ("GET", REPO + r"/commits/(?P<rev>[^/]+)", commits),
    ("GET", REPO + r"/tree/(?P<rev>[^/]+)(?P<below>/.*)?", tree),
    ("POST", REPO + r"/paths-info/(?P<rev>[^/]+)", paths_info),
    ("GET", REPO + r"/refs", refs),
    ("POST", REPO + r"/tag/(?P<rev>[^/]+)", create_tag),
    ("DELETE", REPO + r"/tag/(?P<rev>[^/]+)", delete_tag),
    ("POST", REPO + r"/branch/(?P<rev>[^/]+)", create_branch),
    ("DELETE", REPO + r"/branch/(?P<rev>[^/]+)", delete_branch),
    ("POST", REPO + r"/discussions", create_discussion),
    ("GET", REPO + r"/discussions/(?P<number>\d+)", discussion),
    ("POST", REPO + r"/discussions/(?P<number>\d+)/status", status),
    ("POST", REPO + r"/discussions/(?P<number>\d+)/merge", merge),
    ("POST", r"/oauth/token", access.exchange),
    ("GET", r"/ci/id-token", access.mint),
]
