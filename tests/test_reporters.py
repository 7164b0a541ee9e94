"""Reports: valid by their own schemas, and inert whatever a card or a file name says."""

import hashlib
import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cardwright import rules
from cardwright.findings import LEVELS, Finding, Fix, Report, printable
from cardwright.reporters import FORMATS, markdown, render

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
HOSTILE = [
    "plain.md",
    "::error::x.md",
    "a\n::set-output name=errors::0\n.md",
    "a%0A::error::b.md",
    "a,line=9,title=x:y.md",
    "a\r\n##[add-mask]e.md",
    "caf\udce9/README.md",
    "a b/ü/%41#?.md",
    "<img src=x onerror=alert(1)>|`@octocat` #1 [x](https://e.example)\x1b[31m\u202e.md",
]
FIXES = (None, Fix(((9, 12, "mit"),), True, ((2, 10, 2, 13),)), Fix(((-1, 0, ""),), False, ((1, 1, 1, 1),)))
text = st.text(st.characters(codec=None), min_size=1, max_size=60) | st.sampled_from(HOSTILE)
place = st.integers(1, 50)
finding = st.builds(
    lambda path, line, column, more, rule, level, message, fix: Finding(
        path, line, column, line + more, column + 2, rule, rules.ids()[rule], level, message, fix, "source line"
    ),
    text, place, place, st.integers(0, 1), st.sampled_from(sorted(rules.ids())), st.sampled_from(LEVELS), text, st.sampled_from(FIXES),
)  # fmt: skip
reports = st.lists(finding, max_size=40).map(lambda found: Report(len({f.path for f in found}), tuple(found)))


def one(path="README.md", message="it is wrong", line=2, level="error", **other) -> Finding:
    usual = Finding(path, line, 3, line, 9, "license-unknown", "metadata", level, message, None, "license: X")
    return usual._replace(**other)


def report(*findings) -> Report:
    return Report(len({f.path for f in findings}), findings)


def validator(path: Path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


JSON_SCHEMA = validator(ROOT / "schemas" / "report.schema.json")
SARIF_SCHEMA = validator(DATA / "sarif-2.1.0-rtm.5.json")


def unescape(data: str, *more: str) -> str:
    """As actions/runner does: the percent sign last."""
    for code in ("%0D", "%0A", *more, "%25"):
        data = data.replace(code, chr(int(code[1:], 16)))
    return data


def command(line: str):
    """A workflow command as actions/runner reads a line, or None."""
    line = line.lstrip()
    if line.startswith("::") and "::" in line[2:]:
        info, data = line[2:].split("::", 1)
        name, _, properties = info.partition(" ")
        pairs = (pair.partition("=") for pair in properties.split(",") if pair)
        return name, {key: unescape(value, "%3A", "%2C") for key, _, value in pairs}, unescape(data)
    return ("##[", {}, "") if "##[" in line else None


@given(reports)
def test_every_format_is_text_that_can_be_written(report):
    for format in ("json", "sarif", "markdown", "github"):
        render(report, format).encode("utf-8")


@given(reports)
def test_json_is_valid_by_our_schema(report):
    document = json.loads(render(report, "json"))
    JSON_SCHEMA.validate(document)
    assert sum(document["counts"].values()) == len(document["findings"]) == len(report.findings)
    for written, finding in zip(document["findings"], report.findings):
        if printable(finding.path) == finding.path:
            assert written["path"] == finding.path
        assert (written["line"], written["end_column"]) == (finding.line, finding.end_column)


def test_json_spells_out_bytes_that_are_no_text():
    path, message = "caf\udce9.md", r"the text \udc12 and the surrogate \ud800".replace(r"\ud800", "\ud800")
    written = json.loads(render(report(one(path, message)), "json"))["findings"][0]
    assert written["path"] == "caf\\udce9.md"
    assert written["message"] == "the text \\udc12 and the surrogate \\ud800"


@pytest.mark.parametrize("change", [{"line": 0}, {"level": "fatal"}, {"family": "other"}, {"fixable": None}, {"path": "\udce9"}])
def test_json_schema_refuses(change):
    document = json.loads(render(report(one()), "json"))
    document["findings"][0].update(change)
    assert not JSON_SCHEMA.is_valid(document)


@settings(max_examples=25)  # the official schema takes a tenth of a second over each
@given(reports)
def test_sarif_is_valid_by_the_official_schema(report):
    document = json.loads(render(report, "sarif"))
    SARIF_SCHEMA.validate(document)
    run = document["runs"][0]
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]*", uri)


