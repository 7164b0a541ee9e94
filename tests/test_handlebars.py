"""Handlebars as the seeds write it: each fault of theirs (P1 to P6) with the right answer beside it, and laws of nesting."""

import itertools

import pytest
import yaml
from filled import card, fill, run_of
from hypothesis import given
from hypothesis import strategies as st

from cardwright.card import Card
from cardwright.templating import TemplateError, handlebars

ON, OFF = "yes", False


def refused(source: str, **values) -> str:
    with pytest.raises(TemplateError) as caught:
        fill(source, **values)
    return caught.value.message


@pytest.mark.parametrize("loss, told", [(2.3, "Loss 2.3.\n"), (None, "No loss.\n")])
def test_one_branch_of_an_else_and_no_trace_of_the_other(loss, told):  # P1, P2
    values = {} if loss is None else {"validation_loss": loss}
    assert fill("{{#if validation_loss}}\nLoss {{validation_loss}}.\n{{else}}\nNo loss.\n{{/if}}\n", **values) == told


@pytest.mark.parametrize("outer, int8, int4", [*itertools.product((True, False), repeat=3)])
def test_nested_sections_in_every_truth_table(outer, int8, int4):  # P5
    source = (
        "{{#if outer}}\nsmall ones\n{{#if int8_available}}\n- eight\n{{/if}}\n{{#if int4_available}}\n- four\n{{/if}}\n"
        "{{/if}}\nend\n"
    )
    right = ("small ones\n" + "- eight\n" * int8 + "- four\n" * int4) * outer + "end\n"
    assert fill(source, outer=outer, int8_available=int8, int4_available=int4) == right


@pytest.mark.parametrize("a, b", [*itertools.product((True, False), repeat=2)])
def test_an_else_belongs_to_the_section_around_it(a, b):
    source = "{{#if a}}{{#if b}}1{{else}}2{{/if}}{{else}}{{#unless b}}3{{else}}4{{/unless}}{{/if}}"
    assert fill(source, a=a, b=b) == {(True, True): "1", (True, False): "2", (False, False): "3", (False, True): "4"}[a, b]


@pytest.mark.parametrize("a, b, told", [(ON, OFF, "one"), (OFF, ON, "two"), (OFF, OFF, "three"), (ON, ON, "one")])
def test_else_if(a, b, told):
    assert fill("{{#if a}}one{{else if b}}two{{else}}three{{/if}}", a=a, b=b) == told


@pytest.mark.parametrize("value", [0, 0.0, 1, "x", "false", "0", True, ["x"]])
def test_what_keeps_a_section(value):  # P6: nought is a result, and a text is a text
    assert fill("{{#if x}}kept{{/if}}{{#unless x}}gone{{/unless}}", x=value) == "kept"


@pytest.mark.parametrize("value", ["", False, [], {}, (), None])
def test_what_drops_a_section(value):
    assert fill("{{#if x}}kept{{/if}}{{#unless x}}gone{{/unless}}", x=value) == "gone"


def test_what_is_not_known_drops_a_section():
    assert fill("{{#if perplexity}}kept{{/if}}{{#unless perplexity}}gone{{/unless}}") == "gone"


@pytest.mark.parametrize("default", ["'N/A'", '"N/A"'])
def test_a_default(default):  # P4
    source = "Loss: {{training_loss|default:" + default + "}}."
    assert fill(source, training_loss=2.1) == "Loss: 2.1."
    assert fill(source) == "Loss: N/A."
    assert fill(source, training_loss=0) == "Loss: 0."


def test_defaults_are_texts_numbers_and_nothing_that_runs():
    assert fill("{{ batch_size | default: 8 }} {{seed|default:1.5e-3}} {{is_adapter|default:true}}") == "8 0.0015 true"
    assert fill(r"{{author_name|default:'a\n{b} c'}}") == r"a\\n{b} c"
    assert "is not the name of a value" in refused("\n{{ batch_size|default:nobody }}")


def test_blanks_within_a_value_change_nothing():  # P6
    assert fill("{{model_name}}|{{ model_name }}|{{  model_name\t}}{{!}}", model_name="M") == "M|M|M"


