"""A Hub on loopback that publishing talks to: repositories, commits, tags, LFS, downloads, and a fault at any request.

As much of the Hub's HTTP API as huggingface_hub 2.4 uses to publish and to download (shared/spec/publishing.md 1).
"""

import base64
import hashlib
import json
import socket
import threading
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

LARGE = (".safetensors", ".bin", ".gguf", ".png", ".onnx")  # what the Hub's own .gitattributes keeps in LFS
_ATTRIBUTES = b"*.safetensors filter=lfs diff=lfs merge=lfs -text\n"


class Commit:
    """A commit: its id, its parent's, its message and the tree, path -> (bytes, whether it is in LFS)."""

    def __init__(self, parent, message: str, tree: dict) -> None:
        self.parent, self.message, self.files = parent, message, dict(tree)
        told = json.dumps([parent, message, [(name, _sha256(data), large) for name, (data, large) in sorted(tree.items())]])
        self.oid = hashlib.sha1(told.encode()).hexdigest()


class Repository:
    """A repository: its commits, oldest first, branches and tags."""

    def __init__(self, private: bool, gated: bool = False) -> None:
        self.private, self.gated = private, gated
        first = Commit(None, "initial commit", {".gitattributes": (_ATTRIBUTES, False)})
        self.commits, self.branches, self.tags, self.requests = [first], {"main": first.oid}, {}, []

    def at(self, revision: str):
        oid = self.branches.get(revision) or self.tags.get(revision) or revision
        return next((commit for commit in self.commits if commit.oid == oid), None)

    def tree(self, revision: str = "main") -> dict:
        return {name: data for name, (data, _) in self.at(revision).files.items()}


