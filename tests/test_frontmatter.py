"""The Hub's front-matter grammar, row by row, and laws that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import frontmatter as fm

FOUND = {
    "plain": "---\na: 1\n---\n# b\n",
    "nothing after it": "---\na: 1\n---",
    "blank lines before it": "\n \t\n---\na: 1\n---\n",
    "byte order mark inside the blanks": "\n\ufeff---\na: 1\n---\n",
    "Windows line ends": "---\r\na: 1\r\n---\r\n# b\r\n",
    "mixed line ends": "---\r\na: 1\n---\r\n",
    "bare carriage returns to the end of the file": "---\ra: 1\r---",
    "blank between the fences": "---\n\n---\n",
    "dashes in a line": "---\na: x --- y\n---\n",
    "the first closing fence wins": "---\na: 1\n---\nb: 2\n---\n",
    "a closing fence with blanks": "---\na: 1\n--- \t\n",
}
UNSEEN = {
    "no front matter": ("# A\n", fm.MISSING),
    "a rule further down": ("# A\n\n---\n\nb\n", fm.MISSING),
    "nothing": ("", fm.MISSING),
    "blank after the opening fence": ("--- \nlicense: mit\n---\n", fm.UNDETECTED),
    "four dashes": ("----\nlicense: mit\n----\n", fm.UNDETECTED),
    "a comment above": ("<!-- x -->\n---\nlicense: mit\n---\n", fm.UNDETECTED),
    "text above": ("Hello\n---\nlicense: mit\n---\n", fm.UNDETECTED),
    "a code fence": ("```yaml\n---\nlicense: mit\n---\n```\n", fm.UNDETECTED),
    "no opening fence": ("license: mit\n---\n# A\n", fm.UNDETECTED),
    "three dots": ("---\nlicense: mit\n...\n# A\n", fm.UNDETECTED),
    "four dashes below": ("---\nlicense: mit\n----\n# A\n", fm.UNDETECTED),
    "twice converted line ends": ("---\r\r\nlicense: mit\r\r\n---\r\r\n# A\r\r\n", fm.UNDETECTED),
    "bare carriage returns and a body": ("---\rlicense: mit\r---\r# A\r", fm.UNDETECTED),
    "no closing fence": ("---\nlicense: mit\n# A\n", fm.UNTERMINATED),
    "fences with nothing between": ("---\n---\n", fm.EMPTY),
    "fences with nothing between or after": ("---\n---", fm.EMPTY),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_the_hub_sees(name):
    text = FOUND[name]
    front = fm.find(text)
    assert front.state == fm.FOUND
    assert text[slice(*front.opening)] == "---" and text[slice(*front.closing)].rstrip() == "---"
    assert text[slice(*front.yaml)].strip() in ("a: 1", "a: x --- y", "")
    assert "---" not in text[front.closing[1] : front.body]


@pytest.mark.parametrize("name", UNSEEN)
def test_what_the_hub_does_not_see(name):
    text, state = UNSEEN[name]
    front = fm.find(text)
    assert front.state == state and front.yaml == (0, 0) and bool(front.reason) == (state == fm.UNDETECTED)


def test_the_older_grammar_takes_no_blanks_after_the_closing_fence():
    assert fm.find("---\na: 1\n---\n").old_closing == (9, 12)
    assert fm.find("---\na: 1\n--- \n# b\n").old_closing is None
    assert fm.find("---\na: 1\n--- \nb\n---\n").old_closing == (16, 19), "it swallows the body up to the next fence"


PIECES = st.lists(
    st.sampled_from(["---", "--- ", "----", "...", "\n", "\n", "\r\n", "\r", " ", "\t", "license: mit", "a: 1", "# b", "```", "<!-- -->",
                     "—", "\ufeff", "\u2028", "é", "-"]), max_size=14).map("".join)  # fmt: skip


@given(st.one_of(PIECES, st.text(max_size=60)))
def test_places_lie_in_the_text_and_in_order(text):
    front = fm.find(text)
    size = len(text)
    for start, end in (front.opening, front.yaml, front.closing or (0, 0), front.old_closing or (0, 0)):
        assert 0 <= start <= end <= size
    assert 0 <= front.body <= size
    if front.state == fm.FOUND:
        assert front.opening[1] < front.yaml[0] <= front.yaml[1] < front.closing[0] < front.closing[1] <= front.body


@given(PIECES)
def test_text_after_the_block_does_not_move_it(text):
    before = fm.find("---\na: 1\n---\n")
    assert fm.find("---\na: 1\n---\n" + text)[:5] == before[:5]
