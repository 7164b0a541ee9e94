"""YAML as the Hub reads it: the dialect row by row, exact positions, and laws that hold for any text."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright.yaml12 import yamltree
from cardwright.yaml12.yamlparse import parse
from cardwright.yaml12.yamltree import to_python
from cardwright.yaml12.yamlvalues import Timestamp


def read(text):
    tree = parse(text)
    assert tree.problem is None, tree.problem
    return to_python(tree.root)


# What js-yaml 4 makes of a plain scalar (its default schema: YAML 1.2 core and timestamps).
SCALARS = {
    "no": "no", "yes": "yes", "on": "on", "off": "off", "y": "y", "NO": "NO",
    "true": True, "True": True, "FALSE": False, "tRue": "tRue",
    "~": None, "null": None, "Null": None, "nULL": "nULL",
    "0": 0, "-3": -3, "+3": 3, "0123": 123, "1_000": 1000, "0x1F": 31, "0o17": 15, "0b101": 5, "0x": "0x", "1_": "1_", "-0x1f": -31,
    "1.5": 1.5, ".5": 0.5, "1.": 1.0, "-1e3": -1000.0, "1e-5": 1e-5, "123e4567": math.inf, "1e": "1e", ".": ".",
    ".inf": math.inf, "-.INF": -math.inf, ".iNf": ".iNf",
    "12:30:45": "12:30:45", "190:20:30": "190:20:30", "1.2.3": "1.2.3", "v1.0": "v1.0", "1,5": "1,5", "20.0 ± 1.2": "20.0 ± 1.2",
    "0.1.": "0.1.", "--1": "--1", "1 2": "1 2",
}  # fmt: skip


@pytest.mark.parametrize("text", SCALARS)
def test_plain_scalars_are_read_as_the_hub_reads_them(text):
    value = read(f"a: {text}\n")["a"]
    assert value == SCALARS[text] and type(value) is type(SCALARS[text])
    assert read(f"a: '{text}'\n") == {"a": text}, "in quotes it is text"


def test_not_a_number():
    assert math.isnan(read("a: .nan")["a"])


@pytest.mark.parametrize("text", ["2025-01-15", "2025-01-15T10:00:00Z", "2025-1-5 1:00:00.5 +1"])
def test_dates_are_no_text(text):
    value = read(f"a: {text}")["a"]
    assert isinstance(value, Timestamp) and repr(value) == text


@pytest.mark.parametrize("text", ["2025-01", "2025-1-5", "2025-01-15x", "20250115a"])
def test_what_only_looks_like_a_date_is_text(text):
    assert read(f"a: {text}") == {"a": text}


DOCUMENTS = {
    "a tab between tokens": ("a:\t[b]\nc: d\t\n", {"a": ["b"], "c": "d"}),
    "keys are text": ("1: a\ntrue: b\n~: c\n1.5: d\n", {"1": "a", "true": "b", "null": "c", "1.5": "d"}),
    "an unfilled template": ("a: {{ x }}\n", {"a": {"[object Object]": None}}),
    "merge keys": ("a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n", {"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}),
    "merge of several": ("a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc:\n  <<: [*a, *b]\n", {"a": {"x": 1}, "b": {"x": 2, "z": 3}, "c": {"x": 1, "z": 3}}),
    "aliases": ("a: &a [1]\nb: *a\n", {"a": [1], "b": [1]}),
    "blocks": ("a: |\n  x\n   y\nb: >-\n  x\n  y\n", {"a": "x\n y\n", "b": "x y"}),
    "foreign line breaks are characters": ("a: x\u2028y\n", {"a": "x\u00a0y"}),
    "half characters": ('a: "\\ud83d\\ude00"\n', {"a": "\ufffd\ufffd"}),
    "a byte order mark inside": ("a: x\ufeffy\n", {"a": "x\ufeffy"}),
    "windows line ends": ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name):
    text, value = DOCUMENTS[name]
    assert read(text) == value


BROKEN = {
    "tab as indentation": ("a:\n\tb: 1\n", "a tab indents this line"),
    "unclosed quote": ('a: "x\n', "a quote is not closed"),
    "unclosed list": ("a: [x\nb: 1\n", ""),
    "colon in a value": ("a: b: c\n", "a second `: `"),
    "undefined alias": ("a: *b\n", "the alias *b is not defined above"),
    "value inside itself": ("a: &a [*a]\n", "the alias *a refers to the value it stands in"),
    "control character": ("a: \x01\n", "character U+0001 is not allowed"),
    "control character after wide letters": ("a: ééé🙂\x08\n", "character U+0008 is not allowed"),
    "second document": ("a: 1\n--- \nb: 2\n", "a second document"),
    "percent sign": ("a: %x\n", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_yaml_is_a_problem_with_a_place(name):
    text, words = BROKEN[name]
    tree = parse(text, 100)
    assert tree.root is None and tree.problem.kind == "syntax" and words in tree.problem.message
    assert 100 <= tree.problem.start <= 100 + len(text) and "\n" not in tree.problem.message


def test_a_forbidden_character_is_found_after_letters_of_several_bytes():
    assert parse("a: éé🙂\x08\n").problem.start == 6


def test_bounds():
    assert parse("a: " + "[" * 200).problem.kind == "too-deep"
    assert read("a: " + "[" * 99 + "]" * 99)
    assert parse("- 1\n" * (yamltree.MAX_NODES + 1)).problem.kind == "too-large"
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    assert parse(bomb).problem.kind == "too-large"


def test_duplicates_and_tags_are_told():
    tree = parse("a: 1\nb: !mine 2\na: 3\n1: x\n'1': y\n")
    assert [(first.text, second.start) for first, second in tree.duplicates] == [("a", 16), ("1", 26)]
    assert [node.tag for node in tree.tags] == ["!mine"]
    assert to_python(tree.root)["a"] == 3 and tree.root.get("a").value == 3 and tree.root.entry("a")[0].start == 16


def nodes(node):
    yield node
    for child in (*node.items, *(part for pair in node.entries for part in pair)):
        yield from nodes(child)


def test_positions_are_exact_and_shifted_by_the_offset():
    text = 'é: [b, "c d"]\nk:\n- x: 1\n- |\n  t\nlast: z\n'
    tree = parse(text, 10)
    spans = [text[n.start - 10 : n.end - 10] for n in nodes(tree.root) if n.kind == "scalar"]
    assert spans == ["é", "b", '"c d"', "k", "x", "1", "|\n  t\n", "last", "z"]
    assert text[tree.root.get("k").start - 10 : tree.root.get("k").end - 10].startswith("- x: 1\n- |")


TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=12,
)  # fmt: skip


@given(TREES)
def test_json_is_yaml(value):
    # ASCII escapes: YAML forbids some raw control characters that JSON allows. Half characters have no place in either.
    written = json.dumps({"a": value})
    if "\\ud" in written:
        return
    assert read(written) == {"a": value}


BITS = st.lists(
    st.sampled_from(["a", "b: ", "- ", "\n", "\n  ", "[", "]", "{", "}", ", ", ": ", "? ", "&x ", "*x", "!!int ", "!t ", "'", '"', "|\n", ">-\n",
                     "# c", "\t", "<<: ", "---", "...", "%", "@", "`", "\\", "\\ud800", "1", "é", "🙂", "\u2028", "\x85", "\ufeff", "\r", "\x00", "~"]),
    max_size=14).map("".join)  # fmt: skip


@given(st.one_of(BITS, st.text(max_size=40)))
def test_nothing_makes_it_raise_and_places_lie_in_the_text(text):
    tree = parse(text, 7)
    if tree.problem:
        assert tree.root is None and 7 <= tree.problem.start <= 7 + len(text)
    elif tree.root:
        to_python(tree.root)
        for node in nodes(tree.root):
            assert 7 <= node.start <= node.end <= 7 + len(text)
