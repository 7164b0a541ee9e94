"""LFS uploads (basic, multipart, verify) and downloads; the presigned addresses are on another host name."""

import hashlib
from urllib.parse import unquote

from . import access
from .messages import Answer, Refusal

PREFIX = r"/(?:(?P<kind>datasets|spaces)/)?(?P<name>[^/]+/[^/]+)"
EXPIRED = b"<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


def batch(hub, request, name, kind=None) -> Answer:
    """POST .../info/lfs/objects/batch."""
    repo, asked = access.reach(hub, request, kind or "models", name.removesuffix(".git")), request.body.json()
    access.write(hub, request, repo, pull=not asked.get("ref"))
    multipart = "multipart" in asked.get("transfers", [])
    objects = [_object(hub, item["oid"], item["size"], multipart) for item in asked["objects"]]
    used = {
        "multipart" if "chunk_size" in item.get("actions", {}).get("upload", {}).get("header", {}) else "basic"
        for item in objects
    }
    return Answer.json({"transfer": "multipart" if "multipart" in used else "basic", "objects": objects, "hash_algo": "sha256"})


def _object(hub, oid: str, size: int, multipart: bool) -> dict:
    out = {"oid": oid, "size": size, "authenticated": True}
    if hub.quota:
        return {**out, "error": {"code": 403, "message": "Private repository storage limit reached"}}
    if hub.blobs.size(oid) is not None:
        return out
    upload = {"href": f"{hub.store_url}/store/lfs/{oid}?X-Amz-Signature=1"}
    if multipart and size > hub.multipart_over:
        count = -(-size // hub.part_size)
        parts = {str(n): f"{hub.store_url}/store/part/{oid}/{n}?X-Amz-Signature=1" for n in range(1, count + 1)}
        upload = {"href": f"{hub.url}/store/complete/{oid}", "header": {"chunk_size": str(hub.part_size), **parts}}
    return {**out, "actions": {"upload": upload, "verify": {"href": f"{hub.url}/store/verify"}}}


def _presigned(hub, request) -> None:
    """Refuses as the object store does: a token beside a signature is an error there, and must not leak to another host."""
    if request.bearer:
        raise Refusal(400, "Only one auth mechanism allowed")
    if hub.expired_urls:
        raise _Expired(403, "Request has expired")


class _Expired(Refusal):
    def answer(self) -> Answer:
        """The XML of an object store."""
        return Answer(403, EXPIRED, Content_Type="application/xml")


def put(hub, request, oid) -> Answer:
    """PUT of a whole file."""
    _presigned(hub, request)
    if request.body.sha256 != oid:
        raise Refusal(400, "The content does not have the promised SHA-256")
    request.body.keep(hub.blobs.path(oid))
    hub.uploads.append(("lfs", oid, request.body.size))
    return Answer(ETag=f'"{oid[:32]}"')


def put_part(hub, request, oid, number) -> Answer:
    """PUT of a part of a file."""
    _presigned(hub, request)
    request.body.keep(hub.folder / f"part-{oid}-{number}")
    hub.uploads.append(("part", f"{oid}/{number}", request.body.size))
    return Answer(ETag=f'"{request.body.sha256[:32]}"')


def complete(hub, request, oid) -> Answer:
    """POST that makes a file of its parts."""
    digest, target = hashlib.sha256(), hub.blobs.path(oid).with_suffix(".part")
    parts = [hub.folder / f"part-{oid}-{part['partNumber']}" for part in request.body.json()["parts"]]
    with open(target, "wb") as out:
        for part in parts:
            if not part.exists():
                raise Refusal(400, f"{part.name} was never uploaded")
            for piece in Answer(200, (part, 0, part.stat().st_size)).pieces():
                digest.update(piece)
                out.write(piece)
    if digest.hexdigest() != oid:
        raise Refusal(400, "The parts do not have the promised SHA-256")
    target.replace(hub.blobs.path(oid))
    for part in parts:
        part.unlink()
    hub.uploads.append(("lfs", oid, hub.blobs.size(oid)))
    return Answer.json({})


def verify(hub, request) -> Answer:
    """POST after an upload: is it there, and of this size."""
    access.require(hub, request)
    asked = request.body.json()
    if hub.blobs.size(asked["oid"]) != asked["size"]:
        raise Refusal(404, "The object was not uploaded")
    return Answer.json({})


def resolve(hub, request, name, rev, path, kind=None) -> Answer:
    """GET or HEAD of a file: itself where it is small, else where it lies."""
    repo = access.reach(hub, request, kind or "models", name)
    access.read(hub, request, repo)
    commit, path = repo.at(unquote(rev)), unquote(path)
    entry = commit.tree.get(path)
    if entry is None:
        raise Refusal(404, "Entry not found", "EntryNotFound", X_Repo_Commit=commit.oid)
    if not entry.lfs:
        return _part(request, hub.blobs.read(entry), entry.size, ETag=f'"{entry.oid}"', X_Repo_Commit=commit.oid)
    headers = {"X_Repo_Commit": commit.oid, "X_Linked_Size": entry.size, "X_Linked_ETag": f'"{entry.sha256}"'}
    headers["Location"] = f"{hub.store_url}/store/lfs/{entry.sha256}?X-Amz-Signature=1"
    if xet_hash := hub.xet.hash_of(entry.sha256):
        read_token = f"{hub.url}/api/{repo.kind}/{repo.id}/xet-read-token/{commit.oid}"
        construct = f"{hub.url}/cas/v1/reconstructions/{xet_hash}"
        headers["Link"] = f'<{read_token}>; rel="xet-auth", <{construct}>; rel="xet-reconstruction-info"'
        headers["X_Xet_Hash"] = xet_hash
    return Answer(302, b"", **headers)


def _part(request, body, size: int, **headers) -> Answer:
    """All of a body, or the range of it that is asked for."""
    headers["Accept_Ranges"] = "bytes"
    span = request.range(size)
    if span:
        headers["Content_Range"] = f"bytes {span[0]}-{span[1] - 1}/{size}"
    start, end = span or (0, size)
    content = (body, start, end - start) if not isinstance(body, bytes) else body[start:end]
    return Answer(206 if span else 200, content, **headers)


def get(hub, request, oid) -> Answer:
    """GET of an LFS file, or of a Xet file by the bridge for old clients."""
    _presigned(hub, request)
    if hub.blobs.size(oid) is None:
        raise Refusal(404, "NoSuchKey")
    return _part(request, hub.blobs.file(oid), hub.blobs.size(oid), ETag=f'"{oid[:32]}"')


ROUTES = [
    ("POST", PREFIX + r"/info/lfs/objects/batch", batch),
    ("PUT", r"/store/lfs/(?P<oid>[0-9a-f]{64})", put),
    ("PUT", r"/store/part/(?P<oid>[0-9a-f]{64})/(?P<number>\d+)", put_part),
    ("POST", r"/store/complete/(?P<oid>[0-9a-f]{64})", complete),
    ("POST", r"/store/verify", verify),
    ("GET", r"/store/lfs/(?P<oid>[0-9a-f]{64})", get),
    ("GET", PREFIX + r"/resolve/(?P<rev>[^/]+)/(?P<path>.+)", resolve),
]
