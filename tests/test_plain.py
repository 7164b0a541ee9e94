"""The quick readers of plain YAML and plain Markdown answer what the full readers do, or nothing."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardwright import frontmatter, markdown, plainmarkdown, plainyaml
from cardwright.card import Card
from cardwright.yaml12 import dialect, yamlparse, yamltree

HERE = Path(__file__).parent
CARDS = sorted((HERE / "cases").rglob("*.md")) + [HERE / "data" / "good-card.md"]
if os.environ.get("CARDWRIGHT_CORPUS"):
    CARDS += sorted(Path(os.environ["CARDWRIGHT_CORPUS"]).rglob("*.md"))

# A block is made of lines that are plain, nearly plain, or not plain at all.
KEYS = ["license", "tags", "model-index", "a_b", "no", "on", "1a", "a.b", "null", "key with blank", "é", "<<", "x"]
VALUES = [
    "mit", "a b", "en # note", "a#b", "a: b", "a:", "a:b", "no", "Yes", "true", "True", "null", "~", "1", "01", "0", "007", "1.50", "1.", ".5", "1e5",
    "1_000", "0x1f", "0b1", "0o7", "12:30", "2025-01-15", "4-bit", "7b", "3E", "1.2.3", "-1", "+1", "--- ", "- x", "[a, b]", "[a, [b]]", "[]", "[ ]",
    "[a b, c/d]", "[a: b]", "[1, no]", "{}", "{a: b}", "'q'", '"q"', "'it''s'", '"a\\tb"', "'q' # c", '"', "*a", "&a b", "!!str x", "|", ">-", "@a", "%a",
    "`a`", "日本", "a\u00a0b", "a\u2028b", "é", ".inf", ".nan", "nan", "y", "1234567890123456", "123456789012345678", "0.1", "00.1", "a,b", "a]", "? b", "=", "<<",
]  # fmt: skip
line = st.one_of(
    st.tuples(st.sampled_from(["", "  ", "    ", "- ", "  - ", " ", "-   "]), st.sampled_from(KEYS), st.sampled_from([": ", ":", ":  "]), st.sampled_from(VALUES + [""])).map("".join),
    st.tuples(st.sampled_from(["- ", "  - ", "-  ", "-", "    - "]), st.sampled_from(VALUES)).map("".join),
    st.tuples(st.sampled_from(["", "  "]), st.sampled_from(VALUES)).map("".join),
    st.sampled_from(["", "# comment", "  # comment", "  ", "\t", "...", "%YAML 1.2"]),
)  # fmt: skip


def assert_yaml_same(text: str):
    plain = plainyaml.read(text)
    if plain is None:
        return False
    card = Card(f"---\n{text}\n---\n")
    tree = yamlparse.parse(text)
    assert tree.root is not None and tree.root.kind == "mapping"
    assert repr(yamltree.to_python(tree.root)) == repr(plain)
    assert not tree.duplicates and not tree.tags
    if card.front.state == frontmatter.FOUND:
        assert not list(dialect.readings(card))
    return True


@given(st.lists(line, min_size=1, max_size=6).map("\n".join))
@example("a: b\n  c")
@example("a:\n- b\n  c")
@example("a:\n  - b: c\n    d: e\n  f: g")
def test_plain_yaml_is_what_the_parser_reads(text):
    assert_yaml_same(text)


@pytest.mark.parametrize(
    "text", ["a: [" + "b, " * 400_000 + "b]", "a:\n" + "- b\n" * 250_000, "\n".join(f"k{n}: v" for n in range(210_000))]
)
def test_what_the_parser_refuses_is_not_plain(text):
    assert yamlparse.parse(text).problem.kind == "too-large"
    assert plainyaml.read(text) is None


SIGNS = ["# ", "## a #", "#a", "#", "```", "```py", "``` x`y", "````", "~~~", "> ", "- ", "* ", "1. ", "---", "===", "--", "-", "**a**", "__a__:", "<h2>a</h2>",
         "<!-- a", "-->", "    a", "  - # b", "  a", "| a |", "|---|", "text", "", " ", "\\# a", "+", "`a`", "- - -", "* * *", "\t", "*a*", "_a_", "1) # a", "<b>"]  # fmt: skip
body = st.lists(st.lists(st.sampled_from(SIGNS), min_size=0, max_size=2).map("".join), min_size=0, max_size=9).map("\n".join)


def assert_body_same(text: str, start: int) -> bool:
    plain = plainmarkdown.scan(text, start)
    if plain is not None:
        full = markdown.scan(text, start)
        for part in ("text", "start", "headings", "fences", "code", "comments"):
            assert getattr(plain, part) == getattr(full, part), part
    return plain is not None


@given(body, st.sampled_from(["", "---\na: b\n---\n"]))
def test_plain_markdown_is_what_the_scanner_finds(text, before):
    assert_body_same(before + text, len(before))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_card(path):
    card = Card(path.read_bytes().decode("utf-8", "replace"))
    assert_body_same(card.text, card.front.body)
    if card.front.state == frontmatter.FOUND:
        assert_yaml_same(card.text[card.front.yaml[0] : card.front.yaml[1]])


def test_most_cards_are_plain():
    """The readers would be for nothing if they declined what people write."""
    text = (HERE / "data" / "good-card.md").read_text(encoding="utf-8")
    card = Card(text)
    assert card.plain and assert_body_same(card.text, card.front.body)
