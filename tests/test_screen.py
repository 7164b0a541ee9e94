"""What spares a clean card work never changes a report: with and without it every card has the same findings.

Cards: all cases, what hypothesis makes of them (lines dropped, doubled, swapped and cut, cards spliced), and with
CARDWRIGHT_CORPUS=FOLDER every .md file below that folder.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import check, config, rules, source

CASES = sorted((Path(__file__).parent / "cases").rglob("*.md")) + [Path(__file__).parent / "data" / "good-card.md"]
CORPUS = sorted(Path(os.environ["CARDWRIGHT_CORPUS"]).rglob("*.md")) if os.environ.get("CARDWRIGHT_CORPUS") else []
ALL = rules.chosen()
PROFILES = ("hub", "strict", "capstone", "quantized")


def assert_same(origin, profile="hub"):
    settings = config.Settings(profile=profile, repo="example-team/support-sorter")
    full = check.check_source(origin, settings, ALL, screen=False)
    assert check.check_source(origin, settings, ALL) == full


@pytest.mark.parametrize("path", CASES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_case(path):
    assert_same(source.read(str(path)))


def test_the_corpus():
    for number, path in enumerate(CORPUS):
        assert_same(source.read(str(path)), PROFILES[number % len(PROFILES)])


TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in CASES]
SPLICES = ["---", "", "```", "~~~", "<!--", "-->", "# ", "[x]", "{{ y }}", "<name>", "no", "é", "\ufeff", "\t", "a: &b", "|", "`", "\r"]


@st.composite
def mutated(draw):
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del lines[at : at + draw(st.integers(1, 5))]
            case 1:
                lines[at:at] = lines[at : at + draw(st.integers(1, 3))]
            case 2:
                other = draw(st.sampled_from(TEXTS)).split("\n")
                start = draw(st.integers(0, len(other) - 1))
                lines[at:at] = other[start : start + draw(st.integers(1, 8))]
            case 3:
                lines[at] = lines[at][: draw(st.integers(0, 40))]
            case 4:
                cut = draw(st.integers(0, 20))
                lines[at] = lines[at][:cut] + draw(st.sampled_from(SPLICES)) + lines[at][cut:]
            case 5:
                lines.insert(at, draw(st.sampled_from(SPLICES)))
        lines = lines or [""]
    return "\n".join(lines)


@given(mutated(), st.sampled_from(PROFILES))
def test_what_becomes_of_a_case(text, profile):
    assert_same(source.decode("README.md", text.encode("utf-8", "replace")), profile)