def test_what_is_missing_takes_its_line_and_is_listed():  # P6
    text, run = run_of("- a: {{model_name}}\n- b: {{rouge_score}}\n- c\n{{! }}", model_name="M")
    assert run.missing == ["rouge_score"]
    assert fill("- a: {{model_name}}\n- b: {{rouge_score}}\n- c\n{{! }}", model_name="M") == "- a: M\n- c\n"


@pytest.mark.parametrize("source", ["{{! }}\n\n{{ modelname }}", "\n\n{{#if modelname}}x{{/if}}", "\n\n{{#unless modelname}}x{{/unless}}",
                                    "\n\n{{#each modelname}}x{{/each}}", "\n\n{{modelname|default:''}}{{modelname}}"])  # fmt: skip
def test_what_nothing_declares_is_an_error_with_line_and_suggestion(source):
    assert refused(source) == "t.md:3: no fact is called `modelname`; did you mean `model_name`?"


def test_none_is_never_printed():
    assert fill("{{! }}a {{x}}\nb", x=None) == "b"


def test_a_value_is_data():  # P6: one pass
    hostile = "{{author_name}} {{#if x}} {{/if}} {% for a in b %} {# c #}"
    told = fill("{{! }}{{model_name}} by {{author_name}}", model_name=hostile, author_name="Jo")
    assert told.count("Jo") == 1 and told.endswith("by Jo")
    assert told.replace("&#123;", "{").replace("&#125;", "}").replace("\\", "") == hostile + " by Jo"


EACH = {
    "{{#each tags}}{{this}};{{/each}}": "x;y;",
    "{{#each tags}}{{.}}{{#unless @last}}, {{/unless}}{{/each}}": "x, y",
    "{{#each tags}}{{@index}}{{this}}{{/each}}": "0x1y",
    "{{#each tags}}{{#if @first}}<{{/if}}{{this}}{{#if @last}}>{{/if}}{{/each}}": "<xy>",
    "{{#each tags}}\n- {{this}}\n{{/each}}\n": "- x\n- y\n",
    "{{#each rows}}{{name}}={{this.value}} {{/each}}": "A=1 B=0 ",
    "{{#each rows}}{{#if value}}{{name}}{{/if}}{{/each}}": "AB",
    "{{#each rows}}{{name}} of {{model_name}};{{/each}}": "A of M;B of M;",
    "{{#each rows}}{{name}}:{{#each parts}}{{../name}}{{name}}{{../../model_name}} {{/each}}{{/each}}": "A:AaM AbM B:",
    "{{#each nothing}}x{{else}}none{{/each}}": "none",
    "{{#each tags}}x{{else}}none{{/each}}": "xx",
    "{{#each perplexity}}x{{else}}none{{/each}}": "none",
    "{{#each model_name}}[{{this}}]{{/each}}": "[M]",
    "{{#each mapping}}{{this}}{{/each}}": "12",
    "{{#if tags}}{{#each tags}}{{#if ../model_name}}{{this}}{{/if}}{{/each}}{{/if}}": "xy",
}


@pytest.mark.parametrize("source", EACH)
def test_each(source):
    rows = [{"name": "A", "value": 1, "parts": [{"name": "a"}, {"name": "b"}]}, {"name": "B", "value": 0, "parts": []}]
    told = fill(source, tags=["x", "y"], rows=rows, nothing=[], model_name="M", mapping={"a": 1, "b": 2})
    assert told == EACH[source]


