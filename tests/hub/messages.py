"""What comes in and what goes out: requests, bodies that may not fit the memory, answers, refusals."""

import hashlib
import json
import os
import tempfile
from urllib.parse import parse_qs

IN_MEMORY = 1 << 20
PIECE = 1 << 18


class Answer:
    """A status, headers, and a body: bytes, or the range `(path, start, length)` of a file."""

    def __init__(self, status: int = 200, body=b"", **headers):
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}

    @classmethod
    def json(cls, data, status: int = 200, **headers) -> "Answer":
        """An answer in JSON."""
        return cls(status, json.dumps(data).encode(), Content_Type="application/json; charset=utf-8", **headers)

    @property
    def length(self) -> int:
        """How long the body is."""
        return self.body[2] if isinstance(self.body, tuple) else len(self.body)

    def pieces(self):
        """The body, piece by piece."""
        if not isinstance(self.body, tuple):
            yield self.body
            return
        path, start, left = self.body
        with open(path, "rb") as file:
            file.seek(start)
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


class Refusal(Exception):
    """An error that the Hub answers; over http:// the client tells kinds apart by the header X-Error-Code alone."""

    def __init__(self, status: int, message: str, code: str = "", **headers):
        super().__init__(message)
        self.status, self.message, self.code, self.headers = status, message, code, headers

    def answer(self) -> Answer:
        """This error as the Hub words it."""
        headers = {"X_Error_Message": self.message, **self.headers}
        if self.code:
            headers["X_Error_Code"] = self.code
        return Answer.json({"error": self.message}, self.status, **headers)


class Body:
    """The body of a request, on disk where it is long, and its SHA-256 where that is asked for."""

    def __init__(self, stream, headers, folder, digest: bool):
        self.data, self.path, self.size = b"", None, 0
        self._sha256 = hashlib.sha256() if digest else None
        file = None
        try:
            for piece in _pieces(stream, headers):
                self.size += len(piece)
                if self._sha256:
                    self._sha256.update(piece)
                if file is None and self.size > IN_MEMORY:
                    number, self.path = tempfile.mkstemp(dir=folder, prefix="body-")
                    file = os.fdopen(number, "wb")
                    file.write(self.data)
                if file:
                    file.write(piece)
                else:
                    self.data += piece
        except BaseException:
            self.discard()
            raise
        finally:
            if file:
                file.close()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the body, in hexadecimal."""
        return self._sha256.hexdigest()

    def bytes(self) -> bytes:
        """The whole body."""
        if self.path is None:
            return self.data
        with open(self.path, "rb") as file:
            return file.read()

    def json(self) -> dict:
        """The body read as JSON; none is an empty object."""
        try:
            return json.loads(self.bytes() or b"{}")
        except ValueError:
            raise Refusal(400, "Invalid JSON") from None

    def keep(self, target) -> None:
        """Moves the body to the file `target`."""
        if self.path is None:
            target.write_bytes(self.data)
        else:
            os.replace(self.path, target)
            self.path = None

    def discard(self) -> None:
        """Removes what is on disk."""
        if self.path is not None and os.path.exists(self.path):
            os.remove(self.path)


def _pieces(stream, headers):
    """A body of a known length or in chunks, piece by piece; one that breaks off is a ConnectionError, so nothing is applied."""
    if headers.get("Transfer-Encoding", "").lower() != "chunked":
        yield from _exactly(stream, int(headers.get("Content-Length") or 0))
        return
    while size := int(stream.readline().split(b";")[0].strip() or b"bad", 16):
        yield from _exactly(stream, size)
        stream.readline()
    while stream.readline().strip():
        pass


def _exactly(stream, left: int):
    while left:
        piece = stream.read(min(PIECE, left))
        if not piece:
            raise ConnectionError("the body broke off")
        left -= len(piece)
        yield piece


class Request:
    """A request as the endpoints see it; `path` stays quoted, as `refs%2Fpr%2F1` is one segment."""

    def __init__(self, method: str, target: str, headers, body: Body):
        self.method, self.headers, self.body = method, headers, body
        self.path, _, query = target.partition("?")
        self.query = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}

    def flag(self, name: str) -> bool:
        """Whether the query switches `name` on."""
        return self.query.get(name, "").lower() in ("1", "true")

    @property
    def bearer(self) -> str | None:
        """The token of the request."""
        return self.headers.get("Authorization", "").removeprefix("Bearer ").strip() or None

    def range(self, size: int):
        """The asked range of `size` bytes as (start, end), or None for all of it."""
        asked = self.headers.get("Range", "")
        if not asked.startswith("bytes="):
            return None
        start, _, end = asked[6:].partition("-")
        first, last = (size - int(end), size) if not start else (int(start), min(int(end or size), size - 1) + 1)
        if first >= size:
            raise Refusal(416, "Range Not Satisfiable", Content_Range=f"bytes */{size}")
        return max(first, 0), min(last, size)
