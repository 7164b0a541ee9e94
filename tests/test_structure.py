"""The structure scanner finds the headings and code that a Markdown parser finds."""

import pytest
from markdown_it import MarkdownIt

from cardwright.card import Card

PARSER = MarkdownIt("commonmark").enable("table")

TEXTS = {
    "a heading in a quotation": "> ### Note\n> text\n\n## After\n",
    "a heading in a list item": "1. ### First\n   text\n2. ### Second\n",
    "a heading in a nested container": "- > ## Deep\n\ntext\n",
    "a heading inside a list item's text": "- item\n\n  ## Inside\n\n## Outside\n",
    "a closing run": "## Title ##\n\n## Not#\n\n##\n\n####### Seven\n",
    "a fence that its list item ends": "1. Install:\n   ```bash\n   pip install x\n\n2. Load:\n   ```\n   load()\n   ```\n\n## After\n",
    "a fence that its quotation ends": "> ```\n> code\n\n## After\n",
    "a fence in a list item": "- item\n\n  ```\n# code\n  ```\n",
    "a fence after a lazy line": "1. item\ntext\n\n```\n# code\n```\n\n## After\n",
    "a fence that is never closed": "```\n# code\n> ```\n",
    "a rule is no heading": "text\n\n---\nlicense: mit\n---\n\n***\nmore\n",
    "a list of rules": "- - -\n* * *\ntext\n",
    "rows of a table": "| a | b |\n| --- | --- |\n| 1 | 2 |\nlast row\n---\n",
    "a table without edges": "a | b\n--- | ---\n1 | 2\n\ntext\n---\n",
    "setext of two lines": "one\ntwo\n===\n\n- item\n---\n",
    "indented code": "text\n\n    # code\n\n## After\n",
}  # fmt: skip


def by_parser(text):
    tokens = PARSER.parse(text)
    headings = [
        (int(t.tag[1]), tokens[i + 1].content.replace("\n", " ")) for i, t in enumerate(tokens) if t.type == "heading_open"
    ]
    return headings, [t.map[0] + 1 for t in tokens if t.type == "fence"]


@pytest.mark.parametrize("name", TEXTS)
def test_as_a_parser_reads_it(name):
    card = Card(TEXTS[name])
    headings = [(h.level, h.title) for h in card.body.headings]
    assert (headings, [card.position(f.start)[0] for f in card.body.fences]) == by_parser(TEXTS[name])


def test_what_a_list_item_ends_is_no_code():
    text = TEXTS["a fence that its list item ends"]
    card = Card(text)
    assert card.body.region(text.index("pip")) == card.body.region(text.index("load()")) == "fence"
    assert card.body.region(text.index("2. Load")) == card.body.region(text.index("After")) == "text"
