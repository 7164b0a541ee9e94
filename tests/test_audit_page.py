"""The page of an audit: its numbers are those of the Parquet files, and hostile cards are text in it."""

import base64
import hashlib
import json
import re
import struct
import zlib
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

import auditdata
import pyarrow.parquet as pq
from auditdata import HOSTILE, findings_of, rows_of

from cardwright import assets
from cardwright.audit import embedded, page, queried
from cardwright.errors import CardwrightError
from cardwright.findings import printable

# What lies in the page


def opened(text: str) -> dict[str, bytes]:
    found = re.findall(r'<script type="text/plain" id="block-([^"]+)">([^<]*)</script>', text)
    return {name: zlib.decompress(base64.b64decode(block)) for name, block in found}


def test_the_rows_in_the_page_are_those_of_the_files(audit):
    blocks, cards = opened((audit / "report.html").read_text(encoding="utf-8")), rows_of(audit)
    assert json.loads(blocks["ids"]) == [row["id"] for row in cards]
    at = 0
    for name, kind in embedded.NUMBERS.items():
        size = struct.calcsize(f"<{len(cards)}{kind}")
        told = struct.unpack(f"<{len(cards)}{kind}", blocks["numbers"][at : at + size])
        assert [None if each != each else each for each in told] == [row[name] for row in cards]
        at += size
    values = json.loads(blocks["values"])
    for name in embedded.CODED:
        codes = struct.unpack(f"<{len(cards)}I", blocks["numbers"][at : at + 4 * len(cards)])
        assert [values[name][code] for code in codes] == [row[name] for row in cards]
        at += 4 * len(cards)
    assert at == len(blocks["numbers"])


def test_the_findings_in_the_page_are_those_of_the_files(audit):
    blocks, wanted = opened((audit / "report.html").read_text(encoding="utf-8")), findings_of(audit)
    rules, found = json.loads(blocks["rules"]), []
    for number in range(-(-len(wanted) // embedded.CHUNK)):
        chunk = json.loads(blocks[f"findings-{number}"])
        shown = zip(*(chunk[name] for name in embedded.SHOWN))
        found += [[next(shown) for _ in range(count)] for count in chunk["n"]]
        assert next(shown, None) is None
    told = [
        [(rules[rule], auditdata.LEVELS[level], *rest, bool(fixable)) for rule, level, *rest, fixable in card] for card in found
    ]
    assert told == [[tuple(each[name] for name in embedded.SHOWN) for each in card] for card in wanted]


def test_the_same_files_give_the_same_page(audit, tmp_path):
    before = (audit / "report.html").read_bytes()
    for name in ("cards.parquet", "findings.parquet", "summary.json"):
        (tmp_path / name).write_bytes((audit / name).read_bytes())
    assert page.written(str(tmp_path)) == len(before)
    assert (tmp_path / "report.html").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "cards.parquet",
        "findings.parquet",
        "report.html",
        "summary.json",
    ]
    assert str(audit) not in before.decode("utf-8")


def test_a_page_that_would_be_too_large_says_how_to_see_the_rows(audit, tmp_path, monkeypatch):
    auditdata.make(tmp_path, 300)
    monkeypatch.setattr(page, "LIMIT", 100_000)
    assert page.written(str(tmp_path)) < 200_000
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "cardwright audit --serve --output DIR" in text and not opened(text) and 'class="pick"' not in text


def test_an_audit_of_nothing(tmp_path):
    auditdata.write(tmp_path, [])
    assert page.written(str(tmp_path)) and "0 cards of" in (tmp_path / "report.html").read_text(encoding="utf-8")
    with closing(queried.Audit(str(tmp_path))) as asked:
        assert asked.rows(queried.Query())["rows"] == [] and asked.findings(0) == []


def test_it_tells_what_exemptions_let_pass(tmp_path):
    for exempt, told in ((0, []), (1, ["let 1 more finding pass"]), (1200, ["let 1,200 more findings pass"])):
        auditdata.write(tmp_path, [auditdata.card("a/one", exempt=exempt)])
        page.written(str(tmp_path))
        text = (tmp_path / "report.html").read_text(encoding="utf-8")
        assert re.findall("Exemptions of the policy (let .* pass);", text) == told


def test_files_that_cannot_be_shown(audit, tmp_path):
    with pytest.raises(CardwrightError, match=r"summary.json: cannot be read: no such file"):
        page.written(str(tmp_path))
    (tmp_path / "summary.json").write_text("{", encoding="utf-8")
    with pytest.raises(CardwrightError, match="it is no JSON"):
        page.written(str(tmp_path))
    (tmp_path / "summary.json").write_text('{"version": 2}', encoding="utf-8")
    with pytest.raises(CardwrightError, match="is not of version 1"):
        page.written(str(tmp_path))
    (tmp_path / "summary.json").write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(CardwrightError, match="summary.json: is no summary of an audit: "):
        page.written(str(tmp_path))
    auditdata.make(tmp_path, 5)
    (tmp_path / "findings.parquet").write_bytes((audit / "findings.parquet").read_bytes())
    with pytest.raises(CardwrightError, match="do not go together"):
        page.written(str(tmp_path))
    pq.write_table(pq.read_table(audit / "cards.parquet").drop_columns(["state"]), tmp_path / "cards.parquet")
    with pytest.raises(CardwrightError, match="has no column state"):
        page.written(str(tmp_path))
    for name in ("cards.parquet", "findings.parquet"):
        (tmp_path / name).write_bytes(b"PAR1, but not really")
    for job in (page.written, queried.Audit):
        with pytest.raises(CardwrightError, match="cannot be read"):
            job(str(tmp_path))
    assert not (tmp_path / "report.html").exists()


def test_hostile_values_are_text(hostile):
    text = (hostile / "report.html").read_text(encoding="utf-8")
    blocks = len(opened(text))
    assert text.count("<script") == text.count("</script>") == blocks + 2 and "<img" not in text and "<!--" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    assert json.loads(opened(text)["ids"]) == [printable(each) for each in HOSTILE]


# The libraries


def test_the_vendored_libraries_are_what_the_list_says():
    folder = Path(assets.path("templates/vendor"))
    listed = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))["libraries"]
    files = {name: row["sha256"] for library in listed for name, row in library["files"].items()}
    assert {each.name for each in folder.iterdir()} == {*files, "vendor.json"}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files} == files
    assert all({f"{each['name']}.js", f"{each['name']}.LICENSE"} == {*each["files"]} and each["licence"] for each in listed)
    assert [f"vendor/{each['name']}.js" for each in listed] == [*page.LIBRARIES]


def test_what_runs_cannot_end_its_own_element():
    assert not re.search("</script|<!--|sourceMappingURL", page._script(), re.I) and "</style" not in page.stylesheet()
    own = "".join(page._asset(name) for name in page.SCRIPTS)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", own)
