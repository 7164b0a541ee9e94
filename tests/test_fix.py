"""Fixes one by one: what becomes of a text, and where the finding stays for its author."""

import pytest

from cardwright import check_paths, check_text, config, findings, fix, rules, source

SETTINGS = config.Settings(profile="none")


def mended(text, unsafe=False, **settings):
    return fix.fixed(source.decode("README.md", text.encode()), SETTINGS._replace(**settings), unsafe)


def front(yaml):
    return f"---\n{yaml}---\n# A model\n"


FRONT = [  # metadata, and what --fix makes of it ("" for nothing)
    ("license: MIT\n", "license: mit\n"),
    ("license: 'MIT'  # why\n", "license: 'mit'  # why\n"),
    ("license: Apache 2.0\n", "license: apache-2.0\n"),
    ("license: The MIT License\n", "license: mit\n"),
    ("license: GPLv3\n", ""),
    ("license: gpl-3.0-or-later\n", ""),
    ("license: Apache\n", ""),
    ("license: &a MIT\n", ""),
    ("license: !!str MIT\n", ""),
    ("license: >-\n  MIT\n", ""),
    ("license: [MIT, mit]\n", "license: [mit]\n"),
    ("license: Other\n", ""),  # would need license_name
    ("language: English\n", "language: en\n"),
    ("language: [EN, DE]\n", "language: [en, de]\n"),
    ("language: Norwegian\n", 'language: "no"\n'),
    ("language: zh-CN\n", ""),
    ("language: en-zh\n", ""),
    ("language: Python\n", ""),
    ("language: no\n", 'language: "no"\n'),
    ("library_name: Transformers\n", "library_name: transformers\n"),
    ("library_name: paddleocr\n", "library_name: PaddleOCR\n"),
    ("library_name: transformer\n", ""),
    ("pipeline_tag: Text_Generation\n", "pipeline_tag: text-generation\n"),
    ("pipeline_tag: text2text-generation\n", ""),
    ("licence: mit\n", "license: mit\n"),
    ('"licence": mit\n', '"license": mit\n'),
    ("licence: mit\nlicense: apache-2.0\n", ""),
    ("licence: [1]\n", ""),
    ("task: text-generation\n", ""),
    ("base_model: https://huggingface.co/a/b\n", "base_model: a/b\n"),
    ("base_model: https://huggingface.co/a/b/tree/main/\n", "base_model: a/b\n"),
    ("base_model: https://huggingface.co/a/b/tree/v2\n", ""),
    ("base_model: https://huggingface.co/datasets/a/b\n", ""),
    ("base_model: https://huggingface.co/papers/2401.00001\n", ""),
    ("base_model: [a/b, 'hf.co/a/b']\n", "base_model: [a/b]\n"),
    ("datasets: https://huggingface.co/datasets/a/b\n", "datasets: a/b\n"),
    ("datasets: https://huggingface.co/a/b\n", ""),
    ("new_version: https://huggingface.co/a/b\n", "new_version: a/b\n"),
    ("tags: [a, b, a]\n", "tags: [a, b]\n"),
    ("tags: [\n  a,\n  a\n]\n", "tags: [\n  a\n]\n"),
    ("tags: [a, a,]\n", "tags: [a,]\n"),
    ("tags: [a, # first\n  a]\n", ""),
    ("tags:\n- a\n- b\n- a\nlicense: mit\n", "tags:\n- a\n- b\nlicense: mit\n"),
    ("tags:\n  - a\n  - 'a'\n", "tags:\n  - a\n"),
    ("tags:\n- a\n- a # again\n", ""),
    ("tags:\n- &x a\n- *x\n", ""),
    ("tags:\n- a\n-\n  a\n", ""),
    ("tags: [a]\nlicense: mit\ntags: [a]\n", "tags: [a]\nlicense: mit\n"),
    ("tags: [a]\nlicense: mit\ntags: [b]\n", ""),
    ("tags:\n- a\nlicense: mit\ntags:\n- a\n", ""),  # over several lines
    ("model_name: 5e-6\n", ""),
    ("x: 1\nextra: {a: {b: c, b: c}}\n", "x: 1\nextra: {a: {b: c}}\n"),
    ("extra: {b: c, b: c}\n", "extra: {b: c}\n"),
]  # fmt: skip


@pytest.mark.parametrize("yaml, expected", FRONT, ids=[repr(yaml) for yaml, _ in FRONT])
def test_metadata(yaml, expected):
    text = front(yaml)
    outcome = mended(text)
    assert outcome.text == (front(expected) if expected else text)
    assert [finding.rule for finding in outcome.before], "a fault to begin with"


