"""Repositories, commits and blobs of the test Hub."""

import hashlib
import re
import time
from typing import NamedTuple

from .messages import Refusal

GITATTRIBUTES = b"*.bin filter=lfs diff=lfs merge=lfs -text\n*.safetensors filter=lfs diff=lfs merge=lfs -text\n"
NAME = re.compile(r"[A-Za-z0-9][\w.\-]*(/[\w.\-]+)*")


def git_sha1(data: bytes) -> str:
    """What git calls a blob."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def pointer(sha256: str, size: int) -> bytes:
    """The file that git holds in place of an LFS file."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode()


class Entry(NamedTuple):
    """A file of a commit: what git calls it, its size, and its SHA-256 where it is an LFS or Xet file."""

    oid: str
    size: int
    sha256: str | None = None

    @property
    def lfs(self) -> bool:
        """Whether git holds only a pointer to it."""
        return self.sha256 is not None


class Commit:
    """A commit: `tree` is path -> Entry of all its files."""

    def __init__(self, parent: str | None, message: str, tree: dict, author: str, description: str = "", number: int = 0):
        self.parent, self.message, self.description = parent, message, description
        self.tree, self.author, self.time = dict(sorted(tree.items())), author, time.time()
        self.oid = hashlib.sha1(repr((parent, message, self.tree, author, number)).encode()).hexdigest()

    @property
    def date(self) -> str:
        """When it was made, as the Hub writes it."""
        return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(self.time))


class Blobs:
    """Contents by their hash: small files in memory, large ones in a folder, Xet files as the chunks of their xorbs."""

    def __init__(self, folder, xet):
        self.folder, self.xet, self._small = folder / "lfs", xet, {}
        self.folder.mkdir()

    def add(self, data: bytes) -> Entry:
        """Keeps a small file."""
        oid = git_sha1(data)
        self._small[oid] = data
        return Entry(oid, len(data))

    def put(self, data: bytes) -> str:
        """Keeps a large file; its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.path(sha256).write_bytes(data)
        return sha256

    def path(self, sha256: str):
        """Where an LFS file lies or shall lie."""
        return self.folder / sha256

    def size(self, sha256: str) -> int | None:
        """How long a large file is, or None where nobody has uploaded it."""
        if self.path(sha256).exists():
            return self.path(sha256).stat().st_size
        return self.xet.size_of(sha256)

    def large(self, sha256: str) -> Entry:
        """The entry of an uploaded large file."""
        size = self.size(sha256)
        if size is None:
            raise Refusal(400, f"LFS pointer pointed to a file that does not exist: {sha256}")
        return Entry(git_sha1(pointer(sha256, size)), size, sha256)

    def file(self, sha256: str):
        """The file that holds a large file's content, put together from its xorbs where it came by Xet."""
        path = self.path(sha256)
        if not path.exists():
            self.xet.assemble(sha256, path.with_suffix(".part"))
            path.with_suffix(".part").replace(path)
        return path

    def read(self, entry: Entry) -> bytes:
        """The content of a file."""
        return self.file(entry.sha256).read_bytes() if entry.lfs else self._small[entry.oid]


class Repo:
    """A repository: `commits` oldest first, `branches` and `tags` name -> oid, `pulls` number -> {status, base, oid, title}."""

    def __init__(self, kind: str, name: str, blobs: Blobs, private=False, gated=False, allowed=()):
        self.kind, self.id, self.private, self.gated, self.allowed = kind, name, private, gated, set(allowed)
        self.blobs, self.commits, self.branches, self.tags, self.pulls = blobs, [], {}, {}, {}
        self.publishers = []
        self.commit("main", "initial commit", {".gitattributes": blobs.add(GITATTRIBUTES)}, self.id.split("/")[0])

    def commit(self, branch: str, message: str, tree: dict, author: str, description: str = "") -> Commit:
        """Adds a commit of a whole tree and moves the branch or refs/pr/N to it."""
        commit = Commit(self._refs().get(branch), message, tree, author, description, len(self.commits))
        self.commits.append(commit)
        self.move(branch, commit.oid)
        return commit

    def move(self, branch: str, oid: str) -> None:
        """Points a branch or refs/pr/N to a commit."""
        if branch.startswith("refs/pr/"):
            self.pulls[int(branch[8:])]["oid"] = oid
        else:
            self.branches[branch] = oid

    def _refs(self) -> dict:
        pulls = {f"refs/pr/{number}": pull["oid"] for number, pull in self.pulls.items()}
        heads = {f"refs/heads/{name}": oid for name, oid in self.branches.items()}
        return {**heads, **pulls, **self.tags, **self.branches}

    def at(self, revision: str) -> Commit:
        """The commit of a branch, tag, ref or id."""
        oid = self._refs().get(revision, revision)
        for commit in reversed(self.commits):
            if commit.oid == oid:
                return commit
        raise Refusal(404, f"Invalid rev id: {revision}", "RevisionNotFound")

    def writable(self, revision: str) -> bool:
        """Whether one can commit to this revision."""
        return revision in self.branches or revision in {f"refs/pr/{number}" for number in self.pulls}

    def tree(self, revision: str = "main") -> dict:
        """The files of a revision, path -> bytes."""
        return {path: self.blobs.read(entry) for path, entry in self.at(revision).tree.items()}

    def last_change(self, commit: Commit, path: str) -> Commit:
        """The commit that last changed a file or something in a folder."""
        state = _below(commit.tree, path)
        while commit.parent and _below((parent := self.at(commit.parent)).tree, path) == state:
            commit = parent
        return commit


def _below(tree: dict, path: str) -> dict:
    return {name: entry for name, entry in tree.items() if name == path or name.startswith(path + "/")}
