"""YAML as js-yaml 4 reads it; bench/dialect.py holds the same against js-yaml itself, over real cards and made snippets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright.yaml12 import yamlparse, yamltree


def read(text: str):
    return yamltree.to_python(yamlparse.parse(text).root)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\n\t\nb: 2\n", {"a": 1, "b": 2}),
        ("a: 1\n\t# said aside\nb: 2\n", {"a": 1, "b": 2}),
        ("a: 1\r\t\rb: 2\r", {"a": 1, "b": 2}),
        ("a:\n  - 1\n  \t \n  - 2\n\t", {"a": [1, 2]}),
        ("a:\t1\nb: 2\t\n", {"a": 1, "b": 2}),
        ("a: |\n  x\n\t\nb: 2", {"a": "x\n", "b": 2}),
        ("a: [\n\t1,\n\t{\n\t\tb: 2\n\t}\n\t]", {"a": [1, {"b": 2}]}),
    ],
)
def test_tabs_that_say_nothing_are_read(text, value):
    assert read(text) == value


def test_any_number_of_idle_tab_lines():
    assert read("a: 1\n" + "\t\n" * 500 + "b: 2\n") == {"a": 1, "b": 2}


@pytest.mark.parametrize("text", ["a:\n\tb: 1\n", "a:\n\t- 1\n", "a:\n  b: 1\n\tc: 2\n", "a: |\n\tx\n"])
def test_tabs_that_indent_are_refused(text):
    problem = yamlparse.parse(text).problem
    assert (problem.kind, text[problem.start]) == ("syntax", "\t")


@pytest.mark.parametrize("text", ["a: {<<: 1}", "<<: [1]", "a: {<<: }", "<<: [{a: 1}, b]"])
def test_only_mappings_are_merged(text):
    problem = yamlparse.parse(text, 100).problem
    assert problem.kind == "syntax" and "merged" in problem.message
    assert problem.start > 100


@pytest.mark.parametrize(
    "text", ["a: {<<: {b: 1}}", "a: &x {b: 1}\nc: {<<: *x}", "a: {<<: [{b: 1}, {c: 2}]}", "<<: []", "'<<': 1"]
)
def test_mappings_are_merged(text):
    assert yamlparse.parse(text).problem is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("!!int '12'", 12), ("!!float 1", 1.0), ("!!bool 'true'", True), ("!!null ~", None), ("!!str 12", "12"), ("! 12", "12")],
)
def test_tags_give_the_type(text, value):
    tree = yamlparse.parse(f"a: {text}")
    result = read(f"a: {text}")["a"]
    assert (result, type(result), tree.tags) == (value, type(value), [])


@pytest.mark.parametrize(
    "text", ["!!int x", "!!int", "!!bool yes", "!!null x", "!!null ''", "!!seq {a: 1}", "!!map [1]", "!!str [1]", "!own 1"]
)
def test_tags_that_do_not_fit(text):
    (node,) = yamlparse.parse(f"a: {text}").tags
    assert node.tag


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1", "1.0"),
        ("1e3", "1000"),
        ("0x10", "'16'"),
        (".nan", "'NaN'"),
        ("-.inf", "'-Infinity'"),
        ("true", "'true'"),
        ("~", "'null'"),
        ("[a]", "a"),
    ],
)
def test_keys_that_are_one_in_javascript(first, second):
    assert len(yamlparse.parse(f"{first}: 1\n{second}: 2\n").duplicates) == 1


def test_a_tab_line_ends_a_block_of_text():
    assert yamlparse.parse("a: |\n  x\n\t\n  y\n").problem.kind == "syntax"


def test_the_last_line_has_an_end():
    assert read("a: |\n  x") == {"a": "x\n"}


def test_escaped_backslash_is_no_surrogate():
    assert read(r'a: "\\ud800"') == {"a": r"\ud800"}
    assert read(r'a: "\\\ud800"') == {"a": "\\\ufffd"}


def test_a_byte_order_mark_inside_shifts_nothing():
    text = "\ufeffa: x\nb: y\n"
    tree = yamlparse.parse(text, 10)
    assert [text[node.start - 10 : node.end - 10] for pair in tree.root.entries for node in pair] == ["a", "x", "b", "y"]


@given(st.text(alphabet=" \t\n#:-a1[]{}&*!<'\"|\r\u2028\ufeff", max_size=40))
def test_a_tree_or_a_problem_inside_the_text(text):
    tree = yamlparse.parse(text, 7)
    if tree.problem:
        assert 7 <= tree.problem.start <= 7 + len(text)
    else:
        yamltree.to_python(tree.root)
