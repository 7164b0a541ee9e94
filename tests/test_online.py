"""`--online` against a Hub on this machine, over real HTTP."""

import json

import pytest
from fakehub import running
from test_contracts import example

from cardwright import check_text, cli, config, errors, rules
from cardwright.hub import hubclient, hubhttp, online


@pytest.fixture
def hub(monkeypatch):
    with running() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        monkeypatch.setenv("no_proxy", "*")
        monkeypatch.setenv("HF_TOKEN", "hf_secret")
        yield server


def ask(text, select=tuple(online.RULES), seconds=10.0):
    settings = config.Settings(select=select, online=hubclient.Hub(seconds=seconds))
    return [f"{f.rule} {f.level} {f.line}: {f.message}" for f in check_text(text, config=settings).findings]


def card(*lines):
    return "---\n" + "\n".join(lines) + "\n---\n# Sorter\n"


@pytest.mark.parametrize("rule_id", sorted(online.RULES))
def test_the_examples_of_a_page_are_true(hub, rule_id):
    page = rules.get(rule_id).page.replace("127.0.0.1:PORT", hub.address.removeprefix("http://"))
    assert ask(example(page, "Bad"), (rule_id,)), f"the Bad example does not trigger {rule_id}"
    assert not ask(example(page, "Good"), (rule_id,)), f"the Good example triggers {rule_id}"


def test_what_is_there_is_left_alone(hub):
    text = card("base_model: [example-team/sorter, example-team/gated]", "datasets: example-team/letters", "license: other",
                "license_name: terms", f"license_link: {hub.address}/terms")  # fmt: skip
    assert ask(text) == []
    assert sorted((method, path) for method, path, *_ in hub.seen) == [
        ("GET", "/api/datasets/example-team/letters"),
        ("GET", "/api/models/example-team/gated"),
        ("GET", "/api/models/example-team/sorter"),
        ("HEAD", "/terms"),
        ("POST", "/api/validate-yaml"),
    ]


def test_what_is_missing_is_named_at_its_line(hub):
    text = card("license: mit", "base_model: [example-team/no-such-model, example-team/private]", "datasets:", "- example-team/no-such-dataset",
                f"license_link: {hub.address}/gone")  # fmt: skip
    assert ask(text) == [
        "base-model-not-found warning 3: the Hub has no model `example-team/no-such-model` that everybody can see",
        "base-model-not-found warning 3: the Hub has no model `example-team/private` that everybody can see;"
        " to a visitor without a login a private one looks the same",
        "dataset-not-found warning 5: the Hub has no dataset `example-team/no-such-dataset` that everybody can see",
        "license-link-dead warning 6: the licence's page answers 410: it is not there",
    ]


def test_the_validator_gets_the_bytes_and_its_words_become_findings(hub):
    text = "\ufeff" + card("widget: not a list", "thumbnail: frowned-upon", "no: yes  # kept", "ä: 1")
    assert ask(text) == [
        'hub-rejects error 2: the Hub rejects this: "widget" must be an array',
        'hub-warns warning 3: the Hub warns: "thumbnail" should be an address of an image',
    ]
    method, path, headers, body = hub.seen[0]
    assert json.loads(body) == {"content": text, "repoType": "model"}
    assert headers["Content-Type"] == "application/json"


def test_one_root_cause_is_one_finding(hub):
    text = card("license: nonsense")
    assert ask(text, ("hub-rejects",)) == [
        'hub-rejects error 2: the Hub rejects this: "license" must be one of [mit, apache-2.0]'
    ]
    found = ask(text, ("hub-rejects", "license-unknown"))
    assert [line.split()[0] for line in found] == ["license-unknown"]


def test_no_token_leaves(hub):
    ask(card("base_model: example-team/sorter", f"license_link: {hub.address}/terms"))
    assert len(hub.seen) == 3
    for _, _, headers, body in hub.seen:
        assert not {name.lower() for name in headers} & {"authorization", "cookie", "proxy-authorization"}
        assert "hf_secret" not in str(headers) and b"hf_secret" not in body


