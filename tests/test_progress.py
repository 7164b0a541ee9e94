"""How far a card is: filling in a blank never lowers it, and 100 is nothing left."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import assets, cli, config, progress, source
from cardwright.card import Card
from cardwright.placeholders import find

TEMPLATE = """\
---
license: "[e.g., mit]"
pipeline_tag: text-classification
library_name:
---

# [Your Model Name]

Sorts [what it sorts] for a team.

## Intended Use

### Primary Intended Uses

- [Use case 1]
- [Use case 2]

### Primary Intended Users

People who sort mail, and
their machines.

## Training

### Training Data

| Dataset | Size | Source |
|---------|------|--------|
| Mails | [e.g., 5000] | our inbox |
| [Dataset 2] | [N] | [Source] |

**Data Processing:**

1. **[Step 1]:** [Description]

## Limitations and Biases

### Known Limitations

### Notes of ours

TBD

## How to Use

### Quick Start

```python
model = load("[your-model-path]")
```
"""
FOR = config.Settings(profile="capstone")


def of(text: str, settings=FOR):
    return progress.of(source.decode("README.md", text.encode()), settings)


def by_heading(card):
    return {row.heading: (row.state, row.filled, row.total) for row in card.sections}


def test_sections_of_a_template():
    rows = by_heading(of(TEMPLATE))
    assert rows["front matter"] == ("present", 1, 3)
    assert rows["[Your Model Name]"] == ("present", 0, 2)
    assert rows["Primary Intended Uses"] == ("present", 0, 2)
    assert rows["Primary Intended Users"] == ("present", 1, 1), "a paragraph is one field"
    assert rows["Training Data"] == ("present", 1, 7), "the first column of a table and its head are labels"
    assert rows["Known Limitations"] == ("empty", 0, 1)
    assert rows["Limitations and Biases"] == ("present", 0, 1), "with the subsection that the profile does not know"
    assert rows["Quick Start"] == ("present", 0, 1)
    assert rows["Citation"] == ("missing", 0, 1)
    assert "Benchmark Results" not in rows, "optional"
    headings = [row.heading for row in of(TEMPLATE).sections]
    assert headings.index("Primary Intended Users") < headings.index("Out-of-Scope Uses") < headings.index("Training Data")


def test_what_is_left_is_named_with_its_place():
    front = of(TEMPLATE).sections[0]
    assert [(left.line, left.text) for left in front.left] == [(2, "[e.g., mit]"), (4, "library_name")]
    data = next(row for row in of(TEMPLATE).sections if row.slug == "training-data")
    assert [(left.line, left.text) for left in data.left][:2] == [(29, "[e.g., 5000]"), (30, "[Dataset 2]")]


def test_a_suppressed_blank_is_none():
    text = TEMPLATE.replace("- [Use case 1]", "- [Use case 1] <!-- cardwright: ignore bracket-placeholder -->")
    assert by_heading(of(text))["Primary Intended Uses"] == ("present", 1, 2)
    ignored = of(TEMPLATE, FOR._replace(ignore=("placeholders",)))
    assert by_heading(ignored)["Primary Intended Uses"] == ("present", 2, 2)


ANSWERS = st.sampled_from(["mit", "Otter", "one, two", "0.94", "", "A sentence.", "one\n\ntwo", "words and words"])


@given(
    st.lists(st.tuples(st.integers(0, 30), ANSWERS), min_size=1, max_size=14),
    st.sampled_from(["hub", "capstone", "strict", "none"]),
)
def test_filling_in_a_blank_never_lowers_the_share(fillings, profile):
    settings, text = config.Settings(profile=profile), TEMPLATE
    before = of(text, settings)
    for index, answer in fillings:
        blanks = find(Card(text))
        if not blanks:
            return
        blank = blanks[index % len(blanks)]
        answer = answer if blank.start > text.index("\n# ") else "mit"
        text = text[: blank.start] + answer + text[blank.end :]
        after = of(text, settings)
        assert after.percent >= before.percent
        shares = {(row.slug, row.line): row.share for row in before.sections if "\n" not in answer}
        assert all(row.share >= shares.get((row.slug, row.line), 0) for row in after.sections)
        before = after


def test_everything_filled_in_is_100_and_any_one_thing_left_is_less():
    text = Path(__file__).parent.joinpath("data", "good-card.md").read_text(encoding="utf-8")
    hub = config.Settings()
    assert of(text, hub).percent == 100
    for less in (
        text.replace("license:", "licence:"),
        text + "\nTBD\n",
        text.replace("## Uses", "## Uses of it", 1).replace("### Direct Use", "### Other", 1),
    ):
        assert less != text and of(less, hub).percent < 100
    assert of(text + "\n## Last words\n", hub).percent < 100


CARDS = st.lists(
    st.sampled_from(TEMPLATE.split("\n") + ["", "```", "|", "- ", "<!--", "-->", "===", "\r", "a | b", "-|-"]), max_size=30
)


@given(CARDS.map("\n".join), st.sampled_from(["hub", "capstone", "none"]))
def test_any_text_has_a_share_and_every_blank_is_listed_once(text, profile):
    card = of(text, config.Settings(profile=profile))
    blanks = find(Card(text))
    listed = sum(left.text == " ".join(b.text.split()) for row in card.sections for left in row.left for b in blanks[:1])
    assert 0 <= card.percent <= 100 and (not blanks or listed)
    assert sum(len(row.left) for row in card.sections) >= len(blanks)
    assert (card.percent == 100) is all(not row.left and row.state == "present" for row in card.sections)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "card.md").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "good.md").write_bytes(Path(__file__).parent.joinpath("data", "good-card.md").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_text_fits_a_terminal_and_the_exit_code_is_the_check_s(folder, capsys):
    assert cli.main(["check", "--progress", "--profile", "capstone", "card.md"]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith("card.md ") and lines[0].endswith(" %") and err == ""
    assert lines[1] == "  profile capstone: 3 of 36 fields filled in, 33 left"
    assert all(len(line) <= 79 for line in lines) and "\033" not in out
    assert "     15  [Use case 1]" in lines
    assert cli.main(["check", "--progress", "good.md", "--color", "always"]) == 0
    assert "\033[32m██████████\033[0m 100 %" in capsys.readouterr().out


def test_several_cards_have_a_total(folder, capsys):
    cli.main(["check", "--progress", "card.md", "good.md"])
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("all 2 cards ") and "\ngood.md " in out


def test_bars_without_blocks():
    from cardwright.reporters.progress import render

    text = render([of(TEMPLATE)], "capstone", "text", encoding="ascii")
    assert text.isascii() and "##########" in text and ".........." in text


def test_json_for_a_grader(folder, capsys):
    (folder / "binary.md").write_bytes(b"\0\xff")
    cli.main(
        [
            "check",
            "--progress",
            "--format",
            "json",
            "--profile",
            "capstone",
            "card.md",
            "good.md",
            "binary.md",
            "--output",
            "json=out.json",
        ]
    )
    out = capsys.readouterr().out
    document = json.loads(out)
    jsonschema.validate(document, assets.load_json("schemas/progress.schema.json"))
    assert [card["path"] for card in document["cards"]] == ["card.md", "good.md", "binary.md"]
    assert document["cards"][2] == {
        "path": "binary.md",
        "percent": 0,
        "fields": {"filled": 0, "total": 0},
        "sections": [],
        "problem": "it holds null bytes",
    }
    assert (folder / "out.json").read_text(encoding="utf-8") == out


@pytest.mark.parametrize("arguments", [["--format", "sarif"], ["--format", "github"], ["--output", "markdown=x.md"]])
def test_other_formats_are_wrong_usage(arguments, folder, capsys):
    assert cli.main(["check", "--progress", "card.md", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "--progress has no format" in err and not (folder / "x.md").exists()


def test_hostile_text_is_bounded():
    for text in (
        "## a\n" * 20_000,
        "| a " * 50_000,
        "|a|\n|-|\n" + "| [x] " * 20_000,
        "- \n" * 50_000,
        "<!-- a -->\n" * 20_000,
        "a|" * 100_000,
    ):
        assert 0 <= of(text).percent <= 100
