"""Repositories on the Hub: fetched into the audit's folder first (hub/cards.py), then checked there with their configs."""

from __future__ import annotations

import hashlib
import os
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from ... import source
from ...errors import CardwrightError, UsageError
from ...hub import cards, download
from .. import parts
from ..parts import Item

_CARDS = 200  # of a part

Fetched = namedtuple("Fetched", "address parts problems")
Fetched.__doc__ = """The address of the Hub, Parts of what came from it, and (source, problem) pairs of what did not."""


def fetched(ids: str | None, authors, shard: tuple[int, int], top: str, meter) -> Fetched:
    """The repositories named in a file, and all of some authors, each in a folder below `top`.

    shard  (which, of how many) shares; an id is always of the same one
    """
    hub = cards.Hub()
    wanted: dict = dict.fromkeys(_named(ids)) if ids else {}
    for author in authors:
        models = hub.models(author)
        if not models:
            raise CardwrightError(f"{author} has no models on {hub.address}", "check the name; private ones need HF_TOKEN")
        wanted |= {info.id: info for info in models}
    wanted = {repo: info for repo, info in wanted.items() if _share(repo, shard[1]) == shard[0]}
    with meter(len(wanted)) as progress, ThreadPoolExecutor(cards.WORKERS) as pool:

        def one(repo: str) -> cards.Fetched:
            done = hub.fetch(repo, os.path.join(top, *repo.split("/")), wanted[repo])
            progress.add(1)
            return done

        try:
            every = list(pool.map(one, wanted))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    there = [each for each in every if not each.problem]
    problems = [(f"{hub.address}/{each.id}", each.problem) for each in every if each.problem]
    return Fetched(hub.address, list(_parts(there, hub.address, top)), problems)


def _share(repo: str, many: int) -> int:
    return 1 + int(parts.key(repo.lower())[:8], 16) % many


def _named(path: str):
    """The ids of a file, in its order."""
    origin = source.read(path)
    if origin.text is None:
        raise UsageError(f"{path}: {'no such file' if not os.path.lexists(path) else f'cannot be read: {origin.detail}'}")
    for number, line in enumerate(origin.text.removeprefix("\ufeff").splitlines(), 1):
        name = line.partition("#")[0].strip()
        if name and not (download.is_id(name) or download.is_id(f"x/{name}")) or ".." in name:
            raise UsageError(f"{path}:{number}: {name!r} is no id of a repository", "an id a line, such as team/otter")
        if name:
            yield name


def _parts(there, address: str, top: str):
    for first in range(0, len(there), _CARDS):
        some = tuple(there[first : first + _CARDS])
        around = [_digest(os.path.join(top, *each.id.split("/"))) for each in some]
        yield parts.part("hub", address, os.path.abspath(top), some, (), len(some), around)


def _digest(folder: str) -> list:
    """The hashes of what was fetched of a repository."""
    found = []
    for name in cards.NAMES:
        data = _content(os.path.join(folder, name))
        found.append(data and hashlib.sha256(data).hexdigest())
    return found


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def read(part):
    for repo in part.what:
        folder = os.path.join(part.place, *repo.id.split("/"))
        data = _content(os.path.join(folder, "README.md"))
        origin = None if data is None else source.decode(repo.id, data, None, (folder, None, frozenset(_beside(folder))))
        yield Item(repo.id, data, origin, parts.year(repo.created), parts.whole(repo.downloads))


def _beside(folder: str) -> list[str]:
    return [name for name in os.listdir(folder) if name in cards.NAMES]
