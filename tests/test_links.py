"""Where links are found, and that repairs are repairs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cardwright import card, check_paths, check_text, config
from cardwright.linking import anchors, links

CASES = Path(__file__).parent / "cases" / "links"
FAMILY = config.Settings(select=("links",))


def found(text):
    return [(link.kind, link.label, link.target) for link in links.find(card.Card(text))]


def test_every_kind():
    text = """# Sorter
[one](a.md "title") ![two](<b c.png>) [![three](c.png)](https://example.org/three) [four [x]](d(1).md)
<https://example.org/five>, https://example.org/six. <a class="x" href='seven.md'>7</a> <IMG SRC=eight.png>
`[no](no.md)` \\[no](no.md) <!-- [no](no.md) --> data-href="no.md" [^1]: no

[nine]: https://example.org/nine 'title'

    [no](no.md)
"""
    assert found(text) == [
        ("link", "one", "a.md"),
        ("image", "two", "b c.png"),
        ("link", "![three](c.png)", "https://example.org/three"),
        ("image", "three", "c.png"),
        ("link", "four [x]", "d(1).md"),
        ("bare", "", "https://example.org/five"),
        ("bare", "", "https://example.org/six"),
        ("href", "", "seven.md"),
        ("src", "", "eight.png"),
        ("definition", "nine", "https://example.org/nine"),
    ]


PIECES = ["[", "]", "](", "(", ")", "[a](b.md)", "![a](b.png)", "\n", "\n\n", " ", "text", "`", "\\", "<a href=", '"x">', "#", "[r]: u",
          "https://example.org/", "<!--", "-->", "[a] (https://x.org)", "](<", ">", "(a)[https://x.org]", "htp://"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_offsets_are_true_and_links_of_markdown_are_found(text):
    mine = links.find(card.Card(text))
    for link in mine:
        assert text[link.at : link.stop] == link.target and link.start <= link.at <= link.stop <= link.end
    assert list(mine) == sorted(mine)
    check_text(text, config=FAMILY)


@given(
    st.lists(st.sampled_from(["word", "two words", "*b*"]), max_size=3),
    st.sampled_from(["a.md", "<b c.md>", "https://x.org/(1)", "#a", ""]),
)
def test_a_plain_link_is_read_as_markdown_it_reads_it(words, target):
    text = f"Before [{' '.join(words)}]({target}) after."
    tokens = [t for t in MarkdownIt().parse(text)[1].children if t.type == "link_open"]
    theirs = [token.attrGet("href").replace("%20", " ") for token in tokens]
    assert [link.target for link in links.find(card.Card(text)) if link.kind == links.LINK] == theirs


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Uses", "uses"),
        ("Bias, Risks, and Limitations", "bias-risks-and-limitations"),
        ("Speed & Memory", "speed--memory"),
        ("The `sort_all()` call", "the-sort_all-call"),
        ("**Bold** [link](https://example.org)", "bold-link"),
        ("1. First_step", "1-first_step"),
        ("Übersicht 2", "übersicht-2"),
        ("![logo](a.png) Sorter", "sorter"),
        ("A&amp;B", "ab"),
    ],
)
def test_slugs(title, slug):
    assert anchors.slug(title) == slug


def mended(text, findings):
    edits = sorted({edit for finding in findings if finding.fix and finding.fix.safe for edit in finding.fix.edits}, reverse=True)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text


def check(text, settings=FAMILY):
    return check_text(text, config=settings).findings


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.md")), ids=lambda p: "/".join(p.parts[-2:]))
def test_a_safe_fix_leaves_nothing_to_fix_and_makes_nothing_new(path):
    text = path.read_text(encoding="utf-8")
    before = check(text)
    after = check(mended(text, before))
    assert not any(finding.fix and finding.fix.safe for finding in after)
    assert len(after) == sum(not (finding.fix and finding.fix.safe) for finding in before)


def test_nothing_outside_the_repository_is_looked_at(tmp_path, monkeypatch):
    import os

    outside, repo = tmp_path / "outside", tmp_path / "repo"
    outside.mkdir()
    repo.mkdir()
    (outside / "there.md").write_text("x")
    (repo / "config.json").write_text("{}")
    (repo / "way").symlink_to(outside)
    (repo / "README.md").write_text(
        "[a](../outside/there.md) [b](../outside/not.md) [c](way/there.md) [d](way/not.md) [e](not.md)"
    )
    listed, listdir = [], os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: listed.append(os.path.realpath(path)) or listdir(path))
    report = check_paths([repo / "README.md"], FAMILY)
    assert [finding.column for finding in report.findings] == [report.findings[0].column]
    assert "`not.md`" in report.findings[0].message
    assert set(listed) == {str(repo)}


def test_within_is_the_highest_folder(tmp_path):
    (tmp_path / ".git").mkdir()
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "config.json").write_text("{}")
    (repo / "README.md").write_text("[a](../not.md)")
    assert len(check_paths([repo / "README.md"], FAMILY).findings) == 1
    assert not check_paths([repo / "README.md"], FAMILY, within=str(repo)).findings
