"""What is fuzzed: each target takes bytes and raises when something that always holds does not.

A new target is a function and a line in TARGETS. `fix` is one only where cardwright.fix is there.
"""

from __future__ import annotations

import json
import time
import zlib
from importlib.util import find_spec

from jsonschema import Draft202012Validator
from test_screen import PROFILES, assert_same

from cardwright import check_text, config, findings, markdown, reporters, schema, source
from cardwright.card import Card
from cardwright.yaml12 import yamlparse

REPORT = Draft202012Validator(schema.load("report.schema.json"))
PUMPED = 20_000  # bytes
patience = [float("inf")]  # CPU seconds that a pumped card may take; the long run sets it, the suite asserts no times


def checked(data: bytes) -> None:
    """Any bytes: a report, in order, inside the file, that every reporter can write."""
    profile = PROFILES[zlib.crc32(data) % len(PROFILES)]
    report = check_text(data, config=config.Settings(profile=profile, repo="example-team/support-sorter"))
    assert report.files == 1
    lines = _lines(source.decode("README.md", data).text)
    for finding in report.findings:
        _inside(finding, lines)
    keys = [(f.line, f.column, findings.LEVELS.index(f.level), f.rule, f.message) for f in report.findings]
    assert keys == sorted(keys), "not in reading order"
    assert len(set(report.findings)) == len(report.findings), "a finding is there twice"
    names = reporters.FORMATS if zlib.crc32(data) % 16 == 0 else ("text", "github", "markdown")  # the others take longer
    for name in names:
        written = reporters.render(report, name)
        written.encode("utf-8", "backslashreplace")
        if name == "json":
            _as_published(json.loads(written))


def _lines(text: str | None) -> list[str]:
    text = (text or "").removeprefix("\ufeff")
    return text.split("\n" if "\n" in text else "\r")


def _inside(finding, lines: list[str]) -> None:
    start, end = (finding.line, finding.column), (finding.end_line, finding.end_column)
    assert (1, 1) <= start <= end, f"{finding.rule}: {start} to {end}"
    if finding.family == "files":  # the place of a byte; there is no text
        return
    for line, column in (start, end):
        assert line <= len(lines), f"{finding.rule}: line {line} of {len(lines)}"
        assert column <= len(lines[line - 1]) + 2, f"{finding.rule}: column {column} of line {line}"
    # A byte order mark stands at -1.
    for begin, stop, _ in finding.fix.edits if finding.fix else ():
        assert -1 <= begin <= stop <= sum(map(len, lines)) + len(lines), f"{finding.rule}: an edit outside the card"


def _as_published(document: dict) -> None:
    one_of_each = {finding["rule"]: finding for finding in document["findings"]}
    problem = next(REPORT.iter_errors({**document, "findings": list(one_of_each.values())}), None)
    assert problem is None, problem.message


def screened(data: bytes) -> None:
    """Conditions spare work and change nothing."""
    assert_same(source.decode("README.md", data), PROFILES[zlib.crc32(data) % len(PROFILES)])


def yaml_read(data: bytes) -> None:
    """Any text as front matter: a tree whose nodes lie inside it, or a problem that does."""
    text = data.decode("utf-8", "replace")
    card = Card(f"---\n{text}\n---\n")
    for offset, tree in ((0, yamlparse.parse(text)), (card.front.yaml[0], card.tree)):
        limit = offset + len(text)
        assert tree.root is None or not tree.problem
        assert not tree.problem or 0 <= tree.problem.start <= limit + 1, f"a problem at {tree.problem.start} of {limit}"
        for node in [*tree.scalars, *tree.keys]:
            assert 0 <= node.start <= node.end <= limit, f"{node.kind} at {node.span} of {limit}"
    for key in card.metadata:
        assert card.node((key,)) is not None or "<<" in text, f"{key!r} has a value and no node"


def markdown_read(data: bytes) -> None:
    """Any text as Markdown: what is found lies inside it, in order."""
    text = data.decode("utf-8", "replace")
    start = min(len(text), data[0] if data and data[0] < 32 else 0)
    body = markdown.scan(text, start)
    spans = {"fences": [(f.start, f.end) for f in body.fences], "comments": body.comments, "code": body.code, "spans": body.spans}
    for name, found in spans.items():
        edges = [edge for span in found for edge in span]
        assert edges == sorted(edges), f"{name} overlap: {found}"
        assert all(start <= edge <= len(text) for edge in edges), f"{name} outside the text"
    assert all(f.start <= f.body_start <= f.body_end <= f.end for f in body.fences), body.fences
    assert [h.start for h in body.headings] == sorted(h.start for h in body.headings), "headings out of order"
    assert all(start <= h.start < h.end <= len(text) and 1 <= h.level <= 7 for h in body.headings), body.headings
    assert {body.region(offset) for offset in range(start, len(text), 7)} <= {"fence", "code", "comment", "span", "text"}


def pumped(data: bytes) -> None:
    """A part of the card again and again: the time stays in proportion."""
    cut = data[0] % (len(data) or 1) if data else 0
    head, unit = data[1 : cut + 1], data[cut + 1 :][:64] or b"x"
    text = head + unit * (PUMPED // len(unit))
    began = time.process_time()
    check_text(text)
    spent = time.process_time() - began
    assert spent < patience[0], f"{len(text)} bytes took {spent:.1f} s"


def fixed(data: bytes) -> None:
    """Safe fixes leave nothing that they could fix again, and no finding of a rule that was silent before."""
    from cardwright.mending import fix

    settings = config.Settings(repo="example-team/support-sorter")
    outcome = fix.fixed(source.decode("README.md", data), settings)
    if outcome.text is None:
        assert not outcome.fixed
        return
    again = fix.fixed(source.decode("README.md", outcome.text.encode("utf-8", "surrogatepass")), settings)
    assert again.text == outcome.text, f"fixing again changes more: {[f.rule for f in again.fixed]}"
    if not fix.unveils(outcome.fixed, outcome.before, outcome.left):  # what YAML that could not be read has hidden may show
        new = {f.rule for f in outcome.left} - {f.rule for f in outcome.before}
        assert not new, f"the fixes of {[f.rule for f in outcome.fixed]} made {new}"


TARGETS = {
    "check": checked,
    "screen": screened,
    "yaml": yaml_read,
    "markdown": markdown_read,
    "pumped": pumped,
    **({"fix": fixed} if find_spec("cardwright.mending.fix") else {}),
}
