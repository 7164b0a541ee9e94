"""Fixes one by one: what becomes of a text, and where the finding stays for its author."""

import os
from pathlib import Path

import pytest

from cardwright import check, check_paths, check_text, config, findings, rules, source
from cardwright.mending import fix

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


Z = "\u200b"
SEAMS = [  # Markdown around a hidden character, and whether taking it out leaves the page as it was
    (f"a mo{Z}del", True),
    (f"{Z}A model", True),
    (f"`{Z}model`", True),
    (f"**{Z}model**", True),
    (f"a model{Z}", True),
    (f"~~~\n{Z}x\n~~~", True),
    (f"~~~\n{Z}\nx\n~~~", False),
    (f"{Z}# A heading", False),
    (f"{Z}- an item", False),
    (f"1{Z}. an item", False),
    (f"text\n{Z}\nmore", False),
    (f"text\n=={Z}=", False),
    (f"`{Z}`", False),
    (f"[a]{Z}(b)", False),
    (f"!{Z}[a](b)", False),
    (f"<{Z}b>", False),
    (f"&{Z}amp;", False),
    (f"\\{Z}*", False),
    (f"two blanks  {Z}\nmore", False),
    (f"~~~\n{Z}~~~\nx\n~~~", False),
    ("a\u2028b", False),
]


@pytest.mark.parametrize("body, safe", SEAMS)
def test_hidden_characters_that_keep_markdown_apart(body, safe):
    text = f"---\nlicense: mit\n---\n# A\n\nx\n\n{body}\n"
    found = check_text(text, config=SETTINGS._replace(select=("invisible-character", "invisible-in-prose"))).findings
    safety = {finding.fix.safe for finding in found}
    if not found:  # a zero-width space in prose is somebody's business: one of another kind then
        text = text.replace(Z, "\u2063")
        safety = {f.fix.safe for f in check_text(text, config=SETTINGS._replace(select=("text",))).findings}
    assert safety == {safe}


@pytest.mark.parametrize("faults", [check.MAX_PER_RULE, check.MAX_PER_RULE + 1, 3 * check.MAX_PER_RULE])
@pytest.mark.parametrize("fault", ["â€” {}", "se\u2060\ufeffe {}", "\x1b[31mred {}\x1b[0m", "[a {0}](htps://example.org/{0})"])
def test_more_faults_than_a_check_lists_are_mended_at_once(fault, faults):
    text = front("license: mit\n") + "\n".join(fault.format(number) for number in range(faults)) + "\n"
    outcome = mended(text, select=("text", "links"))
    assert len(outcome.fixed) >= faults and not outcome.left
    assert len(outcome.before) <= check.MAX_PER_RULE + 1, "told as a check tells them"
    assert mended(outcome.text).text == outcome.text


def test_a_large_card_of_faults_is_checked_a_few_times_only(monkeypatch):
    checks = []
    real = fix.check.check_source
    monkeypatch.setattr(fix.check, "check_source", lambda *given, **more: checks.append(1) or real(*given, **more))
    text = front("license: mit\n") + "".join(
        f"[a]{Z} [b] (https://example.org/{n}) <!-- cardwright: ignore text -->\n" for n in range(9000)
    )
    assert mended(text).fixed
    assert len(checks) <= 8


DAMAGE = """\
# Otter Sorter ✅

It sorts messages — “well enough” — for cafés in Łódź… 🛡️

| Check | Status |
|---|---|
| Blocks spam | ✅ |
| Leaks names | ❌ |

## ⚠️ Limits

- Costs 3 € a day, ± 10 %
- 👩‍💻 reads what is left
"""


def test_a_card_that_was_read_as_mac_roman_comes_back_to_the_byte():
    """The kind of damage of the card that Cardwright was first asked to mend; CARDWRIGHT_DAMAGED=FILE tries a real one."""
    cards = [DAMAGE.encode().decode("mac_roman")]
    if os.environ.get("CARDWRIGHT_DAMAGED"):
        cards.append(Path(os.environ["CARDWRIGHT_DAMAGED"]).read_bytes().decode())
    for card in cards:
        whole = card.encode("mac_roman").decode("utf-8")
        assert whole != card
        for select in (("text",), ("mojibake",)):
            outcome = mended(card, select=select)
            assert outcome.text == whole and not outcome.refused
            assert {finding.rule for finding in outcome.fixed} == {"mojibake"}


def test_what_mojibake_hid_is_told_once_it_is_mended():
    text = "---\nlicense: mit\n---\n# A\n\n| Check | Score | Target | Status |\n|---|---|---|---|\n| Spam | [e.g., 99%] | 95 | ✅ |\n"
    damaged = text.encode().decode("mac_roman")
    outcome = mended(damaged, select=("mojibake", "status-without-result"))
    assert outcome.text == text
    assert [f.rule for f in outcome.before] == ["mojibake"] and [f.rule for f in outcome.left] == ["status-without-result"]


def test_what_broken_yaml_hid_is_no_reason_to_leave_it_broken():
    text = "---\nlicense: MIT\nlanguage: klingon\x0c\n---\n# A\n"
    outcome = mended(text)
    assert outcome.text == text.replace("\x0c", "").replace("MIT", "mit")
    assert "language-unknown" in {finding.rule for finding in outcome.left} - {finding.rule for finding in outcome.before}


def test_a_finding_that_quotes_what_is_mended_is_no_new_one():
    text = front("license: mit\n") + "\n## Empty\u2060\ufeff\n\n## Full\n\nText.\n"
    assert mended(text).text == text.replace("\u2060\ufeff", "")


SUPPRESSED = [
    "license: MIT # cardwright: ignore license-unknown\n",
    "license: MIT # cardwright: ignore metadata\n",
    "# cardwright: ignore-file license-unknown\nlicense: MIT\n",
]


@pytest.mark.parametrize("yaml", SUPPRESSED)
def test_what_a_comment_leaves_out_is_not_mended(yaml):
    text = front(yaml + "tags: [a, a]\n")
    if "metadata" not in yaml:
        text = text.replace("a, a", "a")
    assert mended(text).text == text.replace("a, a", "a")
    assert mended(text, unsafe=True, ignore=("suppression-unused",)).text == text.replace("a, a", "a")


def test_a_suppression_that_a_fix_makes_idle_goes_too():
    text = (
        front("license: mit\n")
        + "\n[doc] (https://example.org) a\u2060\ufeffb <!-- cardwright: ignore link-malformed mojibake -->\n"
    )
    outcome = mended(text)
    assert (
        outcome.text == front("license: mit\n") + "\n[doc] (https://example.org) ab <!-- cardwright: ignore link-malformed -->\n"
    )
