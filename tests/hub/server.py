"""The server of the test Hub, its switches, and what it has seen."""

import re
import socket
import struct
import tempfile
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from . import access, api, commits, faults, transfer, xet
from .messages import Answer, Body, Refusal, Request
from .store import Blobs, Repo

ROUTES = [
    (method, re.compile(pattern), do) for method, pattern, do in (*api.ROUTES, *commits.ROUTES, *transfer.ROUTES, *xet.ROUTES)
]
MID_BODY = 1 << 16  # a reset comes after so much of a body: a short one is read, so that the client is told while it waits
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True  # else an answer waits 40 ms for the client's delayed ACK

    def log_message(self, *_):
        pass

    def _answer(self):
        hub = self.server.hub
        kind = hub.faults.take(self.path)
        if kind in faults.UNDONE:
            self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MID_BODY))
            return self._reset(0, kind)
        body = Body(self.rfile, self.headers, hub.folder, digest=self.command == "PUT")
        try:
            answer = faults.answer(kind) or hub.process(Request(self.command, self.path, self.headers, body))
        finally:
            body.discard()
        if kind in faults.DONE:
            return self._reset(answer.status, kind)
        hub.requests.append((self.command, self.path, answer.status))
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(answer.length))
        self.end_headers()
        if self.command != "HEAD":
            for piece in answer.pieces():
                self.wfile.write(piece)

    def _reset(self, status: int, kind: str) -> None:
        self.server.hub.requests.append((self.command, self.path, status))
        if kind.startswith("kill"):
            self.server.hub.victim.kill()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.server.to_reset.add(self.connection)
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() waits for them, so that no socket is left to the garbage collector
    request_queue_size = 64

    def __init__(self, hub):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub, self.open, self.to_reset = hub, set(), set()

    def process_request(self, request, client_address):
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.open.discard(request)
        if request in self.to_reset:  # a shutdown() would say goodbye first
            self.to_reset.discard(request)
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A client that goes away is no error of the Hub's."""

    def stop(self) -> None:
        self.shutdown()
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has just ended
        self.server_close()


class Hub:
    """A Hub in this process; its switches may be set at any time, `requests` is (method, path, status) of each request."""

    lfs_over = 10 << 20
    multipart_over = 32 << 20
    part_size = 16 << 20
    page_size = 1000
    refuse_xet = quota = expired_urls = False
    clock = 0.0  # seconds that the Hub's clock is ahead
    ci_secret = "ci-secret"
    victim = None  # the subprocess.Popen that the faults "kill" and "kill-after" end

    def __init__(self):
        self.tokens, self.repos, self.ci_claims = {}, {}, {}
        self.requests, self.uploads, self.errors = [], [], []
        self.card_errors, self.card_warnings = [], []
        self.faults, self._lock = faults.Faults(), threading.RLock()

    def __enter__(self) -> "Hub":
        self._temporary = tempfile.TemporaryDirectory(prefix="hub-")
        self.folder = Path(self._temporary.name)
        self.xet = xet.Xet(self.folder)
        self.blobs = Blobs(self.folder, self.xet)
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.store_url = f"http://localhost:{self._server.server_port}"
        self.ci_url = f"{self.url}/ci/id-token?api-version=2"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, kind, *_) -> None:
        self._server.stop()
        self._thread.join()
        self._temporary.cleanup()
        if self.errors and kind is None:
            raise AssertionError("the test Hub itself failed:\n" + "\n".join(self.errors))

    def now(self) -> float:
        """The time by the Hub's clock."""
        return time.time() + self.clock

    def add_token(self, token: str, user: str, role: str = "write", orgs=(), repo: str | None = None) -> str:
        """Makes a token known; `repo` binds it to one model repository."""
        self.tokens[token] = access.Token(user, role, orgs, repo and ("models", repo.lower()))
        return token

    def add_repo(self, name: str, *, kind: str = "models", private=False, gated=False, allowed=(), files=None) -> Repo:
        """Makes a repository with the first commit that the Hub makes, and one more where `files` (path -> bytes) are given."""
        repo = self.repos[kind, name.lower()] = Repo(kind, name, self.blobs, private, gated, allowed)
        if files:
            tree = {**repo.at("main").tree, **{path: self._entry(path, data) for path, data in files.items()}}
            repo.commit("main", "Add files", tree, name.split("/")[0])
        return repo

    def _entry(self, path: str, data: bytes):
        if not (path.endswith(commits.LARGE) or b"\0" in data[:512]):
            return self.blobs.add(data)
        return self.blobs.large(self.blobs.put(data))

    def repo(self, name: str, kind: str = "models") -> Repo:
        """A repository by its id."""
        return self.repos[kind, name.lower()]

    def trust(self, name: str, kind: str = "models", **claims) -> None:
        """Adds a trusted publisher to a repository: all these claims of an id token must match (`repository`, `ref`, ...)."""
        self.repo(name, kind).publishers.append(claims)

    def fault(self, kind: str, *, at: int | None = None, match: str | None = None) -> faults.Fault:
        """Lets one request fail: number `at` (0 is the next) or the next whose path holds `match`; `.hit` is its path then."""
        return self.faults.add(kind, at, match)

    def count(self, method: str = "", part: str = "") -> int:
        """How many requests of a method had `part` in their path."""
        return sum(seen[0].startswith(method) and part in seen[1] for seen in list(self.requests))

    def process(self, request: Request) -> Answer:
        """Answers a request, one at a time."""
        try:
            with self._lock:
                return self._route(request)
        except Refusal as refusal:
            return refusal.answer()
        except Exception:
            self.errors.append(f"{request.method} {request.path}\n{traceback.format_exc()}")
            return Answer.json({"error": "the test Hub itself failed"}, 500)

    def _route(self, request: Request) -> Answer:
        method = "GET" if request.method == "HEAD" else request.method
        for wanted, pattern, do in ROUTES:
            if wanted == method and (found := pattern.fullmatch(request.path)):
                return do(self, request, **{name: value for name, value in found.groupdict().items() if value is not None})
        raise Refusal(404, f"Sorry, we can't find the page you are looking for: {request.method} {request.path}")
