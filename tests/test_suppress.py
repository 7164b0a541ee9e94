"""Comments that leave findings out: what they cover, and that they change nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import check_text, config
from cardwright.card import Card

HEAD = "---\nlicense: otter-1.0\n---\n"
BLANK = "By [Your Name].\n"
IGNORE = "<!-- cardwright: ignore bracket-placeholder -->"


def found(text: str, *rules: str) -> list[tuple[int, str]]:
    return [(f.line, f.rule) for f in check_text(text, config=config.Settings(select=rules)).findings]


COVERED = {
    "its own line": f"By [Your Name]. {IGNORE}\n",
    "the next line": f"{IGNORE}\n{BLANK}",
    "the next line with text": f"{IGNORE}\n\n\n{BLANK}",
    "a comment of several lines": f"<!-- cardwright: ignore\n  bracket-placeholder\n  -- ours\n-->\n{BLANK}",
    "inside a quotation": f"> {IGNORE}\n> {BLANK}",
    "a cell": f"| a | b |\n|---|---|\n| [Your Name] {IGNORE} | 1 |\n",
    "a heading": f"## [Your Name] {IGNORE}\n",
    "a family": f"{BLANK.strip()} <!-- cardwright: ignore placeholders -->\n",
    "one of several": f"{BLANK.strip()} <!-- cardwright: ignore no-such,bracket-placeholder: agreed -->\n",
    "without a blank after the colon": f"{BLANK.strip()} <!--cardwright:ignore bracket-placeholder-->\n",
    "a code block": f"{IGNORE}\n\n```bibtex\n@misc{{x,\n  author = {{[Your Name]}}\n}}\n```\n",
    "the whole file": f"{BLANK}\n<!-- cardwright: ignore-file bracket-placeholder -->\n",
    "windows line ends": f"{IGNORE}\r\n\r\nBy [Your Name].\r\n",
}


@pytest.mark.parametrize("body", COVERED.values(), ids=COVERED)
def test_a_comment_covers(body):
    plain = body.replace("cardwright:", "elsewhere:")
    assert [rule for _, rule in found(HEAD + plain, "bracket-placeholder")] == ["bracket-placeholder"]
    assert found(HEAD + body, "bracket-placeholder", "suppression-unused") == []


NOT_COVERED = {
    "the line after the next": f"{IGNORE}\nText.\n{BLANK}",
    "the line after its own": f"Text. {IGNORE}\n{BLANK}",
    "the line before": f"{BLANK}{IGNORE}\n",
    "another rule": f"{BLANK.strip()} <!-- cardwright: ignore empty-link -->\n",
    "another family": f"{BLANK.strip()} <!-- cardwright: ignore metadata -->\n",
    "after the reason begins": f"{BLANK.strip()} <!-- cardwright: ignore empty-link -- not bracket-placeholder -->\n",
    "shown in a fence": f"```\n{IGNORE}\n```\n\n{BLANK}",
    "shown in code": f"`{IGNORE}` {BLANK}",
    "shown in a comment": f"<!-- write {IGNORE}\n{BLANK}",
    "not closed": f"{BLANK}\n<!-- cardwright: ignore-file bracket-placeholder\n",
    "a comment of YAML in the body": f"{BLANK.strip()} # cardwright: ignore bracket-placeholder\n",
    "two code blocks": f"{IGNORE}\n```\nx\n```\n\n```bibtex\n@misc{{x,\n  author = {{[Your Name]}}\n}}\n```\n",
}


@pytest.mark.parametrize("body", NOT_COVERED.values(), ids=NOT_COVERED)
def test_a_comment_does_not_cover(body):
    assert [rule for _, rule in found(HEAD + body, "bracket-placeholder")] == ["bracket-placeholder"]


FRONT = {
    "license: otter-1.0 # cardwright: ignore license-unknown": True,
    "# cardwright: ignore license-unknown\nlicense: otter-1.0": True,
    "# cardwright: ignore metadata -- ours\n# and a remark\n\nlicense: otter-1.0": True,
    "language: en # ours # cardwright: ignore-file license-unknown\nlicense: otter-1.0": True,
    "language: en # cardwright: ignore license-unknown\nlicense: otter-1.0": False,
    "text: |\n  # cardwright: ignore license-unknown\nlicense: otter-1.0": False,
    "text: |\n  # a heading\n# cardwright: ignore license-unknown\nlicense: otter-1.0": True,
    "text: 'a # cardwright: ignore-file license-unknown'\nlicense: otter-1.0": False,
    'license: "otter-1.0 # cardwright: ignore license-unknown"': False,
}


@pytest.mark.parametrize("yaml, silent", FRONT.items())
def test_front_matter(yaml, silent):
    assert (found(f"---\n{yaml}\n---\nText.\n", "license-unknown") == []) is silent


@pytest.mark.parametrize("top", ["# cardwright: ignore {}\nlicense: mit", "license: mit # cardwright: ignore {}"])
@pytest.mark.parametrize("rule", ["key-missing", "section-missing"])
def test_what_is_missing_is_covered_from_the_first_line_of_the_front_matter(top, rule):
    assert found("---\nlicense: mit\n---\n\n# Otter\n", rule)
    assert found(f"---\n{top.format(rule)}\n---\n\n# Otter\n", rule, "suppression-unused") == []
    assert found(f"---\nlanguage: en\n{top.format(rule)}\n---\n\n# Otter\n", rule)


def test_what_is_missing_is_covered_from_the_top_of_the_body():
    comment = "<!-- cardwright: ignore section-missing front-matter-missing -->"
    for text in (f"---\nlicense: mit\n---\n\n{comment}\n# Otter\n", f"\n{comment}\n\n# Otter\n"):
        assert found(text, "section-missing", "front-matter-missing") == []
    assert found(f"---\nlicense: mit\n---\n\n# Otter\n\n{comment}\n", "section-missing")


def test_a_family_does_not_silence_what_is_said_about_suppressions():
    text = HEAD + "Text. <!-- cardwright: ignore files, empty-link, nothing-such -->\n"
    rules = ("suppression-unused", "suppression-unknown")
    assert [rule for _, rule in found(text, *rules)] == ["suppression-unused", "suppression-unknown"]
    text = text.replace("files,", "suppression-unused, suppression-unknown,")
    assert found(text, *rules) == []


def test_a_suppression_is_judged_by_what_ran():
    text = "---\nlicense: [\n---\nText. <!-- cardwright: ignore metadata -->\n"
    assert found(text, "suppression-unused") == [], "the metadata could not be read"
    text = HEAD + "Text. <!-- cardwright: ignore empty-link -->\n"
    ignored = config.Settings(ignore=("empty-link",))
    assert "suppression-unused" not in {f.rule for f in check_text(text, config=ignored).findings}
    assert found(text, "files") == [(4, "suppression-unused")]


def test_a_blank_that_is_none_does_not_mute_what_else_is_wrong_with_the_value():
    text = "---\nbase_model: your-username/your model # cardwright: ignore placeholders\n---\nText.\n"
    assert found(text, "placeholders", "base-model-invalid") == [(2, "base-model-invalid")]


def test_a_suppression_is_no_content():
    text = "# Otter\n\nText.\n\n## Limits\n\n<!-- cardwright: ignore-file empty-link -->\n\n## Uses\n\nNone.\n"
    (finding,) = check_text(text, config=config.Settings(select=("section-empty", "template-comment"))).findings
    assert finding.message.startswith("section `Limits` is empty")


PIECES = st.sampled_from(
    [IGNORE, "<!-- cardwright: ignore-file empty-link filler-text -->", "<!-- cardwright: ignore sections, nothing -->", "By [Your Name].",
     "Text", "- item", "  more", "    code", "## Uses", "> quoted", "```", "[a]()", "TBD", "| a | b |", "|---|---|", "---", "===",
     "<div>", "</div>", "1. one", "# cardwright: ignore bracket-placeholder", "license: mit", "-->", "<!--", "*a*"]
)  # fmt: skip
LINES = st.lists(st.lists(PIECES, max_size=3).map(" ".join), max_size=14)
CARDS = st.tuples(LINES, LINES, st.sampled_from(["\n", "\r\n", "\r"])).map(
    lambda parts: parts[2].join(["---", *parts[0], "---", *parts[1], ""])
)


@given(CARDS)
def test_suppressions_only_take_findings_away_and_say_where_they_stand(text):
    plain = text.replace("cardwright:", "otherwright:")
    own = ("suppression-unused", "suppression-unknown")
    # One character less in each comment does not move a line, and only the two rules have more to say.
    # A blank that was said to be none no longer mutes what else is wrong with the metadata.
    muted = ("front-matter", "metadata", "results")
    with_them = {(f.line, f.rule) for f in check_text(text).findings if f.rule not in own and f.family not in muted}
    without = {(f.line, f.rule) for f in check_text(plain).findings}
    assert with_them <= without


@given(CARDS)
def test_taking_an_unused_suppression_out_changes_no_other_finding(text):
    report = check_text(text)
    fixes = [f.fix for f in report.findings if f.rule == "suppression-unused" and f.fix.safe]
    fixed = Card(text).text
    for fix in reversed(fixes):
        for start, end, new in reversed(fix.edits):
            fixed = fixed[:start] + new + fixed[end:]
    after = check_text(fixed)
    rest = lambda report: sorted((f.rule, " ".join(f.message.split())) for f in report.findings if f.rule != "suppression-unused")
    assert rest(after) == rest(report)
    assert not [f for f in after.findings if f.rule == "suppression-unused" and f.fix.safe]


def test_hostile_comments_are_bounded():
    for body in (
        f"{IGNORE}\n" * 20_000,
        IGNORE * 20_000,
        "<!-- cardwright: ignore " * 20_000,
        "<!-- cardwright: ignore " + "x " * 50_000,
    ):
        assert isinstance(check_text(HEAD + body).findings, tuple)


def test_the_project_s_own_page_about_them_is_no_card():
    from cardwright import discover, source

    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert not discover.is_card(source.Source("README.md", text))