FAULTS = {
    "hangs": lambda hub: hub.hang,
    "drips": lambda hub: hub.drip,
    "closes": lambda hub: lambda handler: handler.connection.close(),
    "garbage": lambda hub: lambda handler: handler.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n"),
    "no-json": lambda hub: lambda handler: handler.say(200, b"<html>not JSON</html>"),
    "wrong-json": lambda hub: lambda handler: handler.say(200, b'{"errors": 7}'),
    "list-json": lambda hub: lambda handler: handler.say(200, b'[{"errors": []}]'),
    "deep-json": lambda hub: lambda handler: handler.say(200, b"[" * 500_000),
    "huge": lambda hub: lambda handler: handler.say(200, b'{"errors": [' + b'"x",' * 1_000_000),
    "loop": lambda hub: lambda handler: handler.say(302, b"", Location=handler.path),
    "elsewhere": lambda hub: lambda handler: handler.say(307, b"", Location="http://198.51.100.7/api/validate-yaml"),
    "to-a-file": lambda hub: lambda handler: handler.say(302, b"", Location="file:///etc/passwd"),
    "unavailable": lambda hub: lambda handler: handler.say(503),
    "too-many": lambda hub: lambda handler: handler.say(429),
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_answer_is_a_note(hub, name):
    for path in ("/api/validate-yaml", "/api/models/example-team/sorter"):
        hub.faults[path] = FAULTS[name](hub)
    found = ask(card("license: mit", "base_model: example-team/sorter"), seconds=0.5 if name in ("hangs", "drips") else 10.0)
    assert [line.split()[:2] for line in found] == [["hub-unanswered", "note"]]


def test_no_server_is_a_note(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with running() as server:
        address = server.address
    monkeypatch.setenv("HF_ENDPOINT", address)
    assert ask(card("license: mit")) == [
        "hub-unanswered note 1: no answer from the Hub to the question about this card: its validator: the connection was refused"
    ]


def test_a_page_that_refuses_head_is_asked_for(hub):
    assert ask(card("license: mit", f"license_link: {hub.address}/get-only")) == []
    assert [method for method, path, *_ in hub.seen if path == "/get-only"] == ["HEAD", "GET"]
    assert ask(card("license: mit", f"license_link: {hub.address}/for-people-only")) == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]", "0.0.0.0"]
)
def test_a_card_cannot_make_us_ask_private_addresses(hub, host, monkeypatch):
    question = hubclient.Question("HEAD", f"http://{host}:{hub.server_port}/terms", None, True)
    assert hubhttp.fetch(question, 5.0) == (0, b"", "it leads to a private address, which is not asked")
    assert not hub.seen


def test_the_public_hub_guards_the_addresses_of_cards():
    assert hubclient.Hub("https://hub.example").page("https://example.org/terms").guarded
    assert not hubclient.Hub("http://127.0.0.1:8000").page("https://example.org/terms").guarded


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_public(address):
    assert hubhttp.is_public(address)


@pytest.mark.parametrize("address", ["64:ff9b::a00:1", "2002:a00:1::", "fe80::1%eth0", "fd00::1", "224.0.0.1", "100.64.0.1"])
def test_private_addresses_in_disguise_are_not(address):
    assert not hubhttp.is_public(address)


@pytest.mark.parametrize("endpoint", ["ftp://hub.example", "hub.example", "file:///etc", "http://", "http://user:pw@hub.example",
                                      "http://hub.example?x", "http://hub.example:x", "http://hub example", "http://[::1"])  # fmt: skip
def test_an_endpoint_that_is_none_is_wrong_usage(endpoint, monkeypatch, capsys, tmp_path):
    (tmp_path / "README.md").write_text(card("license: mit"))
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    assert cli.main(["check", "--online", str(tmp_path / "README.md")]) == errors.USAGE
    assert capsys.readouterr().err.startswith("cardwright: HF_ENDPOINT: ")


def test_the_flag_asks_once_for_all_cards_and_offline_asks_nothing(hub, tmp_path, capsys):
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(card("license: mit", "base_model: example-team/no-such-model"))
    paths = [str(tmp_path / name) for name in ("one.md", "two.md")]
    cli.main(["check", "--format", "json", *paths])
    assert not hub.seen
    capsys.readouterr()
    cli.main(["check", "--online", "--format", "json", *paths])
    found = [
        finding["path"]
        for finding in json.loads(capsys.readouterr().out)["findings"]
        if finding["rule"] == "base-model-not-found"
    ]
    assert found == paths
    assert [path for _, path, *_ in hub.seen].count("/api/models/example-team/no-such-model") == 1


def test_many_ids_are_asked_in_bounds(hub):
    assert len(ask(card("datasets:", *(f"- example-team/none-{i}" for i in range(300))))) == 20
    assert len(hub.seen) == 21


def test_a_redirect_into_a_private_network_is_not_followed(hub, monkeypatch):
    asked = []
    monkeypatch.setattr(hubhttp, "is_public", lambda address: asked.append(address) or len(asked) == 1)
    hub.faults["/moved"] = lambda handler: handler.say(302, b"", Location=f"{hub.address}/terms")
    question = hubclient.Question("HEAD", f"{hub.address}/moved", None, True)
    assert hubhttp.fetch(question, 5.0) == (0, b"", "it leads to a private address, which is not asked")
    assert [path for _, path, *_ in hub.seen] == ["/moved"]
