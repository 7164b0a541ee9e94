"""The Xet store: xorbs kept as they come, shards read for what a file is made of, reconstruction by ranges of xorbs."""

import hashlib
import secrets
import struct
import time
from urllib.parse import unquote

from . import access
from .api import REPO
from .lz4 import CHUNK_HEADER, chunk_sizes, unpack
from .messages import Answer, Refusal

HASH = r"(?P<name>[0-9a-f]{64})"
ROW = 48
WITH_VERIFICATION, WITH_SHA256 = 1 << 31, 1 << 30
BOOKEND = b"\xff" * 32


def hexadecimal(raw: bytes) -> str:
    """A hash as Xet writes it: four little-endian words."""
    return "".join(f"{word:016x}" for word in struct.unpack("<4Q", raw))


def read_shard(data: bytes):
    """The files of a shard, each as (hash, SHA-256, terms); a term is (xorb, length, first chunk, end)."""
    at = ROW
    while data[at : at + 32] != BOOKEND:
        name, flags, count = data[at : at + 32], *struct.unpack_from("<2I", data, at + 32)
        at += ROW
        terms = []
        for start in range(at, at + count * ROW, ROW):
            _, length, first, end = struct.unpack_from("<4I", data, start + 32)
            terms.append((hexadecimal(data[start : start + 32]), length, first, end))
        at += count * ROW * (2 if flags & WITH_VERIFICATION else 1)
        sha256 = hexadecimal(data[at : at + 32]) if flags & WITH_SHA256 else None
        at += ROW if flags & WITH_SHA256 else 0
        yield hexadecimal(name), sha256, terms


class Xet:
    """What was uploaded by Xet: `files` hash -> terms, `hashes` SHA-256 -> hash, `offsets` xorb -> where its chunks begin."""

    def __init__(self, folder):
        self.folder, self.files, self.hashes, self.offsets, self.tokens = folder / "xorbs", {}, {}, {}, {}
        self.folder.mkdir()

    def hash_of(self, sha256: str) -> str | None:
        """The Xet hash of a file that came by Xet."""
        return self.hashes.get(sha256)

    def size_of(self, sha256: str) -> int | None:
        """How long a file is that came by Xet."""
        return sum(term[1] for term in self.files[self.hashes[sha256]]) if sha256 in self.hashes else None

    def add_xorb(self, name: str, body) -> None:
        """Keeps a xorb and where its chunks begin; what follows the chunks is its footer."""
        body.keep(self.folder / name)
        offsets, at, size = [0], 0, body.size
        with open(self.folder / name, "rb") as file:
            while at < size and (header := file.read(CHUNK_HEADER))[0] == 0 and len(header) == CHUNK_HEADER:
                at += CHUNK_HEADER + chunk_sizes(header)[0]
                offsets.append(at)
                file.seek(at)
        self.offsets[name] = offsets

    def add_shard(self, data: bytes) -> None:
        """Registers the files of a shard; each needs its xorbs."""
        files = list(read_shard(data))
        missing = {xorb for _, _, terms in files for xorb, *_ in terms if xorb not in self.offsets}
        if missing:
            raise Refusal(400, f"The shard names xorbs that were not uploaded: {', '.join(sorted(missing))}")
        for name, sha256, terms in files:
            self.files[name] = terms
            if sha256:
                self.hashes[sha256] = name

    def assemble(self, sha256: str, target) -> None:
        """Writes a file from its xorbs."""
        digest = hashlib.sha256()
        with open(target, "wb") as out:
            for xorb, _, first, end in self.files[self.hashes[sha256]]:
                for content in self._chunks(xorb, first, end):
                    digest.update(content)
                    out.write(content)
        if digest.hexdigest() != sha256:
            raise ValueError(f"the xorbs of {sha256} do not make up that file")

    def _chunks(self, xorb: str, first: int, end: int):
        with open(self.folder / xorb, "rb") as file:
            file.seek(self.offsets[xorb][first])
            for _ in range(first, end):
                length, scheme, size = chunk_sizes(file.read(CHUNK_HEADER))
                content = unpack(file.read(length), scheme)
                if len(content) != size:
                    raise ValueError(f"a chunk of {xorb} has a wrong length")
                yield content