UNSAFE = [
    ("license: GPLv3\n", "license: gpl-3.0\n"),
    ("license: MIT/Apache-2.0\n", "license: [mit, apache-2.0]\n"),
    ("language: zh-CN\n", "language: zh\n"),
    ("language: en-zh\n", "language: en-zh\n"),
    ("language: jp\n", "language: ja\n"),
    ("pipeline_tag: conversational\n", "pipeline_tag: text-generation\n"),
    ("task: text-generation\n", "pipeline_tag: text-generation\n"),
    ("license: mit\ngated: true\n", "license: mit\n"),
    ("gated: true\nlicense: mit\n", "license: mit\n"),
    ("license: mit\ngated: true # yes\n", "license: mit\ngated: true # yes\n"),
    ("license: mit\nmodel-index: []\n", "license: mit\n"),
    ("license: mit\ntags: [b, 'license:mit']\n", "license: mit\ntags: [b]\n"),
    ("license: mit\ntags: ['license:mit', b]\n", "license: mit\ntags: [b]\n"),
    ("license: mit\ntags: ['license:mit']\n", "license: mit\ntags: ['license:mit']\n"),
    ("tags: [b, 'license:mit']\n", "tags: [b, 'license:mit']\n"),
    ("base_model: a/b # x\ntags: [gptq]\n", "base_model: a/b # x\nbase_model_relation: quantized\ntags: [gptq]\n"),
    ("base_model:\n- a/b\ntags: [gptq]\n", "base_model:\n- a/b\nbase_model_relation: quantized\ntags: [gptq]\n"),
    ("{base_model: a/b, tags: [gptq]}\n", "{base_model: a/b, tags: [gptq]}\n"),
]  # fmt: skip


@pytest.mark.parametrize("yaml, expected", UNSAFE, ids=[repr(yaml) for yaml, _ in UNSAFE])
def test_unsafe(yaml, expected):
    text = front(yaml)
    assert mended(text).text == text, "nothing without being asked"
    assert mended(text, unsafe=True).text == front(expected)


RESULTS = """\
model-index:
- name: m
  results:
  - task: {type: text-generation}
    dataset: {type: wikitext, name: WikiText}
    metrics:
    - type: perplexity
      value: VALUE
"""


@pytest.mark.parametrize(
    "value, safe, unsafe",
    [
        ('"2.1"', "2.1", "2.1"),
        ("'-3'", "-3", "-3"),
        ('"007"', '"007"', '"007"'),
        ('"2.1234567890123456789"', '"2.1234567890123456789"', '"2.1234567890123456789"'),
        ('"~50%"', '"~50%"', '"~50%"'),
        ("87%", "87%", "87"),
        ("0,857 # by hand", "0,857 # by hand", "0.857 # by hand"),
        ('"2.1"\n      verified: true', "2.1\n      verified: true", "2.1"),
        ("9.8\n      verified: true # x", "9.8\n      verified: true # x", "9.8\n      verified: true # x"),
    ],
)
def test_results(value, safe, unsafe):
    text = front(RESULTS.replace("VALUE", value))
    assert mended(text).text == front(RESULTS.replace("VALUE", safe))
    assert mended(text, unsafe=True).text == front(RESULTS.replace("VALUE", unsafe))


WHOLE = [
    ("\ufeff---\nlicense: mit\n---\n", "---\nlicense: mit\n---\n"),
    ("---\nlicense: mit\n---  \n", "---\nlicense: mit\n---\n"),
    ("--- \nlicense: mit\n---\n", "---\nlicense: mit\n---\n"),
    ("----\r\nlicense: mit\r\n----\r\ntext", "---\r\nlicense: mit\r\n---\r\ntext"),
    ("---\nlicense: mit\n----\n", "---\nlicense: mit\n---\n"),
    ("---\nlicense: mit\n...\n", None),
    ("<!-- x -->\n---\nlicense: mit\n---\n", None),
    ("---- \nlicense: [\n---\n", None),  # it would still say nothing to the Hub
    ("---\nlicense: MIT\n---\n# A\r\n\u2028\x0b no end", "---\nlicense: mit\n---\n# A\r\n\u2028\x0b no end"),
    ("---\rlicense: MIT\r---\r\n# A\r", "---\rlicense: mit\r---\r\n# A\r"),
]