@pytest.mark.parametrize("source, message", [
    ("a\n{{#if x}}\nb\n", "t.md:2: {{#if}} is never closed; write {{/if}} where it ends"),
    ("a\n{{#each tags}}\n{{#if x}}\n{{/if}}\n", "t.md:2: {{#each}} is never closed; write {{/each}} where it ends"),
    ("\n{{#if x}}\n{{/each}}", "t.md:3: {{/each}} where {{#if}} of line 2 is to be closed"),
    ("\n\n{{/if}}", "t.md:3: {{/if}} closes nothing"),
    ("\n{{else}}", "t.md:2: {{else}} belongs to no {{#if}}"),
    ("{{#if x}}\n{{else}}\n{{else}}\n{{/if}}", "t.md:3: {{else}} belongs to no {{#if}}"),
    ("\n{{#with x}}{{/with}}", "t.md:2: there is no helper `#with`; there are if, unless and each"),
    ("{{#if x}}\n{{else unless y}}{{/if}}", "t.md:2: {{else unless y}}: write {{else if NAME}} within {{#if}}"),
    ("{{#if}}{{/if}}", "t.md:1: {{}} is not the name of a value"),
    ("\n{{!}}{{ x | upper }}", "t.md:2: {{x | upper}} is not the name of a value"),
    ("\n{{!}}{{ x.__class__ }}", "t.md:2: {{x.__class__}} is not the name of a value"),
    ("\n{{!}}{{ this }}", "t.md:2: {{this}} belongs within {{#each}}"),
    ("\n{{#if @index}}{{/if}}", "t.md:2: {{@index}} belongs within {{#each}}"),
    ("{{!}}\n{{ x", "t.md:2: {{ is never closed; write }} where it ends"),
    ("\n{{! x", "t.md:2: {{! is never closed; write }} where it ends"),
    ("\n{{!-- x }}", "t.md:2: {{!-- is never closed; write --}} where it ends"),
    ("{{! a\nb\n}}\n{{\n\nx\n}}\n{{/if}}", "t.md:8: {{/if}} closes nothing"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(source, message):
    assert refused(source, x="X", tags=[]) == message


def test_the_lines_of_what_goes_wrong_later_are_those_of_the_file():
    assert refused("{{! a\nb }}\n{{#if\nmodel_name}}\n{{\nmodel_name\n}}{{/if}}\n{{ modelname }}").startswith("t.md:8: ")


def test_a_value_in_braces():
    source = "```bibtex\n@misc{k,\n  title={{{model_name}}},\n  note={{{author_name|default:'none'}}}\n}\n```\n"
    told = fill(source, model_name="A {B} & 50%")
    assert told == "```bibtex\n@misc{k,\n  title={A \\{B\\} \\& 50\\%},\n  note={none}\n}\n```\n"


def test_comments_leave_no_trace():
    assert fill("a\n{{! one }}\nb {{!-- two }} {{#if --}} c\n{{! three\nfour }}\nd") == "a\nb  c\nd"


def test_a_tag_alone_takes_its_line_and_one_among_words_takes_nothing():
    assert fill("a\n  {{#if x}}  \n  b\n  {{/if}}\nc\n", x=1) == "a\n  b\nc\n"
    assert fill("a {{#if x}} b {{/if}}\nc\n", x=1) == "a  b \nc\n"
    assert fill("a {{#if x}}\nb\n{{/if}} c\n", x=1) == "a \nb\n c\n"


def test_what_is_jinjas_and_not_handlebars_stays_as_it_is():
    text = "{% if x %} {# c #} {%- y -%} { } {a} %} #} }} \\{ {\n{"
    assert fill("{{! }}" + text) == text
    assert fill("{{#if x}}{{{/if}}%", x=1) == "{%"


def test_lines_that_end_as_on_windows():
    source = "{{#if x}}\r\na {{model_name}}\r\n{{else}}\r\nb\r\n{{/if}}\r\nc\r\n"
    assert fill(source, x=1, model_name="M") == "a M\nc\n"
    assert fill(source, x="") == "b\nc\n"


@pytest.mark.parametrize("text, is_one", [
    ("{{#if x}}", True), ("{{ # if x}}", True), ("{{/if}}", True), ("{{! x }}", True), ("{{else}}", True), ("{{x|default:'a'}}", True),
    ("{{ x|default('a') }}", False), ("{{ elsewhere }}", False), ("| Seed | default: 42 |\n{{ x }}", False), ("{{^}}", True),
    ("{% if x %}{% endif %}", False), ("{{ x }}", False),
])  # fmt: skip
def test_how_a_template_in_handlebars_is_known(text, is_one):
    assert handlebars.is_one(text) == is_one


CARD = """---
license: {{license}}
author: {{author_name}}
learning_rate: {{learning_rate}}
batch_size: "{{batch_size}}"
perplexity: "{{perplexity}}"
{{#if hardware_info}}
hardware: {{hardware_info}}
{{/if}}
{{#if tags}}
tags:
{{#each tags}}
- {{this}}
{{/each}}
{{else}}
tags: []
{{/if}}
{{#unless quantized_models}}
plain: true
{{/unless}}
model-index:
- name: "{{model_name}}, again"
  results:
  - metrics:
    - type: loss
      value: "{{validation_loss}}"
    - type: perplexity
      value: {{perplexity|default:'N/A'}}
---

# {{model_name}}

{{#if validation_loss}}
| What | How much |
|---|---|
| Loss | {{validation_loss}} |
| Perplexity | {{perplexity}} |
{{else}}
Not measured.
{{/if}}
"""
STRANGE = ["@jane", "*star", "[Team] A", "A100: large", "run #7", "123", "no", "a\nlicense: mit", "a, b: c", 'GPU: "x"', "---", "5e-6",
           "{{ x }}", "null", "~", "2021-01-01", "0x1f", "1_000", "!tag", "&a", "%d", "? a", "| b", "> c", "'", '"', "#", "a: ", "- b"]  # fmt: skip


@pytest.mark.parametrize("value", STRANGE)
def test_a_whole_card_whose_front_matter_every_reader_reads_alike(value):  # P2, P11, P12, P13
    text = card(CARD, license="mit", author_name=value, learning_rate=5e-6, batch_size=8, hardware_info=value, tags=[value, "a"],
                model_name=value, validation_loss=0)  # fmt: skip
    read = Card(text).metadata
    front = text.split("\n---\n")[0].removeprefix("---\n")
    assert yaml.safe_load(front) == read
    results = [{"metrics": [{"type": "loss", "value": 0}, {"type": "perplexity", "value": "N/A"}]}]
    assert read == {"license": "mit", "author": value, "learning_rate": 5e-6, "batch_size": 8, "hardware": value, "tags": [value, "a"],
                    "plain": True, "model-index": [{"name": f"{value}, again", "results": results}]}  # fmt: skip
    assert "| Loss | 0 |" in text and "Perplexity |" not in text and "Not measured" not in text


def test_a_whole_card_of_which_little_is_known():
    text = card(CARD, license="mit", quantized_models=True, model_name="Otter")
    metrics = [{"type": "loss"}, {"type": "perplexity", "value": "N/A"}]
    index = [{"name": "Otter, again", "results": [{"metrics": metrics}]}]
    assert Card(text).metadata == {"license": "mit", "tags": [], "model-index": index}
    assert text.endswith("---\n\n# Otter\n\nNot measured.\n")


# A tree: text, or (helper, name, then, otherwise).
NAMES = ("a", "b", "c")
TEXTS = st.sampled_from(["x", " y ", "z\n", "{ ", "}", "%", "- ", "\n", "{a}", "# "])
TREES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(st.sampled_from(("if", "unless")), st.sampled_from(NAMES), st.lists(inner, max_size=3),
                            st.none() | st.lists(inner, max_size=3)),
    max_leaves=12,
)  # fmt: skip


def source_of(nodes) -> str:
    """The template of a tree, with a word before each tag so that none stands alone on its line."""
    pieces = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
            continue
        helper, name, then, otherwise = node
        other = "" if otherwise is None else "w{{else}}" + source_of(otherwise)
        pieces.append(f"w{{{{#{helper} {name}}}}}{source_of(then)}{other}w{{{{/{helper}}}}}")
    return "".join(pieces)


def meaning(nodes, truth) -> str:
    """What it says."""
    pieces = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
            continue
        helper, name, then, otherwise = node
        chosen = truth[name] == (helper == "if")
        inside = meaning(then, truth) if chosen else meaning(otherwise or (), truth)
        pieces.append("w" + (inside + "w" if chosen or otherwise is not None else ""))
    return "".join(pieces)


@given(st.lists(TREES, max_size=4), st.tuples(*[st.booleans()] * 3))
def test_any_nesting_says_what_it_means(trees, truths):
    truth = dict(zip(NAMES, truths))
    values = {name: 0 if true else "" for name, true in truth.items()}
    text, _ = run_of("{{! }}:" + source_of(trees), **values)
    assert text == ":" + meaning(trees, truth)
