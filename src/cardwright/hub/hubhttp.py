"""One bounded HTTP request. An address that a card names is only asked when it is public: a card is a stranger's text, and must
not make the machine that checks it knock at the doors of its own network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from .. import __version__

MAX_BYTES = 1_000_000
_TIMEOUT = 10.0  # seconds a connection may be silent
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses, private ones too, in the clothes of public IPv6 ones
_NO_HEAD = frozenset((400, 403, 404, 405, 406, 501))  # what servers that do not know HEAD answer to it


class _Refused(OSError):
    pass


def fetch(question, seconds: float) -> tuple[int, bytes, str]:
    """(status, first bytes of the body, problem) of a hubclient.Question."""
    answer = _once(question, question.method, seconds)
    return _once(question, "GET", seconds) if question.method == "HEAD" and answer[0] in _NO_HEAD else answer


def _once(question, method: str, seconds: float):
    headers = {"User-Agent": f"cardwright/{__version__}", "Accept": "application/json" if not question.guarded else "*/*"}
    if question.body is not None:
        headers["Content-Type"] = "application/json"
    try:
        request = urllib.request.Request(question.url, question.body, headers, method=method)
        with _opener(question).open(request, timeout=min(_TIMEOUT, seconds)) as response:
            return response.status, response.read(MAX_BYTES) if question.body else b"", ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _read(error) if question.body else b"", ""
    except urllib.error.URLError as error:
        return 0, b"", _words(error.reason)
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: an address that is none
        return 0, b"", _words(error)


def _read(response) -> bytes:
    try:
        return response.read(MAX_BYTES)
    except (OSError, http.client.HTTPException):
        return b""


def _words(reason) -> str:
    if isinstance(reason, _Refused):
        return str(reason)
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, socket.gaierror):
        return "the name of the host is not known"
    return {"ConnectionRefusedError": "the connection was refused"}.get(type(reason).__name__, "the connection failed")


def is_loopback(address: str) -> bool:
    """Whether an address names this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast and not (ip.version == 6 and ip in _NAT64)


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to a public address; looked up once, so that no second answer can lead elsewhere."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(address[4][0]) for address in found):
        raise _Refused("it leads to a private address, which is not asked")
    return socket.create_connection(found[0][4][:2], timeout)


class _GuardedHTTP(http.client.HTTPConnection):
    def connect(self):
        self.sock = _connected(self.host, self.port, self.timeout)


class _GuardedHTTPS(http.client.HTTPSConnection, _GuardedHTTP):  # HTTPSConnection.connect calls the guarded one, then adds TLS
    pass


class _Guarded(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    def http_open(self, request):
        return self.do_open(_GuardedHTTP, request)

    def https_open(self, request):
        return self.do_open(_GuardedHTTPS, request)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Few redirects, only to web addresses, and for questions to the Hub only within it."""

    max_redirections, max_repeats = 5, 2

    def __init__(self, stay: str | None) -> None:
        self.stay = stay

    def redirect_request(self, request, file, code, message, headers, address):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or self.stay not in (None, f"{parts.scheme}://{parts.netloc}"):
            return None
        return super().redirect_request(request, file, code, message, headers, address)


def _opener(question):
    if question.guarded:
        return urllib.request.build_opener(urllib.request.ProxyHandler({}), _Guarded, _Redirects(None))
    parts = urlsplit(question.url)
    stay = f"{parts.scheme}://{parts.netloc}" if question.method != "HEAD" else None
    return urllib.request.build_opener(_Redirects(stay))