@pytest.mark.parametrize("text, expected", WHOLE)
def test_the_front_matter_itself(text, expected):
    assert mended(text, select=("front-matter", "license-unknown")).text == (expected or text)


C = "<!-- Provide the basic links for the model. -->"
BODY = [
    (f"# A\n\n{C}\n\nText.\n", "# A\n\nText.\n"),
    (f"# A\n{C}\n\nText.\n", None),
    (f"{C}\n\nText.\n", "Text.\n"),
    (f"Text.\n\n{C}\n\nMore.\n", "Text.\n\nMore.\n"),
    (f"Text.\n\n{C}\nMore.\n", None),
    (f"Text.\n{C}\n---\n", None),
    (f"- a\n\n{C}\n\n- b\n", None),  # two lists
    (f"- a\n\n{C}\n\n    code\n", None),
    (f"## A\n\n{C}\n\n- b\n", "## A\n\n- b\n"),
    (f"> a\n\n  {C}\n\nb\n", None),
    (f"# A\n\n{C} B.\n", None),
    (f"# A\n\n{C.replace('model', 'model, as the lab wants them')}\n\nText.\n", None),  # somebody's own words
    (f"# A\n\n{C}\n\n[More Information Needed]\n", None),  # still of use
    (f"# A\n\n{C}\n\n## B\n\n[More Information Needed]\n", None),
]


@pytest.mark.parametrize("body, expected", BODY)
def test_template_comments(body, expected):
    head = "---\nlicense: mit\n---\n"
    assert mended(head + body).text == head + (expected or body)


def test_guidance_of_an_author_is_removed_on_request_only():
    text = "---\nlicense: mit\n---\n# A\n\n<!-- TODO: the numbers of run 3 -->\n\nText.\n"
    assert mended(text).text == text
    assert mended(text, unsafe=True).text == text.replace("<!-- TODO: the numbers of run 3 -->\n\n", "")


def test_a_fix_that_leads_to_another_finding_is_taken_back():
    text = front("license: Other\ntags: [a, a]\n")
    outcome = mended(text)
    assert outcome.text == front("license: Other\ntags: [a]\n"), "the others stay"
    assert [(finding.rule, why.rule) for finding, why in outcome.refused] == [("license-unknown", "license-unnamed")]
    assert [finding.rule for finding in outcome.left] == ["license-unknown"]


def test_what_select_leaves_out_counts_when_fixes_are_proven():
    outcome = mended(front("license: Other\n"), select=("license-unknown",))
    assert not outcome.fixed and outcome.refused[0][1].rule == "license-unnamed"
    assert not mended(front("license: MIT\ntags: [a, a]\n"), select=("duplicate-item",)).text.count("mit")


def test_overlapping_fixes_follow_one_another():
    first = findings.replace((0, 3), "x")
    kept = fix._without_overlaps([make(first), make(findings.replace((2, 5), "y")), make(findings.replace((3, 5), "z"))])
    assert [finding.fix.edits[0][2] for finding in kept] == ["x", "z"]
    assert fix.apply("abcdef", kept) == "xzf"


def make(one):
    return findings.Finding("README.md", 1, 1, 1, 1, "duplicate-item", "metadata", "note", "m", one)


def test_many_faults_take_bounded_time(monkeypatch):
    checks = []
    real = fix.check.check_source
    monkeypatch.setattr(fix.check, "check_source", lambda *given, **more: checks.append(1) or real(*given, **more))
    text = front("license: [" + ", ".join(["Other"] * 60) + "]\n" + "tags: [" + ", ".join(["a", "b"] * 60) + "]\n")
    outcome = mended(text)
    assert len(checks) <= fix.MAX_CHECKS + fix.MAX_ROUNDS
    assert "tags: [a, b]" in outcome.text


def test_no_fix_without_text():
    for data in (b"\xff\xfe\x00", b"a\0b", b""):
        outcome = fix.fixed(source.decode("README.md", data), SETTINGS)
        assert not outcome.fixed and outcome.left == outcome.before != ()


def test_fixable_rules_say_so():
    """`fixable` in a rule's module is what its cases show."""
    from mutations import CASES

    shown = {
        f.rule for path in CASES for f in check_text(path.read_bytes(), config=SETTINGS._replace(repo="a/b")).findings if f.fix
    }
    shown |= {f.rule for f in check_paths([CASES[0].parents[2] / "links" / "link-target-missing"], SETTINGS).findings if f.fix}
    assert shown == {rule for rule in rules.ids() if rules.get(rule).fixable}
