"""`cardwright audit --serve`: it answers what the Parquet files hold, to nobody but one's own browser."""

import http.client
import json
import re
import socket
import threading
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

import auditdata
from auditdata import QUESTIONS, findings_of, rows_of, summary_of, wanted

from cardwright.audit import embedded, queried, serve
from cardwright.errors import CardwrightError
from cardwright.findings import printable


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return auditdata.make(tmp_path_factory.mktemp("audit"), 700)


def numbered(folder, filters: dict) -> dict[str, str]:
    """Filters as the page and the server speak of them: by numbers into the summary."""
    summary, told = summary_of(folder), dict(filters)
    if "rule" in told:
        told["rule"] = str(embedded.rules(summary).index(told["rule"]))
    return {
        name: str(embedded.values(summary, name).index(value)) if name in serve._FILTERS else value
        for name, value in told.items()
    }


@contextmanager
def serving(folder):
    server = serve.server(str(folder), 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(port: int, target: str, method: str = "GET", host: str = "", **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, target, headers={"Host": host or f"127.0.0.1:{port}"} | headers)
        answer = connection.getresponse()
        return answer, answer.read()


def asked(port: int, target: str):
    answer, content = ask(port, target)
    assert answer.status == 200, content
    return json.loads(content)


@pytest.fixture(scope="module")
def port(audit):
    with serving(audit) as found:
        yield found


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_server_finds_what_the_files_hold(audit, port, question):
    filters, sort, down = QUESTIONS[question]
    fields = urlencode(numbered(audit, filters) | {"sort": sort, "down": int(down)})
    ids, wants = [], wanted(audit, filters, sort, down)
    while len(ids) < len(wants) or not ids:
        found = asked(port, f"/rows?{fields}&offset={len(ids)}&limit=300")
        ids += [row[1] for row in found["rows"]]
        assert found["total"] == len(wants)
        if not wants:
            break
    assert ids == wants


def test_the_server_tells_each_card_and_its_findings(audit, port):
    found = asked(port, "/rows?limit=500")
    cards, told = rows_of(audit), [dict(zip(found["columns"], row)) for row in found["rows"]]
    assert told == [{"card": number} | {name: row[name] for name in queried.SHOWN} for number, row in enumerate(cards[:500])]
    for number, wants in [*enumerate(findings_of(audit))][::50]:
        assert asked(port, f"/findings?card={number}")["findings"] == [
            {name: each[name] for name in embedded.SHOWN} for each in wants
        ]
    assert asked(port, "/findings?card=99999999")["findings"] == []


def test_the_findings_of_an_id_that_is_there_twice_are_those_of_its_row(tmp_path):
    one, two = [{"rule": "link-dead", "line": 4}], [{"rule": "mojibake", "line": 9}, {"rule": "key-missing", "line": 10}]
    auditdata.write(tmp_path, [auditdata.card("a/b", one), auditdata.card("a/b", two), auditdata.card("a/b")])
    with closing(queried.Audit(str(tmp_path))) as found:
        assert [[each["line"] for each in found.findings(number)] for number in range(3)] == [[4], [9, 10], []]
        assert [row[0] for row in found.rows(queried.Query(rule="mojibake"))["rows"]] == [1]


def test_a_folder_with_any_name(tmp_path):
    folder = auditdata.make(tmp_path / "it's [a] *?", 3)
    with closing(queried.Audit(str(folder))) as found:
        assert found.rows(queried.Query())["total"] == 3


# What the server refuses


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "X"])
def test_other_methods_are_refused(port, method):
    answer, _ = ask(port, "/", method)
    assert answer.status == 405 and answer.headers["Allow"] == "GET"


@pytest.mark.parametrize("path", ["/cards.parquet", "/../summary.json", "/rows/", "/%2e%2e/", "/index.html", "/favicon.ico", "*"])
def test_other_paths_are_refused(port, path):
    assert ask(port, path)[0].status == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "[::1]:{port}"]
)
def test_other_hosts_are_refused(port, host):
    for path in ("/", "/rows", "/findings?card=0"):
        answer, content = ask(port, path, host=host.format(port=port))
        assert answer.status == 403 and b"audit" not in content.lower()
    assert ask(port, "/", host=f"localhost:{port}")[0].status == 200


def test_several_hosts_or_none_are_refused(port):
    for hosts in ("", f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"):
        with closing(socket.create_connection(("127.0.0.1", port), 10)) as connection:
            connection.sendall(f"GET /rows HTTP/1.1\r\n{hosts}\r\n".encode())
            assert b" 403 " in connection.recv(100)


def test_other_sites_get_no_rows(port):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert ask(port, "/rows", **headers)[0].status == 403
    answer, _ = ask(port, "/", **headers | {"Sec-Fetch-Mode": "navigate"})
    assert answer.status == 200 and "Access-Control-Allow-Origin" not in answer.headers
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


INJECTED = ("id; drop table starts", "id--", "1", "n desc, (select 1)", "id) union select", "sha256")


@pytest.mark.parametrize("fields", [
    *({"sort": text} for text in INJECTED), *({"level": text} for text in INJECTED), *({"license": text} for text in INJECTED if text != "1"),
    {"rule": "link-dead"}, {"rule": "99999"}, {"offset": "-1"}, {"limit": "501"}, {"limit": "1e9"}, {"offset": "9" * 30}, {"offset": "٣"},
])  # fmt: skip
def test_what_the_page_would_not_ask_is_refused(port, fields):
    assert ask(port, f"/rows?{urlencode(fields)}")[0].status == 400


@pytest.mark.parametrize("query", ["text=%ff", "text=a&text=b", "&".join(f"a{number}=1" for number in range(50))])
def test_addresses_that_cannot_be_understood_are_refused(port, query):
    assert ask(port, f"/rows?{query}")[0].status == 400


def test_an_address_without_end_is_refused(port):
    assert ask(port, "/rows?text=" + "a" * 9000)[0].status == 414


@pytest.mark.parametrize(
    "text",
    [
        "'",
        "' or ''='",
        "x'); drop table starts; --",
        "?",
        "\\",
        "%' or true --",
        "a\x00b",
        "\ud800".encode("utf-16", "surrogatepass").hex(),
    ],
)
def test_a_search_is_only_ever_a_value(audit, port, text):
    found = asked(port, f"/rows?{urlencode({'text': text})}")
    assert found["total"] == len(wanted(audit, {"text": text}, "id", False))
    assert asked(port, "/rows")["total"] == 700


def test_hostile_values_are_filters_like_others(tmp_path):
    hostile = auditdata.hostile(tmp_path)
    with serving(hostile) as port:
        for number, text in enumerate(summary_of(hostile)["by"]["license"]):
            found = asked(port, f"/rows?license={number}")
            assert [row[1] for row in found["rows"]] == [printable(text["value"])]
        answer, content = ask(port, "/")
        assert answer.status == 200 and content.count(b"<script") == 2


def test_a_port_that_is_taken(audit, port):
    with pytest.raises(CardwrightError, match=f"port {port}: cannot be listened on"):
        serve.server(str(audit), port)
    with pytest.raises(CardwrightError, match="port 70000"):
        serve.server(str(audit), 70000)


def test_serving_ends_when_interrupted(audit, monkeypatch):
    told = []

    def interrupted(self, poll_interval=0.5):
        raise KeyboardInterrupt

    monkeypatch.setattr(serve._Server, "serve_forever", interrupted)
    console = type("Console", (), {"out": staticmethod(told.append)})
    assert serve.run(str(audit), 0, console) == 0
    assert re.match(r"http://127\.0\.0\.1:\d+/ shows ", told[0])
