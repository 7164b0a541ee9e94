"""A folder against a repository's tree: what is new, changed, deleted and unchanged. Pure: nothing is asked or written."""

from __future__ import annotations

from collections import namedtuple

from ..errors import CardwrightError

Remote = namedtuple("Remote", "name size sha1 sha256")
Remote.__doc__ = (
    """A file in a repository: git's SHA-1 of it, and the SHA-256 of what a pointer of Git LFS or Xet stands for, or None."""
)

Plan = namedtuple("Plan", "repo branch head new changed deleted unchanged kept left tag tagged creates")
Plan.__doc__ = """What publishing does.

repo, branch    where; head: the commit it is planned for, None of a repository or branch that is to be created
new, changed    publish.folder.Local of what is uploaded
deleted         names that are removed: weights of folders that are published, and everything with `delete`
unchanged       Local of what is there already; kept: names that are there and not here, and stay
left            publish.folder.Left of what is here and never goes up
tag             the tag that is set, or ""; tagged: the commit it is on already, or None
creates         whether the repository is created
"""

_WEIGHTS = (".safetensors", ".safetensors.index.json", ".gguf", ".bin", ".bin.index.json")
_MOST_LFS, _MOST_INLINE = 25_000, 10**9  # of a commit (huggingface.co/docs/hub/storage-limits)
_MOST_FILE = 500 * 10**9  # bytes


def made(repo: str, branch: str, head: str | None, local: list, remote: dict, left, tag: str = "", tagged: str | None = None,
         delete: bool = False, creates: bool = False) -> Plan:  # fmt: skip
    """The Plan of Local files against name -> Remote. Raises CardwrightError for what the Hub would refuse."""
    new, changed, unchanged = [], [], []
    for one in local:
        there = remote.get(one.name)
        (new if there is None else unchanged if same(one, there) else changed).append(one)
    here = {one.name for one in local}
    gone = [name for name in sorted(remote) if name not in here and name != ".gitattributes"]
    deleted = [name for name in gone if delete or _is_stale(name, here)]
    plan = Plan(repo, branch, head, tuple(new), tuple(changed), tuple(deleted), tuple(unchanged),
                tuple(name for name in gone if name not in deleted), tuple(left), tag, tagged, creates)  # fmt: skip
    _within_limits(plan)
    return plan


def same(local, remote: Remote) -> bool:
    """Whether a file is in the repository already."""
    return local.sha256 == remote.sha256 if remote.sha256 else local.sha1 == remote.sha1


def commits(plan: Plan) -> bool:
    """Whether there is anything to commit."""
    return bool(plan.new or plan.changed or plan.deleted)


def wanted(plan: Plan, remote: dict) -> dict:
    """name -> Local, or the Remote that stays: the tree after the commit."""
    tree = {name: one for name, one in remote.items() if name not in plan.deleted}
    return tree | {one.name: one for one in (*plan.new, *plan.changed, *plan.unchanged)}


def differs(tree: dict, found: dict) -> list[str]:
    """Names that are not in a repository as they were planned; `.gitattributes` is the Hub's own."""
    wrong = []
    for name in sorted(tree.keys() | found.keys()):
        own, there = tree.get(name), found.get(name)
        if name == ".gitattributes" and own is None:
            continue
        if own is None or there is None or not (own == there if isinstance(own, Remote) else same(own, there)):
            wrong.append(name)
    return wrong


def _is_stale(name: str, here: set) -> bool:
    """Whether a file is a weight of a folder whose other weights are published: left there, it would be loaded with them."""
    folder, _, file = name.rpartition("/")
    if not file.endswith(_WEIGHTS):
        return False
    beside = (other.rpartition("/") for other in here if other.endswith(_WEIGHTS))
    return any(place == folder and _kind(other) == _kind(file) for place, _, other in beside)


def _kind(file: str) -> str:
    """What loads a weights file: a model's, an adapter's, GGUF."""
    return "gguf" if file.endswith(".gguf") else file.partition("-0")[0].partition(".")[0]


def _within_limits(plan: Plan) -> None:
    moved = (*plan.new, *plan.changed)
    if len(moved) > _MOST_LFS:
        raise CardwrightError(
            f"{len(moved):,} files change, and the Hub takes {_MOST_LFS:,} a commit", "publish them in parts, or pack them"
        )
    large = next((one for one in moved if one.size > _MOST_FILE), None)
    if large:
        raise CardwrightError(
            f"{large.name} has {large.size:,} bytes, and the Hub takes {_MOST_FILE:,} a file", "save it in smaller shards"
        )
    inline = sum(one.size for one in moved if one.size < 10**7 and not one.name.endswith(_WEIGHTS))
    if inline > _MOST_INLINE:
        raise CardwrightError(f"{inline:,} bytes of small files change, and the Hub takes {_MOST_INLINE:,} a commit", "pack them")