class Hub:
    """`with Hub() as hub:` serves at hub.url.

    requests  (method, path, status) of each; uploads: SHA-256 of every object that was put
    victim    the subprocess.Popen that the faults "kill" and "kill-after" end
    """

    def __init__(self) -> None:
        self.tokens, self.repositories, self.objects, self.requests, self.uploads = {}, {}, {}, [], []
        self.quota = self.expired = False
        self.victim = None
        self._faults, self._count, self._lock = [], 0, threading.RLock()

    def __enter__(self):
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add_token(self, token: str, user: str, role: str = "write") -> None:
        self.tokens[token] = (user, role)

    def add_repo(self, name: str, private: bool = False, gated: bool = False) -> Repository:
        return self.repositories.setdefault(name, Repository(private, gated))

    def repo(self, name: str) -> Repository:
        return self.repositories[name]

    def fault(self, kind: str, at: int | None = None, match: str | None = None) -> None:
        """One request fails: the at-th from now, or the next whose path holds `match`."""
        self._faults.append({"kind": kind, "at": None if at is None else self._count + at, "match": match})

    def due(self, path: str) -> str | None:
        with self._lock:
            number = self._count
            self._count += 1
            for fault in self._faults:
                if fault["at"] == number or (fault["match"] and fault["match"] in path):
                    self._faults.remove(fault)
                    return fault["kind"]
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class Refusal(Exception):
    def __init__(self, status: int, code: str = "", message: str = "", headers=()) -> None:
        self.status, self.body, self.headers = status, {"error": message or code}, dict(headers)
        if code:
            self.headers["X-Error-Code"] = code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_) -> None:
        pass

    def answer(self) -> None:
        split = urlsplit(self.path)
        self.place, self.query = unquote(split.path), parse_qs(split.query)
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.hub.due(self.path)
        if kind in ("reset", "kill"):
            return self._reset(0, kind)
        if kind in ("503", "429", "403"):
            return self._say(int(kind), {"error": "a fault"}, {"Retry-After": "1"} if kind == "429" else {})
        if kind == "500-html":
            return self._say(500, b"<html><body>Internal Server Error</body></html>", {"Content-Type": "text/html"})
        try:
            with self.hub._lock:
                status, body, headers = self._routed(data)
        except Refusal as refusal:
            status, body, headers = refusal.status, refusal.body, refusal.headers
        if kind in ("lost", "kill-after"):
            return self._reset(status, kind)
        self._say(status, body, headers)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

    def _reset(self, status: int, kind: str) -> None:
        self.hub.requests.append((self.command, self.path, status))
        if kind.startswith("kill"):
            self.hub.victim.kill()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close_connection = True
        self.connection.close()

    def _say(self, status: int, body, headers=()) -> None:
        self.hub.requests.append((self.command, self.path, status))
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **dict(headers)}.items():
            self.send_header(name, value)
        self.send_header(
            "Content-Length", headers.get("Content-Length-Of", len(data)) if isinstance(headers, dict) else len(data)
        )
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _routed(self, data: bytes):
        parts = self.place.strip("/").split("/")
        if parts[:2] == ["api", "validate-yaml"]:
            return 200, {"errors": [], "warnings": []}, {}
        if parts[:3] == ["api", "repos", "create"]:
            return self._create(json.loads(data))
        if parts[0] == "objects":
            return self._object(parts[1], data)
        if parts[0] == "api" and parts[1] in ("models", "datasets"):
            name, rest = "/".join(parts[2:4]), parts[4:]
            return getattr(self, f"_{rest[0].replace('-', '_')}" if rest else "_info")(name, self._allowed(name), rest[1:], data)
        name = "/".join(parts[:2]).removesuffix(".git")
        repository = self._allowed(name)
        if parts[2:5] == ["info", "lfs", "objects"]:
            return self._batch(name, repository, json.loads(data))
        if parts[2] == "resolve":
            return self._resolve(repository, parts[3], "/".join(parts[4:]))
        raise Refusal(404, "EntryNotFound")

    def _who(self):
        return self.hub.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))

    def _allowed(self, name: str) -> Repository:
        found = self.hub.repositories.get(name)
        if found is None or (found.private and not self._who()):
            raise Refusal(404, "RepoNotFound")
        if found.gated and not self._who():
            raise Refusal(403, "GatedRepo")
        return found

    def _writes(self, name: str) -> None:
        who = self._who()
        if who is None:
            raise Refusal(401, message="Invalid credentials")
        if who[1] != "write" or who[0] != name.partition("/")[0]:
            raise Refusal(403, message="you may not write there")

    def _create(self, asked: dict):
        name = f"{asked['organization']}/{asked['name']}" if asked.get("organization") else asked["name"]
        self._writes(name)
        if name in self.hub.repositories:
            raise Refusal(409, message="you already created this repo")
        self.hub.add_repo(name, asked.get("private") is True or asked.get("visibility") == "private")
        return 200, {"url": f"{self.hub.url}/{name}"}, {}

    def _commit_at(self, repository: Repository, revision: str) -> Commit:
        found = repository.at(revision)
        if found is None:
            raise Refusal(404, "RevisionNotFound")
        return found

    def _info(self, name: str, repository: Repository, rest: list, _):
        found = self._commit_at(repository, rest[0] if rest else "main")
        siblings = [{"rfilename": path, "size": len(data)} for path, (data, _) in found.files.items()]
        return (
            200,
            {
                "id": name,
                "sha": found.oid,
                "private": repository.private,
                "siblings": siblings,
                "tags": [],
                "downloads": 0,
                "likes": 0,
            },
            {},
        )

    def _revision(self, name: str, repository: Repository, rest: list, data):
        return self._info(name, repository, rest, data)

    def _refs(self, name: str, repository: Repository, *_):
        rows = lambda kind, refs: [{"name": ref, "ref": f"refs/{kind}/{ref}", "targetCommit": oid} for ref, oid in refs.items()]
        return 200, {"branches": rows("heads", repository.branches), "tags": rows("tags", repository.tags), "converts": []}, {}

    def _tree(self, name: str, repository: Repository, rest: list, _):
        rows = []
        for path, (data, large) in sorted(self._commit_at(repository, rest[0]).files.items()):
            row = {"type": "file", "path": path, "size": len(data), "oid": _blob(data)}
            rows.append(row | ({"lfs": {"oid": _sha256(data), "size": len(data), "pointerSize": 130}} if large else {}))
        first, most = int(self.query.get("cursor", ["0"])[0]), 100
        more = f'<{self.hub.url}{urlsplit(self.path).path}?recursive=true&cursor={first + most}>; rel="next"'
        return 200, rows[first : first + most], {"Link": more} if first + most < len(rows) else {}

    def _preupload(self, name: str, repository: Repository, rest: list, data: bytes):
        self._writes(name)
        asked = json.loads(data)
        rules = [line.strip() for line in asked.get("gitIgnore", "").splitlines() if line.strip() and not line.startswith("#")]
        ignored = lambda path: any(fnmatch(path, rule) or fnmatch(path.rpartition("/")[2], rule) for rule in rules)
        rows = [{"path": one["path"], "uploadMode": "lfs" if one["path"].endswith(LARGE) else "regular", "shouldIgnore": ignored(one["path"])}
                for one in asked["files"]]  # fmt: skip
        return 200, {"files": rows}, {}

    def _batch(self, name: str, repository: Repository, asked: dict):
        self._writes(name)
        rows = []
        for one in asked["objects"]:
            row = {"oid": one["oid"], "size": one["size"]}
            if self.hub.quota:
                row["error"] = {"code": 422, "message": "storage quota exceeded"}
            elif one["oid"] not in self.hub.objects:
                row["actions"] = {"upload": {"href": f"{self.hub.url}/objects/{one['oid']}"}}
            rows.append(row)
        return 200, {"transfer": "basic", "objects": rows}, {"Content-Type": "application/vnd.git-lfs+json"}

    def _object(self, oid: str, data: bytes):
        if self.command == "PUT":
            if self.hub.expired:
                raise Refusal(403, message="the address has expired")
            self.hub.objects[_sha256(data)] = data
            self.hub.uploads.append(_sha256(data))
        return 200, b"" if self.command == "PUT" else self.hub.objects[oid], {"ETag": f'"{oid}"'}

    def _commit(self, name: str, repository: Repository, rest: list, data: bytes):
        self._writes(name)
        lines = [json.loads(line) for line in data.splitlines() if line.strip()]
        header = next(line["value"] for line in lines if line["key"] == "header")
        head = repository.branches.get(rest[0])
        if head is None:
            raise Refusal(404, "RevisionNotFound")
        if header.get("parentCommit") not in (None, head):
            raise Refusal(412, message="the branch was updated since you opened this page")
        tree = dict(repository.at(head).files)
        for line in lines:
            self._apply(tree, line["key"], line["value"])
        made = Commit(head, header["summary"], tree)
        repository.commits.append(made)
        told = {"success": True, "commitOid": made.oid, "commitUrl": f"{self.hub.url}/{name}/commit/{made.oid}"}
        if "create_pr" in self.query:
            return 200, told | {"pullRequestUrl": f"{self.hub.url}/{name}/discussions/1"}, {}
        repository.branches[rest[0]] = made.oid
        return 200, told, {}

    def _apply(self, tree: dict, key: str, value: dict) -> None:
        if key == "file":
            tree[value["path"]] = (base64.b64decode(value["content"]), False)
        elif key == "lfsFile":
            if value["oid"] not in self.hub.objects:
                raise Refusal(400, message="an object is missing")
            tree[value["path"]] = (self.hub.objects[value["oid"]], True)
        elif key == "deletedFile":
            tree.pop(value["path"], None)

    def _tag(self, name: str, repository: Repository, rest: list, data: bytes):
        self._writes(name)
        tag = json.loads(data)["tag"]
        if tag in repository.tags:
            raise Refusal(409, message=f"Reference refs/tags/{tag} already exists")
        repository.tags[tag] = self._commit_at(repository, rest[0]).oid
        return 200, {}, {}

    def _branch(self, name: str, repository: Repository, rest: list, data: bytes):
        self._writes(name)
        if rest[0] in repository.branches:
            raise Refusal(409, message=f"Reference refs/heads/{rest[0]} already exists")
        repository.branches[rest[0]] = self._commit_at(repository, json.loads(data or b"{}").get("startingPoint") or "main").oid
        return 200, {}, {}

    def _resolve(self, repository: Repository, revision: str, path: str):
        commit = self._commit_at(repository, revision)
        if path not in commit.files:
            raise Refusal(404, "EntryNotFound", headers={"X-Repo-Commit": commit.oid})
        data, large = commit.files[path]
        headers = {"X-Repo-Commit": commit.oid, "ETag": f'"{_sha256(data) if large else _blob(data)}"', "Accept-Ranges": "bytes"}
        return 200, data, headers
