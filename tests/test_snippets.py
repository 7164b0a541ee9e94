"""The code of cards: our quick look against pyflakes, hostile code, the tables, the fixes.

CARDWRIGHT_CORPUS=FOLDER adds the Python fences of every .md file below that folder.
"""

import ast
import os
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyflakes import checker, messages

from cardwright import check_text, config, rules
from cardwright.card import Card
from cardwright.snippets import citations, commands, notebook, plainbib, removed, screen

FOLDERS = [Path(__file__).parent / "cases", *map(Path, filter(None, [os.environ.get("CARDWRIGHT_CORPUS")]))]
TEXTS = [path.read_bytes().decode("utf-8", "replace") for folder in FOLDERS for path in sorted(folder.rglob("*.md"))]
CELLS = sorted({cell.code for text in TEXTS for cell in notebook.read(Card(text)).cells})
SNIPPETS = [rule for rule, family in rules.ids().items() if family == "snippets"]


def bound_anywhere(tree) -> set:
    """Every name that some code binds in any scope at any time."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        names.update(
            getattr(node, field).partition(".")[0]  # `import a.b` binds a
            for field in ("name", "arg", "asname", "rest")
            if isinstance(getattr(node, field, None), str)
        )
    return names


def assert_agree(code: str) -> None:
    """Where the compiler leaves nothing open, pyflakes knows no name that nobody binds."""
    seen = screen.see(code)
    if seen.error is not None or seen.star:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(code)
    told = checker.Checker(tree, builtins=screen.BUILTINS | screen.IN_CLASS).messages
    undefined = {message.message_args[0] for message in told if isinstance(message, messages.UndefinedName)}
    quoted = {
        word
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in node.value.split()
    }
    assert undefined <= seen.open | bound_anywhere(tree) | quoted


def test_the_quick_look_agrees_with_pyflakes():
    assert CELLS
    for code in CELLS:
        assert_agree(code)


@given(st.sampled_from(CELLS), st.sampled_from(CELLS), st.data())
def test_the_quick_look_agrees_on_what_becomes_of_a_cell(one, other, data):
    lines = one.split("\n") + other.split("\n")
    keep = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=8))
    assert_agree("\n".join(lines[index] for index in keep))


def assert_bare_is_the_same(code: str) -> None:
    """Code without its comments and texts, where it compiles, is judged as the whole of it."""
    bare = screen._see(screen._bare(code))
    if bare.error is None:
        whole = screen._see(code)
        assert (bare.bound, bare.open, bare.error) == (whole.bound, whole.open, whole.error)


def test_comments_and_texts_decide_nothing():
    for code in CELLS:
        assert_bare_is_the_same(code)


@given(st.lists(st.sampled_from(["\"", "'", "\"a b\"", "'a'", "f\"{x", "}\"", "# it's", "\n", "x", " ", "(", ")", " if ", " else ", "=", "[", "]",
                                 "\\", "import *", "b", "\t", "\f", "é", "\0", "{", "}", "from y "]), max_size=14).map("".join))  # fmt: skip
def test_comments_and_texts_decide_nothing_in_any_code(code):
    assert_bare_is_the_same(code)


@given(st.sampled_from(CELLS), st.sampled_from(CELLS), st.data())
def test_comments_and_texts_decide_nothing_in_what_becomes_of_a_cell(one, other, data):
    at, to = data.draw(st.integers(0, len(one))), data.draw(st.integers(0, len(other)))
    assert_bare_is_the_same(one[:at] + other[to:])


HOSTILE = ["(" * 200, "x = " + "(" * 5000 + ")" * 5000, "-" * 50_000 + "1", "x = " + "9" * 10_000, "\0", "\ud800", "x = '\\d' is 1", "1 is 1", "a\r\nb", "\f", "if 1:" * 300, "# -*- coding: nope -*-", "[" * 90 + "x" + "]" * 90, "lambda:" * 3000 + "0", "f'{" * 200]  # fmt: skip


@pytest.mark.parametrize("code", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_code_is_looked_at_and_no_more(code):
    screen.see(code)  # warnings are errors here
    check_text(f"```python\nimport x\n{code}\n```\n")
    check_text(f"```\nimport x\n{code}\n```\n")


@given(st.text(alphabet="()[]{}\"'\\,:=\n\t >.!%#@axf1é\r", max_size=60))
def test_any_text_in_a_fence(code):
    check_text(
        f"```python\nimport x\nx.from_pretrained({code}\n```\n```bibtex\n@misc{{{code}\n```\n```bash\npip install {code}\n```\n"
    )


ENTRY = '@misc{ada-2025,\n  title = {Tiny {B}ots},\n  author = "Ada",\n  year = 2025,\n  url = {https://a.b/?c=d}\n}\n'


@given(
    st.lists(st.tuples(st.integers(0, len(ENTRY)), st.integers(0, 3), st.sampled_from([*'{},=@\\"\n %a1é\r', ""])), max_size=4)
)
def test_plain_bibtex_has_no_fault(changes):
    code = ENTRY * 2
    for at, gone, new in changes:
        code = code[:at] + new + code[at + gone :]
    card = Card(f"```bibtex\n{code}\n```\n")
    assert not plainbib.reads(card) or not list(citations.find(card))


def test_a_common_entry_is_plain():
    assert plainbib.reads(Card(f"```bibtex\n{ENTRY}```\n"))


def test_what_is_large_stays_quick_to_refuse():
    text = "```python\n" + "from_pretrained(" * 5_000 + "\n```\n```bibtex\n" + "@misc{a, b = {\n" * 100_000 + "\n```\n"
    text += (
        "```python\nimport x" + " " * 90_000 + "y\nmodel = " + "a = AutoModel.from_pretrained('./b')\n" * 1_000 + "\n```\n"
    ) * 20
    assert check_text(text, config=config.Settings(select=("snippets",))).findings


def _codes():
    for row in removed.NAMES:
        for name in row.names.split():
            yield row, f"from {row.library} import {name.replace('*', 'Model')}"
    for call, rows in removed.KEYWORDS.items():
        owner = "AutoModel." if call == "from_pretrained" else ""
        yield from ((row, f"x = {owner}{call}({row.names}=1)") for row in rows)
    for row in removed.TASKS:
        yield from ((row, f"x = pipeline('{task.replace('*', 'en_to_fr')}')") for task in row.names.split())


@pytest.mark.parametrize(("row", "code"), list(_codes()), ids=lambda value: value if isinstance(value, str) else "")
def test_each_row_of_the_removals_speaks(row, code):
    found = check_text(f"```python\n{code}\n```\n", config=config.Settings(select=("snippet-removed-call",))).findings
    assert [finding.message.count(row.instead) for finding in found] == [1]
    pinned = f"pip install {row.library}==0.1\n\n```python\n{code}\n```\n"
    assert not check_text(pinned, config=config.Settings(select=("snippet-removed-call",))).findings


@pytest.mark.parametrize("word", commands.RETIRED)
def test_each_retired_command_has_a_successor(word):
    found = check_text(
        f"```bash\nhuggingface-cli {word} x\n```\n", config=config.Settings(select=("snippet-command-retired",))
    ).findings
    assert [finding.fix.edits[0][2] for finding in found] == [commands.RETIRED[word]]


def spot(text: str, finding) -> str:
    lines = text.split("\n")
    assert finding.line == finding.end_line
    return lines[finding.line - 1][finding.column - 1 : finding.end_column - 1]


@pytest.mark.parametrize("text", [text for text in TEXTS if "```" in text], ids=lambda text: "")
def test_a_finding_stands_at_what_it_names(text):
    for finding in check_text(text, config=config.Settings(select=("snippet-undefined-name",))).findings:
        assert finding.message.startswith(f"`{spot(text, finding)}` ")


def fixed(text: str, found) -> str:
    for finding in sorted((f for f in found if f.fix), key=lambda f: f.fix.edits[0], reverse=True):
        for start, end, new in reversed(finding.fix.edits):
            text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("rule", [rule for rule in SNIPPETS if rules.get(rule).fixable])
def test_a_fix_takes_its_finding_away_and_brings_none(rule):
    for path in sorted((Path(__file__).parent / "cases" / "snippets" / rule).glob("bad-*.md")):
        text, chosen = path.read_text(encoding="utf-8"), config.Settings(select=("snippets",))
        before = check_text(text, config=chosen).findings
        after = check_text(fixed(text, [f for f in before if f.rule == rule]), config=chosen).findings
        assert [f.message for f in after] == [f.message for f in before if f.rule != rule or not f.fix]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_python_ends_a_line_at_a_lone_carriage_return(line_end):
    text = "# A\n\n```python\nimport torch\0say = pipeline('x')\n```\n".replace("\n", line_end).replace("\0", "\r")
    (found,) = check_text(text, config=config.Settings(select=("snippets",))).findings
    assert found.rule == "snippet-undefined-name"
    assert Card(text).line_text(found.line)[found.column - 1 : found.end_column - 1] == "pipeline"
