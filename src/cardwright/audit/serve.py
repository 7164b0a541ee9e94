"""`cardwright audit --serve`: the page of an audit whose rows are asked from its Parquet files, for one's own browser only.

It listens on this machine alone, answers GET of three addresses, and only where the browser calls it by its own name: another
site that points a name of its own at this machine gets nothing.
"""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from .. import errors
from ..errors import CardwrightError
from . import embedded, page, queried

ADDRESS = "127.0.0.1"
_LONGEST, _PATIENCE = 4096, 30  # characters of an address; seconds that a silent connection is kept
_FILTERS = (*embedded.GROUPS, "state")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def run(folder: str, port: int, console) -> int:
    """Serve an audit until interrupted, which is how one ends it."""
    with server(folder, port) as serving:
        console.out(f"http://{ADDRESS}:{serving.server_port}/ shows {folder}; Ctrl+C ends it\n")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            pass
    return errors.CLEAN


def server(folder: str, port: int) -> ThreadingHTTPServer:
    """A server of an audit, bound but not yet serving; port 0 takes a free one. Raises CardwrightError where it cannot be."""
    summary = page.read(folder)
    audit = queried.Audit(folder)
    shown = page.html(summary, embedded.unknown(folder), served=True)
    try:
        return _Server(port, audit, shown, summary)
    except (OSError, OverflowError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise CardwrightError(f"port {port}: cannot be listened on: {reason}", "choose another with --port") from None


class Refused(Exception):
    """A request that is not answered: its status and why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two programs have one port

    def __init__(self, port: int, audit, shown: str, summary: dict) -> None:
        self.audit, self.rules = audit, embedded.rules(summary)
        self.values = {name: embedded.values(summary, name) for name in _FILTERS}
        self.page = (shown + page.END).encode("utf-8")
        super().__init__((ADDRESS, port), _Handler)

    def server_close(self) -> None:
        super().server_close()
        self.audit.close()

    def handle_error(self, request, client_address) -> None:
        """A browser that goes away in the middle of an answer is nothing to tell anybody."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server_version, sys_version = "cardwright", ""
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """As the base class does, but every method comes to one door."""
        try:
            self.raw_requestline = self.rfile.readline(_LONGEST + 1)
            if not self.raw_requestline:
                self.close_connection = True
            elif len(self.raw_requestline) > _LONGEST:
                self.requestline = self.request_version = self.command = ""
                self._tell(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long")
            elif self.parse_request():
                self._answer()
        except (TimeoutError, ConnectionError):
            self.close_connection = True

    def _answer(self) -> None:
        try:
            self._allowed()
            address = urlsplit(self.path)
            answer = _ANSWERS.get(address.path)
            if answer is None:
                raise Refused(HTTPStatus.NOT_FOUND, "there is no such page")
            kind, content = answer(self.server, asked(address.query))
            self._send(HTTPStatus.OK, kind, content)
        except Refused as refused:
            self._tell(refused.status, refused.reason)
        except CardwrightError as error:
            self._tell(HTTPStatus.INTERNAL_SERVER_ERROR, error.message)

    def _allowed(self) -> None:
        own = {f"{name}:{self.server.server_port}" for name in (ADDRESS, "localhost")}
        if self.headers.get_all("Host", []) not in [[each] for each in own]:
            raise Refused(HTTPStatus.FORBIDDEN, "this is served under its own address only")
        if self.command != "GET":
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "only GET is answered")
        if self.headers.get("Sec-Fetch-Site", "none") == "cross-site" and self.headers.get("Sec-Fetch-Mode") != "navigate":
            raise Refused(HTTPStatus.FORBIDDEN, "other sites get nothing")

    def _tell(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True  # what else came with the request is not read
        self._send(status, "text/plain", reason.encode("utf-8"))

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        headers = _HEADERS | {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(content))}
        headers["Content-Security-Policy"] = page.policy(True) + "; frame-ancestors 'none'"
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET"
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_) -> None:
        """Nothing is logged: what was searched for is nobody's business."""


def asked(query: str) -> dict[str, str]:
    """The fields of an address, each of them once. Raises Refused for others."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=30, errors="strict")
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the address cannot be understood") from None
    if len(dict(pairs)) != len(pairs):
        raise Refused(HTTPStatus.BAD_REQUEST, "the address says the same twice")
    return dict(pairs)


def _page(server: _Server, _) -> tuple[str, bytes]:
    return "text/html", server.page


def _rows(server: _Server, fields: dict) -> tuple[str, bytes]:
    return "application/json", embedded.json_bytes(server.audit.rows(query(fields, server.values, server.rules)))


def _findings(server: _Server, fields: dict) -> tuple[str, bytes]:
    return "application/json", embedded.json_bytes({"findings": server.audit.findings(_number(fields, "card", 2**40))})


_ANSWERS = {"/": _page, "/rows": _rows, "/findings": _findings}


def query(fields: dict, values: dict, rules: list[str]) -> queried.Query:
    """What a browser asks for. Raises Refused where that is nothing that the page would ask."""
    level, sort, text = fields.get("level", ""), fields.get("sort", ""), fields.get("text", "")
    if level not in ("", *queried.LEVELS) or sort not in ("", *queried.ORDERS):
        raise Refused(HTTPStatus.BAD_REQUEST, "there is no such level or order")
    rule = _picked(fields, "rule", rules)
    picked = tuple((name, found[0]) for name in _FILTERS if (found := _picked(fields, name, values[name])))
    offset, limit = _number(fields, "offset", 2**40), _number(fields, "limit", queried.MOST_ROWS, 100)
    return queried.Query(text, level, rule[0] if rule else None, picked, sort, fields.get("down") == "1", offset, limit)


def _picked(fields: dict, name: str, listed: list) -> tuple:
    """The one value that a field picks from a list by its number; nothing where it picks none."""
    return (listed[_number(fields, name, len(listed) - 1)],) if fields.get(name) else ()


def _number(fields: dict, name: str, most: int, default: int = 0) -> int:
    text = fields.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,13}", text) or int(text) > most:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{name}: no number from 0 to {most}")
    return int(text)
