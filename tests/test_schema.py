"""The quick check and jsonschema agree, and what is said is for people."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardwright import schema, violations
from cardwright.screen import conditions

NAMES = ("model-card.schema.json", "config.schema.json")
WORDS = (
    "mit",
    "MIT",
    "en",
    "EN",
    "text-generation",
    "hub",
    "strict",
    "other",
    "quantized",
    "a/b",
    "a//b",
    "",
    "x y",
    "select",
    "é",
)
SCALARS = (None, True, False, -1, 0, 1, 2, 9, 0.5, 2.0, float("inf"), *WORDS, [], {}, [None], {"x": 1}, ["mit"], ["a/b", 3])


def around(draw, part, root, depth=5):
    """A value around what a schema wants: right, nearly right, or anything."""
    if "$ref" in part:
        target = part["$ref"]
        part = schema.load(root)["$defs"][target[8:]] if target[0] == "#" else schema.load(target)
    kind = draw(st.integers(0, 9))
    if kind == 0 or not depth:
        return draw(st.sampled_from(SCALARS))
    if "anyOf" in part:
        return around(draw, draw(st.sampled_from(part["anyOf"])), root, depth)
    if "enum" in part and kind > 2:
        return draw(st.sampled_from(part["enum"]))
    if "items" in part:
        return [around(draw, part["items"], root, depth - 1) for _ in range(draw(st.integers(0, 3)))]
    if "properties" in part or isinstance(part.get("additionalProperties"), dict):
        return mapping(draw, part, root, depth)
    return draw(st.sampled_from(SCALARS))


def mapping(draw, part, root, depth):
    known, rest = part.get("properties", {}), part.get("additionalProperties")
    keys = draw(st.sets(st.sampled_from([*known, "x"]), max_size=4))
    keys |= set(part.get("required", ())) if draw(st.integers(0, 3)) else set()
    return {key: around(draw, known.get(key, rest if isinstance(rest, dict) else {}), root, depth - 1) for key in sorted(keys)}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_quick_check_and_jsonschema_agree(name, data):
    value = around(data.draw, schema.load(name), name)
    quick = schema.accepts(value, schema.load(name), name)
    assert quick == violations.validator(name).is_valid(value)
    if isinstance(value, dict):
        found = schema.violations(value, name)
        assert quick == (not found)
        for violation in found:
            there(value, violation)


def there(value, violation):
    """A violation's path leads to its value (for a missing key: to the mapping that lacks it)."""
    *way, last = violation.path or (None,)
    if last is None:
        return
    for step in way:
        value = value[step]
    if violation.keyword == "required":
        assert last not in value
    else:
        assert value[last] is violation.value or value[last] == violation.value or value[last] != value[last]


CARDS = [
    ({"license": "MIT"}, [("license",)], "`license` is the text 'MIT'; it must be a licence id"),
    ({"license": ["mit", "MIT"]}, [("license", 1)], "`license[1]` is the text 'MIT'; it must be a licence id"),
    ({"license": 3}, [("license",)], "`license` is the number 3; it must be a licence id"),
    ({"license": [["mit"]]}, [("license", 0)], "`license[0]` is a list; it must be a licence id"),
    ({"language": ["en", "English", None]}, [("language", 1), ("language", 2)], "`language[1]` is the text 'English'; it must be a language code"),
    ({"tags": "x"}, [("tags",)], "`tags` is the text 'x'; it must be a list of text"),
    ({"tags": ["x", 1]}, [("tags", 1)], "`tags[1]` is the number 1; it must be text"),
    ({"base_model": "../x"}, [("base_model",)], "`base_model` is the text '../x'; it must be a model id"),
    ({"co2_eq_emissions": {"emissions": "5 g"}}, [("co2_eq_emissions", "emissions")], "it must be grams of CO2, as a number"),
    ({"co2_eq_emissions": [{"emissions": 1}]}, [("co2_eq_emissions",)], "is a list; it must be grams as a number, or one mapping"),
    ({"model-index": [{"name": "a"}]}, [("model-index", 0, "results")], "`model-index[0].results` is missing"),
    ({"model-index": {}}, [("model-index",)], "`model-index` is a mapping; it must be a list with one entry"),
    ({"widget": ["hi"]}, [("widget", 0)], "`widget[0]` is the text 'hi'; it must be a mapping such as `text: …`"),
]  # fmt: skip


@pytest.mark.parametrize("value, paths, message", CARDS, ids=lambda v: str(v)[:40])
def test_a_violation_names_the_exact_place_and_speaks_plainly(value, paths, message):
    found = schema.violations(value, NAMES[0])
    assert [violation.path for violation in found] == paths
    assert message in found[0].message
    for violation in found:
        assert len(violation.message) < 200, "never a whole vocabulary"
        for noise in ("oneOf", "anyOf", "is not one of", "is not valid under", "None", "{'"):
            assert noise not in violation.message


def test_what_is_wrong_stays_at_its_index_when_much_is_wrong():
    value = {"license": ["mit"] * 5000 + ["MIT"] * 5000, "tags": ["x", 1]}
    found = schema.violations(value, NAMES[0])
    places = [violation.path for violation in found if violation.path[0] == "license"]
    assert places == [("license", 5000 + n) for n in range(violations.MAX_WRONG)]
    assert ("tags", 1) in [violation.path for violation in found], "each key has its own share"
    gated = schema.violations({"extra_gated_fields": {f"k{n}": 1 for n in range(5000)}}, NAMES[0])
    assert [violation.path[1] for violation in gated] == sorted(f"k{n}" for n in range(violations.MAX_WRONG))


@pytest.mark.parametrize(
    "value, words",
    [(None, "empty"), (True, "the truth value true"), (1.5, "the number 1.5"), ([], "an empty list"), ([1], "a list"), ({}, "a mapping"),
     ("x" * 500, "the text '" + "x" * 59 + "…'")],
)  # fmt: skip
def test_values_in_words(value, words):
    assert schema.describe(value) == words


def test_what_the_quick_checks_take_the_schema_takes():
    """x-common and x-quick spare the long list and the pattern; they never take more than those."""
    card = schema.load("model-card.schema.json")
    languages = set(schema.load("vocab/languages.json")["enum"])
    for branch in card["properties"]["language"]["anyOf"]:
        assert set(branch.get("items", branch)["x-common"]) <= languages
    assert conditions._FAMILIES == set(schema.load("vocab/licenses.json")["x-families"])
    assert conditions._LIBRARIES <= set(schema.load("vocab/libraries.json")["enum"])


@given(st.text(alphabet="ab1-_./ é\n", max_size=12) | st.from_regex(r"[a-z0-9._-]{0,5}/?[a-z0-9._-]{0,100}(?:\\.git)?"))
def test_a_quick_repository_id_is_one(value):
    pattern = schema.load("model-card.schema.json")["properties"]["new_version"]["pattern"]
    assert not schema._repository_id(value) or re.search(pattern, value)
