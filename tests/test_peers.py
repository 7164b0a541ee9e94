"""The 21 defects that no other tool finds together, seeded one at a time into a good card, and what must not be flagged.

A row is an edit of tests/data/good-card.md and the findings it must add: "line:column rule". Nothing else may be added.
The list of defects is that of the comparison in bench/README.md; the best peer finds 13 of them.
"""

from pathlib import Path

import pytest

from cardwright import check_text

GOOD = (Path(__file__).parent / "data" / "good-card.md").read_text(encoding="utf-8")


def edit(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def move(section: str, before: str) -> str:
    """The card with a section (its heading to the next of the same level) moved in front of another heading."""
    start = GOOD.index(section)
    end = GOOD.index("\n## ", start) + 1
    text = GOOD[:start] + GOOD[end:]
    at = text.index(before)
    return text[:at] + GOOD[start:end] + text[at:]


USES = GOOD[GOOD.index("## Uses") : GOOD.index("## Bias")]
TRAINING = GOOD[GOOD.index("## Training Details") : GOOD.index("## Evaluation")]

DEFECTS = {
    "licence id": (edit("apache-2.0", "Apache-2.0"), ["5:10 license-unknown"]),
    "missing key": (edit("license: apache-2.0\n", ""), ["1:1 key-missing"]),
    "no front matter": (GOOD[GOOD.index("\n# Model") + 1 :], ["1:1 front-matter-missing"]),
    "yaml syntax": (edit("name: Patents", "name: Patents: all"), ["24:20 yaml-syntax"]),
    "duplicate key": (edit("tags:\n", "license: mit\ntags:\n"), ["12:1 duplicate-key"]),
    "result without dataset": (
        edit(
            "    dataset:\n      type: alice/patents-en-de\n      name: Patents\n      split: test\n      config: default\n", ""
        ),
        ["20:5 model-index-incomplete"],
    ),
    "Norwegian": (edit("- de\n", "- no\n"), ["4:3 yaml-dialect"]),
    "missing section": (GOOD.replace(TRAINING, ""), ["31:1 section-missing"]),
    "out of order": (move("## Evaluation", "## Uses"), ["49:1 section-out-of-order"]),
    "wrong level": (edit("## Uses\n", "### Uses\n"), ["49:1 section-wrong-level"]),
    "empty section": (edit("Translating abstracts from English to German.\n", ""), ["51:1 section-empty"]),
    "only a comment": (
        edit("Translating abstracts from English to German.", "<!-- Say what the model is for. -->"),
        ["51:1 section-empty"],
    ),
    "more information needed": (
        edit("Legal advice and certified translations.", "[More Information Needed]"),
        ["57:1 bracket-placeholder"],
    ),
    "template variable": (edit("one A100", "{{ hardware_type }}"), ["112:22 template-variable"]),
    "your name": (edit("Alice Example\n", "[Your Name]\n"), ["42:21 bracket-placeholder"]),
    "template variable in front matter": (edit("apache-2.0", "{{ license }}"), ["5:10 template-variable"]),
    "trainer's filler": (edit("Legal advice and certified translations.", "More information needed"), ["57:1 filler-text"]),
    "to be filled": (edit("| BLEU | 31.4 |", "| BLEU | To be filled |"), ["104:10 filler-text"]),
    "crlf": (edit("apache-2.0", "Apache-2.0").replace("\n", "\r\n"), ["5:10 license-unknown"]),
    "byte order mark": ("\ufeff" + edit("apache-2.0", "Apache-2.0"), ["1:1 byte-order-mark", "5:10 license-unknown"]),
    "nested type": (edit("config: default", "config: 2"), ["26:15 model-index-shape"]),
}

INNOCENT = {
    "the good card": GOOD,
    "jinja in a fence": edit("print(model.config", 'prompt = "{{ messages[0] }}"\nprint(model.config'),
    "TRL's BibTeX key": edit("title = {{Opus} for {Patents}}", "title = {{TRL: Transformer Reinforcement Learning}}"),
    "inline code": edit("BLEU by sacrebleu.", "BLEU by `{{ sacrebleu }}`."),
    "an HTML comment": edit("BLEU by sacrebleu.", "BLEU by sacrebleu. <!-- {{ version }} -->"),
    "optional marker": edit("## Model Card Contact", "## Glossary [optional]\n\nBLEU: a score.\n\n## Model Card Contact"),
    "an alias": edit("## How to Get Started with the Model", "## How to use"),
}


def found(text: str) -> list[str]:
    return [f"{f.line}:{f.column} {f.rule}" for f in check_text(text.encode("utf-8")).findings]


@pytest.mark.parametrize("name", DEFECTS)
def test_defect(name):
    text, expected = DEFECTS[name]
    assert found(text) == expected


def test_there_are_21_defects():
    assert len(DEFECTS) == 21


@pytest.mark.parametrize("name", INNOCENT)
def test_innocent(name):
    assert found(INNOCENT[name]) == []
