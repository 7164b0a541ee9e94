"""The block the Hub sees. Two independent readings: ours, and huggingface_hub's patterns as Python runs them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardwright import frontmatter

_SPACE = frontmatter._JS_SPACE
NEW = re.compile(rf"({_SPACE}*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|\Z))")
OLD = re.compile(rf"({_SPACE}*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|\Z))")
PARTS = [
    "---",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "...",
    "----",
    "- a",
    "license: mit",
    "a: b --- c",
    "\ufeff",
    "\x85",
    "\x1c",
    "\n---\n",
    "\r\n---\r\n",
    "---\n",
]

texts = st.lists(st.sampled_from(PARTS), max_size=9).map(lambda parts: "---\n" + "".join(parts))


@given(texts)
@example("---\n\n---\nbody\n---\n")
@example("---\r\r\n---\nbody\n\n---\n")
@example("---\na: 1\n--- \n")
def test_as_the_patterns_find_it(text):
    front = frontmatter.find(text)
    if front.state == frontmatter.EMPTY:  # deliberately not what the patterns say when a later fence follows
        return
    new, old = NEW.match(text), OLD.match(text)
    assert (front.state == frontmatter.FOUND) == bool(new)
    if new:
        assert (front.yaml, front.body) == (new.span(2), new.end())
    assert (front.old_closing is None) == (old is None)
    if old:
        assert front.old_closing[1] == old.start(4)


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\r\n---\r\n# T\n", "---\n--- \nbody\n---\nmore\n"])
def test_nothing_between_the_fences(text):
    assert frontmatter.find(text).state == frontmatter.EMPTY


def test_older_pattern_runs_past_a_blank_block():
    text = "---\n\n---\nbody\n---\nrest"
    front = frontmatter.find(text)
    assert text[front.body :] == "body\n---\nrest"
    assert text[front.old_closing[1] :] == "\nrest"
