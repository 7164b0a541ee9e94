"""What holds for the blanks of any card, and how hostile text is bounded."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardwright.card import Card
from cardwright.placeholders import find, page, words

PIECES = st.sampled_from(
    """[ ] ( ) { } {{ }} {% %} < > ` ``` --- # | * _ : $ ${ % @ ! ^ \\ \n \n\n \r\n [Your Name] {{ x }} <TARGET> TODO TBD XX.XX
    your-username/your-model from_pretrained(" @misc{ İ 中 e.g. 1 x X ?x <!-- --> license: [a]() {a_b} ${a_b}""".split(" ")
    + [" ", "\n", "\n\n", "More information needed", "to be filled", "Your Name", "insert text here"]
)
CARDS = st.lists(PIECES, max_size=40).map("".join)


@given(CARDS)
@settings(max_examples=300, deadline=None)
def test_blanks_are_ordered_apart_and_inside_the_card(text):
    card = Card(text)
    reached = 0
    for blank in find(card):
        assert reached <= blank.start < blank.end <= len(card.text)
        assert blank.text == card.text[blank.start : blank.end]
        reached = blank.end


@given(CARDS)
@settings(max_examples=150, deadline=None)
def test_a_comment_hides_its_blanks(text):
    body = text.replace("-->", "").replace("<!--", "").replace("`", "").replace("---", "")
    assert [b for b in find(Card(f"# a\n\n<!-- {body} -->\n")) if b.kind != "variable"] == []


@given(CARDS)
@settings(max_examples=150, deadline=None)
def test_text_after_a_card_does_not_lose_what_was_found(text):
    plain = "- **Author:** [Your Name]\n- **Size:** TBD\n"
    found = {b.text for b in find(Card(f"# Ada\n\n{plain}\n\n~~~\n{text.replace('~', '')}\n~~~\n"))}
    assert {"[Your Name]", "TBD"} <= found


@pytest.mark.parametrize(
    "piece", ["[", "{{", "<", "`", "[a", "\n", "](", "{a_b} ", "[TODO] ", "<your-a>/<your-b> ", "todo", "?x "]
)
def test_only_so_many_candidates_are_looked_at(piece):
    assert len(find(Card(piece * 60_000))) <= page.LIMIT


@pytest.mark.parametrize("phrase", ["Describe the data", "e.g., 64", "Your name", "insert link here", "more information needed"])
def test_orders_to_the_author(phrase):
    assert words.is_order(phrase) and words.is_order(phrase.upper())


@pytest.mark.parametrize("phrase", ["Add & Norm", "Describe", "List comprehensions", "Name", "the model", "select one"])
def test_statements_are_no_orders(phrase):
    assert not words.is_order(phrase)


# tests/lines/blank-PLACE.txt and innocent-PLACE.txt: one line each, put alone into a card's text, code, BibTeX or front matter.
LINES = Path(__file__).parent / "lines"
AROUND = {
    "text": "---\nlicense: mit\n---\n\n# Ada\n\nSome text.\n\n@@\n\nMore text.\n",
    "python": "# Ada\n\n```python\n@@\n```\n",
    "bibtex": "# Ada\n\n```bibtex\n@misc{ada,\n  @@,\n}\n```\n",
    "front": "---\n@@\nlicense: mit\n---\n\n# Ada\n",
}


def lines(kind):
    for place in AROUND:
        for line in (LINES / f"{kind}-{place}.txt").read_text(encoding="utf-8").splitlines():
            yield place, line


@pytest.mark.parametrize(("place", "line"), list(lines("blank")))
def test_blank_lines(place, line):
    assert find(Card(AROUND[place].replace("@@", line, 1)))


@pytest.mark.parametrize(("place", "line"), list(lines("innocent")))
def test_innocent_lines(place, line):
    assert [blank.text for blank in find(Card(AROUND[place].replace("@@", line, 1)))] == []