def test_sarif_region_and_uri():
    document = json.loads(render(report(one("a b/ü%#?:.md")), "sarif"))
    physical = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20b/%C3%BC%25%23%3F%3A.md"
    assert physical["region"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9}
    assert document["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_sarif_rules_have_their_pages():
    for rule in json.loads(render(report(), "sarif"))["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"].endswith(".") and rule["fullDescription"]["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])


def prints(*findings):
    results = json.loads(render(report(*findings), "sarif"))["runs"][0]["results"]
    return [result["partialFingerprints"]["cardwright/v1"] for result in results]


def test_sarif_fingerprints_stay_when_lines_move_and_tell_findings_apart():
    before = prints(one(line=2, message="see line 2"), one(line=7, message="see line 7"))
    after = prints(one(line=4, message="see line 4"), one(line=90, message="see line 90"))
    assert before == after and len(set(before)) == 2
    assert len(set(prints(one(), one("other.md"), one(message="also wrong"), one(source="lizense: X")))) == 4


def test_sarif_keeps_the_worst_that_github_takes():
    document = json.loads(render(report(*[one(level="note")] * 25_000, one(level="error")), "sarif"))
    results = document["runs"][0].pop("results")
    SARIF_SCHEMA.validate(document)
    assert len(results) == 25_000 and results[0]["level"] == "error"
    notice = document["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert notice == "1 more finding left out: GitHub takes 25000."


def test_the_official_schema_is_as_published():
    digest = hashlib.sha256((DATA / "sarif-2.1.0-rtm.5.json").read_bytes()).hexdigest()
    assert digest in (DATA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("schema", sorted((ROOT / "schemas").rglob("*.json")), ids=lambda path: path.stem)
def test_schemas_are_schemas(schema):
    document = json.loads(schema.read_text(encoding="utf-8"))
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(document)


@given(reports)
def test_github_says_each_finding_once_and_obeys_no_card(report):
    shown = dict.fromkeys(LEVELS, 0)
    for line in render(report, "github").split("\n"):
        if found := command(line):
            name, properties, data = found
            level = {"error": "error", "warning": "warning", "notice": "note"}[name]
            shown[level] += 1
            assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
            assert properties["title"] in rules.ids() and len(data) <= 4096
            assert ("col" in properties) == (properties["line"] == properties["endLine"] and "endColumn" in properties)
    assert shown == {level: min(10, count) for level, count in report.counts.items()}


@pytest.mark.parametrize("path", HOSTILE)
def test_github_names_the_file_itself(path):
    name, properties, data = command(render(report(one(path)), "github").split("\n")[0])
    assert name == "error"
    rest = path.replace("\n", "").replace("\r", "")
    # Other control characters are spelt out: GitHub then finds no such file and shows the annotation without it.
    assert properties["file"] == path or printable(rest) != rest
    assert data == f"{printable(path)}:2:3: it is wrong"


def test_github_columns_only_on_one_line():
    def properties(**span):
        return command(render(report(one(**span)), "github").split("\n")[0])[1]

    assert properties()["col"] == "3" and properties()["endColumn"] == "9"
    assert properties(end_line=4) == {"file": "README.md", "line": "2", "endLine": "4", "title": "license-unknown"}
    assert properties(end_line=3, end_column=1)["endLine"] == "2"


def test_github_cuts_and_counts():
    errors = [*(one("a.md") for _ in range(12)), *(one("##[add-mask]b.md") for _ in range(3))]
    lines = render(report(*errors, one(message="x" * 9999, level="note")), "github").split("\n")
    assert [bool(command(line)) for line in lines] == [True] * 10 + [False, True, False, False]
    assert lines[10] == "and 5 more errors (GitHub shows 10 a step): ##\\[add-mask]b.md (3), a.md (2)"
    assert len(command(lines[11])[2]) == 4096
    assert lines[12] == "15 errors, 1 note in 3 cards"


def test_github_names_files_from_the_top_of_the_checkout(monkeypatch, tmp_path):
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path / "models")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert command(render(report(one("./README.md")), "github").split("\n")[0])[1]["file"] == "models/README.md"


def cells(rendered: str) -> list[list]:
    """The inline tokens of every table cell and heading, and nothing that is raw HTML but our own empty comment."""
    tokens = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").parse(rendered)
    assert not [token for token in tokens if token.type in ("html_block", "fence", "code_block")]
    return [token.children for token in tokens if token.type == "inline"]


def shown(children) -> str:
    for child in children:
        assert child.type in ("text", "text_special", "code_inline") or (child.type, child.content) == ("html_inline", "<!-- -->")
    return "".join(child.content for child in children if child.type != "html_inline")


@given(reports)
def test_markdown_shows_text_as_text(report):
    rendered = render(report, "markdown")
    inlines = [shown(children) for children in cells(rendered)]
    words = [line.split() for line in inlines]
    assert all(printable(finding.message).split() in words for finding in report.findings)
    rows = [children[0].content for children in cells(rendered) if children and children[0].type == "code_inline"]
    assert rows == [finding.rule for finding in report.findings]


def test_markdown_is_readable():
    rendered = render(report(one("a/README.md", "`license`: no <b>"), one("a/README.md", level="note", line=30)), "markdown")
    assert rendered == (
        "## Model cards: 1 error, 1 note in 1 card\n"
        "\n### a/README.md\n"
        "\n| where | level | what is wrong | rule |\n|---|---|---|---|\n"
        "| 2:3 | error | \\`license\\`: no &lt;b&gt; | `license-unknown` |\n"
        "| 30:3 | note | it is wrong | `license-unknown` |\n"
    )


def test_markdown_mentions_nobody():
    rendered = markdown.escape("@octocat #1 https://e.example www.e.example $x$")
    assert rendered == "@<!-- -->octocat #<!-- -->1 https\\://e.example www\\.e.example \\$x\\$"


def test_markdown_keeps_the_worst_within_a_mebibyte():
    many = [one(f"{n}.md", "@" * 2000, level="note") for n in range(80)]
    rendered = render(report(*many, one("last.md", level="error")), "markdown")
    assert len(rendered.encode()) <= 1024 * 1024
    assert "### last.md" in rendered
    kept = rendered.count("`license-unknown`")
    assert 1 < kept < 81
    assert rendered.endswith(f"\n{81 - kept} more findings left out: a job summary holds 1 MiB.\n")


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found(format):
    rendered = render(Report(1, ()), format)
    assert rendered.endswith("\n") and (format in ("json", "sarif") or "no findings in 1 card" in rendered)
