"""A Hub on this machine, as far as `--online` talks to one: real HTTP, and faults on request."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODELS = {"example-team/sorter": 200, "example-team/no-such-model": 404, "example-team/private": 401, "example-team/server-error": 503,
          "example-team/gated": 403}  # fmt: skip
DATASETS = {"example-team/letters": 200, "example-team/no-such-dataset": 404}
PAGES = {"/terms": 200, "/no-such-page": 404, "/gone": 410, "/for-people-only": 403}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    do_HEAD = do_POST = do_GET

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        try:
            if fault := self.server.faults.get(self.path):
                fault(self)
            elif self.path == "/api/validate-yaml":
                self.validate(json.loads(body)["content"])
            else:
                self.say(self.status())
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked went away

    def status(self) -> int:
        if self.path == "/get-only":
            return 405 if self.command == "HEAD" else 200
        for prefix, known in (("/api/models/", MODELS), ("/api/datasets/", DATASETS)):
            if self.path.startswith(prefix):
                return known.get(self.path.removeprefix(prefix), 404)
        return PAGES.get(self.path, 404)

    def validate(self, card: str) -> None:
        errors, warnings = [], []
        if "widget: not" in card:
            errors.append({"message": '"widget" must be an array'})
        if "license: nonsense" in card:
            errors.append({"message": '"license" must be one of [mit, apache-2.0]', "path": ["license"]})
        if "thumbnail: frowned" in card:
            warnings.append({"message": '"thumbnail" should be an address\nof an image'})
        self.say(400 if errors else 200, json.dumps({"errors": errors, "warnings": warnings}).encode())

    def say(self, status: int, body: bytes = b"{}", **headers) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class FakeHub(ThreadingHTTPServer):
    """`seen`: (method, path, headers, body) of every question; `faults`: path -> function of the handler that answers instead."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen, self.faults, self.leave = [], {}, threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}"

    def hang(self, handler) -> None:
        self.leave.wait(20)

    def drip(self, handler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not self.leave.wait(0.02):
            handler.wfile.write(b"x")


@contextmanager
def running():
    hub = FakeHub()
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        hub.leave.set()
        hub.shutdown()
        thread.join()
        hub.server_close()
