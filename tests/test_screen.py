"""What spares a clean card work never changes a report: with and without it every card has the same findings.

The cards are those of mutations.py.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import CASES, CORPUS, mutated

from cardwright import check, config, rules, source

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


@given(mutated(), st.sampled_from(PROFILES))
def test_what_becomes_of_a_case(text, profile):
    assert_same(source.decode("README.md", text.encode("utf-8", "replace")), profile)
