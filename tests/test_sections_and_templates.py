"""Each section of a profile has its block in the template, under its heading and at its level, and the reverse; our own templates
are fine, and every fact is told by some template."""

import re

import pytest

from cardwright import assets, section_rows, sections
from cardwright.facts import declared
from cardwright.rendering import context
from cardwright.templating import inspect, loading

# Blocks of the unified card that are no section of the Hub's template.
MORE = {"variants", "tracking", "safety", "files", "extra", "license", "changelog", "acknowledgments"}
TEMPLATES = {"unified": section_rows.HUB, "hub": section_rows.HUB, "capstone": section_rows.CAPSTONE}


def blocks(name: str) -> list[str]:
    return [each.replace("_", "-") for each in inspect.blocks(loading.environment(), name)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_section_has_its_block_in_the_same_order(name):
    slugs = [row.slug for row in TEMPLATES[name]]
    found = [each for each in blocks(name) if each not in (MORE if name != "capstone" else ())]
    assert found == slugs, "a row of section_rows.py and a block of the template go together"


def test_the_variant_card_has_what_its_profile_asks_for():
    assert sections.PROFILES["quantized"].required - {"results"} <= set(blocks("variant")) | {"title"}


@pytest.mark.parametrize("name, rows", [("unified", section_rows.HUB), ("capstone", section_rows.CAPSTONE)])
def test_a_block_begins_with_the_heading_of_its_section(name, rows):
    text = (loading.read(assets.path(f"templates/{name}.md.j2"))).replace("{% endif %}", "")
    for row in rows:
        block = re.search(rf"{{% block {row.slug.replace('-', '_')} %}}\n(.*?){{% endblock %}}", text, re.DOTALL)[1]
        heading = re.search(r"^(#+) (.*)$", block, re.MULTILINE)
        if heading and "<model>" not in row.heading:
            assert heading[2] == row.heading and len(heading[1]) == row.level


@pytest.mark.parametrize("name", [each.name for each in loading.listed()])
def test_our_templates_are_fine(name):
    looked = inspect.look(name, None, context.names())
    assert looked.problems == []


def test_every_fact_is_told_by_some_template():
    """A fact that no card tells would be asked for in vain."""
    texts = "".join(
        loading.read(assets.path(f"templates/{name}.md.j2")) for name in ("unified", "capstone", "variant", "project", "_parts")
    )
    used = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", texts))
    in_front = {"license", "library_name", "pipeline_tag", "base_model_relation", "new_version", "tags", "custom"}
    through = {"metrics", "benchmarks", "safety_results", "measurements", "quantized_models", "is_adapter"}
    assert set(declared.properties()) - used - in_front - through == set()


def test_every_declaration_says_what_people_need():
    groups = declared.groups()
    for name, how in declared.properties().items():
        assert how["description"].endswith(".") and how["x-say"] and how["x-group"] in groups, name
        assert how["x-class"] in (declared.AUTOMATIC, declared.ASKED, declared.CONDITIONAL), name
        assert ("x-when" in how) == (how["x-class"] == declared.CONDITIONAL), name
    flags = [flag for name in declared.properties() if declared.is_flag(name) for flag in declared.flags(name)]
    assert len(flags) == len(set(flags))
