"""The table of sections, and what holds for every row of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import check_text, sections
from cardwright.config import Settings
from cardwright.section_rows import CAPSTONE, HUB, QUANTIZATION

TREES = {"hub": HUB, "quantization": (QUANTIZATION,), "capstone": CAPSTONE}
ROWS = [pytest.param(row, id=f"{tree}-{row.slug}") for tree, rows in TREES.items() for row in rows]
PARTS = [row for row in HUB if row.slug != "title"]


@pytest.mark.parametrize("name", TREES)
def test_slugs_and_headings_are_unique(name):
    rows = TREES[name]
    assert len({row.slug for row in rows}) == len(rows)
    assert len({row.heading for row in rows}) == len(rows)


@pytest.mark.parametrize("row", ROWS)
def test_names_are_normalised_and_listed_once(row):
    for name in row.aliases + row.near:
        assert sections.normalise(name) == name.removeprefix("~")
    assert len(set(row.aliases + row.near)) == len(row.aliases + row.near)
    assert sections.normalise(row.heading) not in row.aliases


@pytest.mark.parametrize("name", TREES)
def test_no_heading_of_the_template_is_another_sections_name(name):
    # A heading that both templates use for different things would tell the wrong section.
    own = {sections.normalise(row.heading): row.slug for row in TREES[name]}
    clashes = {(alias, row.slug) for row in TREES[name] for alias in row.aliases if own.get(alias, row.slug) != row.slug}
    assert clashes <= SHARED


# Names that serve two sections, on purpose.
SHARED = {("results", "evaluation")}


@pytest.mark.parametrize("profile", sections.PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_asks_for_sections_that_exist(profile):
    assert profile.required <= {row.slug for row in profile.sections}
    assert profile.level in ("error", "warning", "note")
    assert (profile.name == "none") == (not profile.required) == (not profile.required_keys)


def test_only_hub_and_none_do_not_fail_a_card():
    assert {name for name, profile in sections.PROFILES.items() if profile.level != "error"} == {"hub", "none"}


@given(st.text())
def test_normalise_is_idempotent(title):
    once = sections.normalise(title)
    assert sections.normalise(once) == once


@pytest.mark.parametrize(
    "title",
    ["Citation", "citation:", "## Citation", "**Citation**", "Citation [optional]", "CITATION (Optional)", "3. Citation", "3.1) Citation",
     "IV. Citation", "b) Citation", "📚 Citation 📚", ":books: Citation", "[Citation](#cite)", "<b>Citation</b>", "_Citation_", "`Citation`",
     "![](book.png) Citation", "Citation ✅"],
)  # fmt: skip
def test_normalise_keeps_only_the_words(title):
    assert sections.normalise(title) == "citation"


def test_a_project_has_its_own_list():
    own = ({"heading": "Owner", "aliases": ["Contact"], "level": 2}, {"heading": "History", "required": False})
    profile = sections.profile(Settings(profile="strict", sections=own, required_keys=("license",)))
    assert [(row.heading, row.level) for row in profile.sections] == [("Owner", 2), ("History", None)]
    assert profile.required == {profile.sections[0].slug}
    assert profile.required_keys == ("license",) and profile.level == "error"


def card(rows, levels=0) -> str:
    """A card with these sections of the Hub's template; each that has no parts has a line of text."""
    blocks = []
    for row, following in zip(rows, [*rows[1:], None]):
        text = "" if following and following.level > row.level else "Something on it.\n"
        blocks.append(f"{'#' * (row.level + levels)} {row.heading}\n\n{text}")
    return "---\nlicense: mit\n---\n# Model Card for Otter\n\n" + "\n".join(blocks)


def found(text, *rules, profile="hub"):
    report = check_text(text, config=Settings(profile=profile, select=rules or ("sections",)))
    return [(finding.rule, finding.source.strip("# ")) for finding in report.findings]


@pytest.mark.parametrize("profile", ["hub", "strict"])
def test_the_template_is_clean(profile):
    assert found(card(PARTS), profile=profile) == []


def without(slug):
    """The template without a section and its parts."""
    start = next(index for index, row in enumerate(PARTS) if row.slug == slug)
    end = next((i for i in range(start + 1, len(PARTS)) if PARTS[i].level <= PARTS[start].level), len(PARTS))
    return PARTS[:start] + PARTS[end:], PARTS[start:end]


@pytest.mark.parametrize("profile,slug", [(p, s) for p in ("hub", "strict") for s in sorted(sections.PROFILES[p].required)])
def test_a_section_taken_out_of_the_template_is_missing(profile, slug):
    rest, taken = without(slug)
    messages = [f.message for f in check_text(card(rest), config=Settings(profile=profile, select=("section-missing",))).findings]
    asked = [row for row in taken if row.slug in sections.PROFILES[profile].required]
    assert sorted(messages) == sorted(f"there is no section `{r.heading}`; add `{'#' * r.level} {r.heading}`" for r in asked)


@pytest.mark.parametrize("row", [row for row in PARTS[1:] if row.level == 2], ids=lambda row: row.slug)
def test_a_section_that_slid_into_the_one_before_is_reported_once(row):
    text = card(PARTS).replace(f"\n## {row.heading}\n", f"\n### {row.heading}\n")
    assert found(text) == [("section-wrong-level", row.heading)]


@pytest.mark.parametrize("slug", [row.slug for row in PARTS if row.level == 2 and row.slug not in ("get-started", "contact")])
def test_a_section_moved_to_the_end_is_reported_once(slug):
    rest, moved = without(slug)
    assert found(card(rest + moved)) == [("section-out-of-order", moved[0].heading)]


@pytest.mark.parametrize("row", [row for row in PARTS if row.level == 3], ids=lambda row: row.slug)
def test_a_heading_with_a_subheading_is_not_empty(row):
    heading = f"### {row.heading}\n\n"
    assert found(card([row]).replace("Something on it.", ""), "section-empty") == [("section-empty", row.heading)]
    assert found(card([row]).replace(heading, heading + "#### A part\n\n"), "section-empty") == []
