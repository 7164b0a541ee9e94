"""Hand-written cards through `adopt` and `render`: every word of their authors stays, and the second run changes nothing.

Held on all cases, and with CARDWRIGHT_CORPUS=FOLDER on every card below that folder.
"""

import json
import re
from pathlib import Path

import pytest
from mutations import CASES, CORPUS

from cardwright import cli, files
from cardwright.card import Card
from cardwright.config import Settings
from cardwright.errors import CardwrightError
from cardwright.rendering import adopt, blocks, metadata, render

FACTS = {
    "model_description": "It sorts issues.",
    "author_name": "Ada Example",
    "license": "mit",
    "language": ["en"],
    "repo_name": "example-team/sorter",
    "library_name": "transformers",
    "pipeline_tag": "text-classification",
    "base_model": "distilbert/distilbert-base-uncased",
    "dataset_name": ["example-team/issues"],
    "batch_size": 16,
    "learning_rate": 5e-5,
    "training_loss": 0.31,
    "limitations": ["Titles without a body are mostly called questions."],
    "primary_uses": ["A first guess that a person confirms."],
    "out_of_scope": ["Closing issues without a person."],
    "hardware_info": "one graphics card",
    "tags": ["issues"],
}
BESIDE = {
    "config.json": {
        "architectures": ["DistilBertForSequenceClassification"],
        "model_type": "distilbert",
        "transformers_version": "4.55.4",
    },
    "train_results.json": {"train_loss": 0.31, "train_runtime": 5321.7, "epoch": 3.0},
    "eval_results.json": {"eval_loss": 0.4, "eval_accuracy": 0.87},
}
CARDS = [path for path in CASES if path.name != "README.md"] + CORPUS


def folder(tmp_path: Path, text: bytes) -> Path:
    (tmp_path / "README.md").write_bytes(text)
    (tmp_path / "card.yaml").write_text(json.dumps(FACTS), encoding="utf-8")  # JSON is YAML
    for name, content in BESIDE.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def words(card: Card, also=()) -> list[str]:
    """What a card's author wrote, word by word: all but blocks, markers, managed keys, and the keys of `also`."""
    body = "".join(each.text for each in blocks.segments(card, "README.md") if isinstance(each, blocks.Text))
    head = card.text[: card.front.body]
    for start, end in sorted((metadata._lines_of(card, key) for key in {*metadata.managed(card).keys, *also}), reverse=True):
        head = head[:start] + head[end:]
    head = re.sub(r"# cardwright:managed[^\r\n]*", "", head)
    head = "" if not head.replace("---", "").strip() else head
    return (head + re.sub(r"<!-- cardwright:template \S+ -->", "", body)).split()


@pytest.mark.parametrize("path", CARDS, ids=lambda p: "/".join(p.parts[-2:]))
def test_every_word_stays_and_the_second_run_changes_nothing(path, tmp_path):
    before = path.read_bytes()
    place, asked = folder(tmp_path, before), render.Asked(str(tmp_path))
    readme = place / "README.md"
    try:
        adopted = adopt.adopted(asked, Settings())
    except CardwrightError as error:  # a file that is no text, whose front matter nobody can read, or that shows our markers
        assert "cannot be" in error.message or "put the markers right" in error.hint, error.message
        assert readme.read_bytes() == before
        return
    assert words(Card(adopted.new)) == words(Card(adopted.old), adopted.keys)
    readme.write_bytes(adopted.new.encode())
    assert adopt.adopted(asked, Settings()).new == adopted.new, "adopting twice is adopting once"
    if not render.is_ours(Card(adopted.new)):
        return
    try:
        first = render.outcome(asked, Settings())
    except CardwrightError as error:
        assert "front matter cannot be changed" in error.message
        return
    assert words(Card(first.new)) == words(Card(adopted.old), adopted.keys)
    readme.write_bytes(first.new.encode())
    second = render.outcome(asked, Settings())
    assert second.new == first.new, "rendering again changes nothing"


def test_a_block_goes_below_the_heading_that_is_there(tmp_path):
    card = b"---\nlicense: mit\n---\n# Sorter\n\nMine.\n\n## Limitations\n\nMy words.\n\n## Citation\n\nNone.\n"
    place = folder(tmp_path, card)
    assert cli.main(["adopt", str(place)]) == 0
    text = (place / "README.md").read_text()
    assert "My words.\n\n<!-- cardwright:absent limitations/bare -->\n\n## Citation" in text
    assert cli.main(["render", str(place)]) == 0
    text = (place / "README.md").read_text()
    assert "My words.\n\n<!-- cardwright:begin limitations/bare sha256=" in text
    assert "- Titles without a body are mostly called questions.\n<!-- cardwright:end limitations/bare -->" in text
    assert text.count("## Limitations") == 1 and "## Bias" not in text
    assert files.Files((str(place), None)).names == {"README.md", "card.yaml", *BESIDE}


@pytest.mark.parametrize(
    "open_thing",
    ["```python\nx = 1", "<details>\n\nfolded", "<!-- a comment", "<pre>\nx"],
    ids=["code", "details", "comment", "pre"],
)
def test_nothing_is_put_where_something_is_open(open_thing, tmp_path):
    place = folder(tmp_path, f"# Sorter\n\n## Limitations\n\n{open_thing}\n".encode())
    adopted = adopt.adopted(render.Asked(str(place)), Settings())
    assert "limitations" not in adopted.placed


def test_line_ends_and_a_missing_last_one_stay(tmp_path):
    place = folder(tmp_path, b"\xef\xbb\xbf# Sorter\r\n\r\n## Limitations\r\n\r\nMine.")
    assert cli.main(["adopt", str(place)]) == 0 and cli.main(["render", str(place)]) == 0
    text = (place / "README.md").read_bytes()
    assert (
        text.startswith(b"\xef\xbb\xbf---\r\n")
        and b"# Sorter\r\n\r\n## Limitations\r\n\r\nMine.\r\n\r\n<!-- cardwright:begin" in text
    )
    assert b"\n" not in text.replace(b"\r\n", b"")
