"""The block structure of Markdown: tables of look-alikes, laws for any text, and agreement with a CommonMark parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cardwright.body import BOLD_LEVEL
from cardwright.markdown import scan

HEADINGS = {
    "# a": [(1, "a", "atx")],
    "###### a ##": [(6, "a", "atx")],
    "#": [(1, "", "atx")],
    "# ##": [(1, "", "atx")],
    "# a#": [(1, "a#", "atx")],
    "# a # b": [(1, "a # b", "atx")],
    "##\ta\t#": [(2, "a", "atx")],
    "   # a": [(1, "a", "atx")],
    "    # a": [],
    "####### a": [],
    "#a": [],
    "\\# a": [],
    "a\n===": [(1, "a", "setext")],
    "a\nb\n---": [(2, "a b", "setext")],
    "a\n\n---": [],
    "- a\n---": [],
    "> a\n---": [],
    "| a |\n|---|": [],
    "```\n# a\n```": [],
    "~~~\n# a\n```\n# b\n~~~\n# c": [(1, "c", "atx")],
    "````\n```\n# a\n````": [],
    "``` a`b\n# c": [(1, "c", "atx")],
    "<!-- # a\n# b -->\n# c": [(1, "c", "atx")],
    "<!-- a --> # b": [],
    "`<!--`\n# a": [(1, "a", "atx")],
    "`<!--` and <!-- x\n# a -->\n# b": [(1, "b", "atx")],
    "<h2 align='center'>a <b>c</b></h2>": [(2, "a c", "html")],
    "<h1>\na\n</h1>": [(1, "a", "html")],
    "İİİ\n\n<h1>\na\n</h1>": [(1, "a", "html")],
    "<H3>a</H3>": [(3, "a", "html")],
    "<h1></h1>": [],
    "use `<h1>` for a title": [],
    "<!-- <h1>a</h1> -->": [],
    "<header>a</header>": [],
    "**ab**": [(7, "ab", "bold")],
    "<h1>\n# a\n</h1> b": [(1, "# a", "html")],
    "<h1>\na</h1": [(1, "a", "html")],
    "__a b__:": [(7, "a b", "bold")],
    "**a** b": [],
    "**a**b**": [],
    "* a": [],
    "# a\r\n## b\r\n": [(1, "a", "atx"), (2, "b", "atx")],
    "# a\r## b\r": [(1, "a", "atx"), (2, "b", "atx")],
}


@pytest.mark.parametrize("text", HEADINGS, ids=repr)
def test_headings(text):
    body = scan(text)
    assert [(h.level, h.title, h.kind) for h in body.headings] == HEADINGS[text]
    assert all(text[h.start : h.end] == text[h.start : h.end].strip() for h in body.headings)


FENCES = {
    "```python\nx = 1\n```\n": [("python", "x = 1\n")],
    "~~~\na\n~~~~\nb": [("", "a\n")],
    "```\na": [("", "a")],
    "```\n```": [("", "")],
    "> ```sh\n> a\n> ```\nb": [("sh", "> a\n")],
    "- ```sh\n  a\n  ```\nb": [("sh", "  a\n")],
    "1. x\n\n   ```sh\n   a\n   ```\nb": [("sh", "   a\n")],
    "```a```": [],
    "``\na\n``": [],
    "```js\r\na\r\n```\r\n": [("js", "a\r\n")],
    "```\na\n``\n````": [("", "a\n``\n")],
}


@pytest.mark.parametrize("text", FENCES, ids=repr)
def test_fences(text):
    body = scan(text)
    assert [(f.info, text[f.body_start : f.body_end]) for f in body.fences] == FENCES[text]


REGIONS = {
    "a `X` b": "span",
    "a ``x ` X`` b": "span",
    "a ` X": "text",
    "a `\n\nX` b": "text",
    "```\nX\n```": "fence",
    "    X": "code",
    "a\n    X": "text",
    "- a\n\n    X": "text",
    "<!-- X -->": "comment",
    "<!-- a --> X": "text",
    "<h1>\na\n</h1>\n    X": "text",
    "<!-- X": "comment",
    "a <!-- X": "text",
    "a <!-- X -->": "comment",
    "`a` <!-- X -->": "comment",
    "`<!-- X -->`": "span",
}


@pytest.mark.parametrize("text", REGIONS, ids=repr)
def test_regions(text):
    assert scan(text).region(text.index("X")) == REGIONS[text]


PIECES = st.lists(
    st.sampled_from(["# ", "## a", "a", "b c", "\n", "\n", "\n\n", "\r\n", "\r", "```", "~~~", "``", "`", "    ", "\t", "- ", "> ", "1. ",
                     "<!--", "-->", "<h1>", "</h1>", "<h2 ", "**", "__", "===", "---", "|", "İ", "é", "\u2028", "\\", "<", ">", "#"]),
    max_size=25).map("".join)  # fmt: skip
ANY = st.one_of(PIECES, st.text(max_size=60))


@given(ANY, st.integers(0, 5))
@settings(max_examples=400)
def test_places_lie_in_the_text_in_order_and_apart(text, start):
    body = scan(text, min(start, len(text)))
    for fence in body.fences:
        assert fence.start <= fence.body_start <= fence.body_end <= fence.end
    blocks = sorted([(f.start, f.end) for f in body.fences] + list(body.code) + list(body.comments))
    for places in (blocks, body.spans, [(h.start, h.end) for h in body.headings]):
        assert all(body.start <= one < end <= len(text) for one, end in places)
        assert all(before[1] <= after[0] for before, after in zip(places, places[1:])), "they overlap"
    for heading in body.headings:
        assert body.region(heading.start) in ("text", "span") and heading.end <= len(text)
    for offset in range(body.start, len(text)):
        assert (body.region(offset) == "fence") == (body.fence_at(offset) is not None)


WORD = st.sampled_from(["alpha", "beta gamma", "one *two*", "x y z", "`code`", "a-b", "1990"])
BLOCKS = st.one_of(
    st.builds(lambda n, t, close: "#" * n + " " + t + close, st.integers(1, 7), WORD, st.sampled_from(["", " #", " ##  ", "#"])),
    st.builds("{}\n{}".format, WORD, st.sampled_from(["===", "---", "=", "--  "])),
    st.builds("{0}{1}\n{2}\n{0}".format, st.sampled_from(["```", "~~~", "`````"]), st.sampled_from(["", "python", " sh "]), st.sampled_from(["# no", "a\n\n# no", ""])),
    st.builds("- {}\n- {}".format, WORD, WORD),
    st.builds("> {}".format, WORD),
    st.builds("    # no {}".format, WORD),
    st.builds("<!-- {} -->".format, st.sampled_from(["x", "# no", "\n# no\n"])),
    st.builds("|a|b|\n|-|-|\n|{}|2|".format, WORD),
    WORD,
    st.just("---"),
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=8), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_simple_documents_are_read_as_commonmark_reads_them(blocks, line_end):
    text = "\n\n".join(blocks).replace("\n", line_end) + line_end
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headings = [
        (int(token.tag[1]), " ".join(tokens[index + 1].content.split()))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    body = scan(text)
    assert [(h.level, h.title) for h in body.headings if h.level != BOLD_LEVEL] == headings
    fences = [(token.info.strip(), token.content) for token in tokens if token.type == "fence"]
    assert [(f.info, text[f.body_start : f.body_end].replace("\r\n", "\n")) for f in body.fences] == fences