def _token(hub, request, kind, name, rev, scope: str) -> Answer:
    if hub.refuse_xet:
        raise Refusal(403, "Forbidden")
    repo, pull = access.reach(hub, request, kind, name), request.flag("create_pr")
    if scope == "write":
        access.write(hub, request, repo, pull=pull)
    else:
        access.read(hub, request, repo)
    if not pull:
        repo.at(unquote(rev))
    token, ends = "xet_" + secrets.token_hex(8), int(time.time()) + 900
    hub.xet.tokens[token] = scope
    url = f"{hub.url}/cas"
    return Answer.json({"accessToken": token, "exp": ends, "casUrl": url},
                       X_Xet_Access_Token=token, X_Xet_Token_Expiration=ends, X_Xet_Cas_Url=url)  # fmt: skip


def write_token(hub, request, kind, name, rev) -> Answer:
    """GET R/xet-write-token/{rev}."""
    return _token(hub, request, kind, name, rev, "write")


def read_token(hub, request, kind, name, rev) -> Answer:
    """GET R/xet-read-token/{rev}."""
    return _token(hub, request, kind, name, rev, "read")


def _scope(hub, request, *scopes: str) -> None:
    if hub.xet.tokens.get(request.bearer) not in scopes:
        raise Refusal(401, "Invalid Xet token")


def put_xorb(hub, request, name) -> Answer:
    """POST /v1/xorbs/default/{hash}."""
    _scope(hub, request, "write")
    new = name not in hub.xet.offsets
    if new:
        hub.xet.add_xorb(name, request.body)
        hub.uploads.append(("xorb", name, request.body.size))
    return Answer.json({"was_inserted": new})


def put_shard(hub, request) -> Answer:
    """POST /v1/shards."""
    _scope(hub, request, "write")
    hub.xet.add_shard(request.body.bytes())
    hub.uploads.append(("shard", "", request.body.size))
    return Answer.json({"result": 1})


def reconstruction(hub, request, name) -> Answer:
    """GET /v1/reconstructions/{hash}: the terms that the asked range of the file touches."""
    _scope(hub, request, "read", "write")
    if name not in hub.xet.files:
        raise Refusal(404, "File not found")
    terms = hub.xet.files[name]
    start, end = request.range(sum(term[1] for term in terms)) or (0, float("inf"))
    out, at, skip = [], 0, 0
    for term in terms:
        if at < end and at + term[1] > start:
            skip = skip if out else max(start - at, 0)
            out.append(term)
        at += term[1]
    fetch = {xorb: _fetched(hub, xorb, [term[2:] for term in out if term[0] == xorb]) for xorb, *_ in out}
    listed = [{"hash": xorb, "unpacked_length": size, "range": {"start": first, "end": last}} for xorb, size, first, last in out]
    return Answer.json({"offset_into_first_range": skip, "terms": listed, "fetch_info": fetch})


def _fetched(hub, xorb: str, spans: list) -> list:
    """Where to get chunks of a xorb; no chunk is in two of the ranges, which the client relies on."""
    merged, offsets = [], hub.xet.offsets[xorb]
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([first, end])
    url = f"{hub.store_url}/store/xorb/{xorb}?X-Xet-Signature=1"
    return [{"range": {"start": first, "end": end}, "url": url, "url_range": {"start": offsets[first], "end": offsets[end] - 1}}
            for first, end in merged]  # fmt: skip


def get_xorb(hub, request, name) -> Answer:
    """GET of a range of a xorb; the presigned address allows no more than that."""
    span = request.range((hub.xet.folder / name).stat().st_size)
    if span is None:
        raise Refusal(403, "The Range header must be set")
    return Answer(206, (hub.xet.folder / name, span[0], span[1] - span[0]), Content_Range=f"bytes {span[0]}-{span[1] - 1}/*")


def nothing(hub, request) -> Answer:
    """POST /v1/telemetry."""
    return Answer()


ROUTES = [
    ("GET", REPO + r"/xet-write-token/(?P<rev>[^/]+)", write_token),
    ("GET", REPO + r"/xet-read-token/(?P<rev>[^/]+)", read_token),
    ("POST", r"/cas/v1/xorbs/default/" + HASH, put_xorb),
    ("POST", r"/cas/v1/shards", put_shard),
    ("GET", r"/cas/v1/reconstructions/" + HASH, reconstruction),
    ("GET", r"/store/xorb/" + HASH, get_xorb),
    ("POST", r"(?:/cas)?/v1/telemetry", nothing),
]
