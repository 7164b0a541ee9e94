"""A template does what it may and ends: whatever it holds, there is a text or one TemplateError with its file and line."""

import os
import re
import time
import tracemalloc

import pytest
from filled import NAME, fill, run_of
from hypothesis import given
from hypothesis import strategies as st

from cardwright.rendering import context
from cardwright.templating import TemplateError, engine, filling, inspect, loading


def refused(source: str, others=None, **values) -> str:
    """What the one error says; it comes within seconds."""
    began = time.process_time()
    with pytest.raises(TemplateError) as caught:
        fill(source, others, **values)
    assert time.process_time() - began < 20
    return caught.value.message


# Grows without an end, in time or memory.
GROWING = {
    "loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
    "loops of nothing": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "what loops leave out": "{% for a in range(9999) %}{% for b in range(9999) if false %}{% endfor %}{% endfor %}",
    "text in a loop": "{% for a in range(9999) %}" + "a long text " * 1000 + "{% endfor %}",
    "text in a macro": "{% macro m() %}" + "a long text " * 1000 + "{% endmacro %}{% for a in range(9999) %}{{ m() }}{% endfor %}",
    "text of a block": "{% block b %}" + "a long text " * 1000 + "{% endblock %}{% for a in range(9999) %}{{ self.b() }}{% endfor %}",
    "text taken in": "{% for a in range(9999) %}{% include 'long' %}{% endfor %}",
    "a macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro twice": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "two macros": "{% macro m() %}{{ n() }}{% endmacro %}{% macro n() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a caller": "{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
    "including itself": "{% include '" + NAME + "' %}",
    "importing itself": "{% import '" + NAME + "' as t %}",
    "extending itself": "{% extends '" + NAME + "' %}",
    "extending in a circle": "{% extends 'back' %}",
    "a block in itself": "{% block a %}{{ self.a() }}{% endblock %}",
    "a loop in itself": "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "doubling by ~": "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubling by +": "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "doubling a list": "{% set n = namespace(x=['ab']) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "doubling what is printed": "{% set n = namespace(x=model_name) %}{% for i in range(99) %}{% set x %}{{ n.x }}{{ n.x }}{% endset %}"
                                "{% set n.x = x %}{% endfor %}",
    "lists in lists as text": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x|string }}",
    "lists in lists as JSON": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x|tojson }}",
    "lists in lists by ~": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ n.x ~ '' }}",
    "lists in mappings": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x|string }}",
    "lists in lists compared": "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}"
                               "{% endfor %}{{ n.x == n.y }}",
    "lists in lists tested": "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}"
                             "{% endfor %}{{ n.x is eq n.y }}",
    "lists in lists sorted": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ [n.x, n.x]|sort|length }}",
    "hashing a tuple": "{% set n = namespace(x=(1,)) %}{% for i in range(60) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ {n.x: 1} }}",
    "names that a macro does not name": "{% macro m(a) %}{{ m(varargs, varargs) }}{% endmacro %}{{ m(1, 2) }}",
    "a sum of lists": "{{ [[1] * 1, [2]]|sum(start=[]) }}",
    "times": "{{ 'a' * 10000000000 }}", "lists times": "{{ [1] * 10000000000 }}", "powers": "{{ 10 ** 9 ** 9 ** 9 }}",
    "large numbers": "{% set n = namespace(x=10) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "formats": "{{ '%9999999999d' % 1 }}", "formats of methods": "{{ '{:9999999999}'.format(1) }}", "formats by key": "{{ 'a'['format'](1) }}",
    "ranges": "{{ range(1000000000)|list }}", "filling up": "{{ 'x'.ljust(10000000000) }}", "centring": "{{ 'x'|center(10000000000) }}",
    "copying in a loop": "{% set a = range(9999)|list %}{% for i in range(9999) %}{% set x = a[:] %}{% endfor %}",
    "replacing": "{{ 'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaa')" * 12 + "|length }}",
    "replacing nothing": "{{ 'aaaaaaaaaa'" + "|replace('', 'aaaaaaaaaa')" * 12 + "|length }}",
    "joining": "{{ range(9999)|join(range(9999)|join(range(9999)|join('a'))) }}",
    "joining in a loop": "{% for i in range(9999) %}{% set x = range(9999)|join('a') %}{% endfor %}",
    "listing in a loop": "{% for i in range(9999) %}{% set x = range(9999)|list|length %}{% endfor %}",
    "a number without an end": "{{ '1e999'|float }}", "more than Python prints": "{{ 0x" + "f" * 9000 + " }}",
    "too many values": "{% for i in range(9999) %}{{ i }}{{ i }}{{ i }}{% endfor %}",
    "overriding what counts": "{% set _step = known %}{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "a macro that counts": "{% macro _step(x) %}{% endmacro %}",
}  # fmt: skip


@pytest.mark.parametrize("how", GROWING)
def test_what_grows_without_an_end_is_ended(how):
    others = {"long": "a long text " * 1000, "back": "{% extends '" + NAME + "' %}"}
    assert re.match(r"(t\.md|long|back)(:1)?: .", refused(GROWING[how], others, model_name="abc"))


@pytest.mark.slow
def test_memory_stays_bounded():
    tracemalloc.start()
    try:
        for how in (
            "doubling by ~",
            "doubling what is printed",
            "text in a loop",
            "lists in lists as text",
            "replacing",
            "too many values",
        ):
            refused(GROWING[how], model_name="abc")
        assert tracemalloc.get_traced_memory()[1] < 400 * 2**20
    finally:
        tracemalloc.stop()


NESTED = {
    "parentheses": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "lists": "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "signs": "{{ " + "-" * 5000 + "1 }}", "not": "{{ " + "not " * 5000 + "1 }}", "sums": "{{ 1" + "+1" * 5000 + " }}",
    "filters": "{{ 'a'" + "|upper" * 5000 + " }}", "parts": "{{ model_name" + ".a" * 5000 + " }}", "choices": "{{ 1" + " if 1 else 1" * 3000 + " }}",
    "sections": "{% if true %}" * 3000 + "{% endif %}" * 3000, "loops": "{% for a in [1] %}" * 40 + "{% endfor %}" * 40,
    "handlebars": "{{#if model_name}}" * 3000 + "{{/if}}" * 3000, "each": "{{#each tags}}" * 40 + "{{/each}}" * 40,
}  # fmt: skip


@pytest.mark.parametrize("how", NESTED)
def test_what_is_nested_too_deeply_is_refused(how):
    assert refused(NESTED[how], tags=[1]).startswith("t.md")


@pytest.mark.parametrize("source", [
    "{{ 'a'.__class__ }}", "{{ ().__class__.__mro__ }}", "{{ model_name.__class__ }}", "{{ 'a'['__class__'] }}", "{{ [].__class__ }}",
    "{{ range.__globals__ }}", "{{ known.__globals__ }}", "{{ _join.__globals__ }}", "{{ namespace.__init__ }}", "{{ self.__dict__ }}",
    "{{ self._TemplateReference__context }}", "{{ loop._iterator }}", "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
    "{{ rows[0]._parts }}", "{{ rows[0]['__len__'] }}", "{{ (1).real }}", "{{ (1).__class__ }}", "{{ [1].append(2) }}", "{{ [1].pop() }}",
    "{{ rows[0].update({}) }}", "{{ rows[0].pop('a') }}", "{{ rows[0].clear() }}", "{{ ''.format }}", "{{ '{0.__class__}'.format(1) }}",
    "{{ 'a'.format_map({}) }}", "{{ 'a'.encode() }}", "{{ 'a'.translate({}) }}", "{{ 'a'.join([1]) }}", "{{ 'a'.zfill(9) }}", "{{ 'a'.replace('a', 'b') }}",
    "{{ 'a'|attr('__class__') }}", "{{ 'a'|format }}", "{{ 'a'|safe }}", "{{ 'a'|xmlattr }}", "{{ 'a'|e }}", "{{ ['a']|random }}", "{{ 'a'|pprint }}",
    "{{ [1]|map(attribute='__class__')|list }}", "{{ [1]|map('attr', '__class__')|list }}", "{{ [1]|map(attribute='real.__class__')|first }}",
    "{{ ['a']|join(attribute='__class__') }}", "{{ [1, 2]|sort(attribute='__class__') }}", "{{ [1]|sum(attribute='__class__') }}",
    "{{ lipsum.__globals__ }}", "{{ cycler }}", "{{ joiner }}", "{{ dict }}", "{{ lipsum() }}", "{% debug %}", "{{ ().__class__.__base__.__subclasses__() }}",
    "{% import '../x' as x %}", "{% import '/etc/passwd' as x %}", "{% include '/etc/passwd' %}", "{% include '..' %}", "{% include ['../a', '../b'] %}",
    "{% extends '../x' %}", "{% from '../x' import y %}", "{% include 3 %}", "{% include model_name %}", "{% include '' %}",
    "{{ {'a': 1} }}", "{{ rows }}", "{{ rows[0] }}", "{{ [[1]] }}", "{{ range }}", "{{ range(3) }}", "{{ known }}", "{{ self }}", "{{ namespace() }}",
    "{{ namespace }}", "{% macro m() %}{% endmacro %}{{ m }}", "{{ [1]|map('string') }}", "{{ (-1) ** 0.5 }}", "{{ rows[0].items() }}",
    "{{ 1 / 0 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ 'a' + 1 }}", "{{ 'a' - 1 }}", "{{ 'a' < 1 }}", "{{ [] + 'a' }}", "{{ -'a' }}", "{{ 'a'[9] }}",
    "{{ [1][9] }}", "{{ 'a'() }}", "{{ 1() }}", "{% for i in 5 %}{% endfor %}", "{% for a, b in ['x'] %}{% endfor %}", "{{ range('a') }}",
    "{{ 'x'|round }}", "{{ 'x'|abs }}", "{{ [1, 'a']|sort }}", "{{ 1|first }}", "{{ 'a'|nope }}", "{{ 'a' is nope }}", "{{ ['a']|map('nope')|list }}",
    "{{ 'a'|truncate('b') }}", "{{ 'a'.split('') }}", "{{ namespace(a=1)|string }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "{{ super() }}", "{% block a %}{{ super() }}{% endblock %}",
    "{% autoescape false %}{{ model_name }}{% endautoescape %}", "{% do 1 %}", "{% break %}", "{{ '\\ue000' }}", "{{ '\\x00' }}", "{{ '\\ud800' }}",
    "{{ '\\ue0010\\ue004' }}", "a \ue000 b", "a \ue0040 b", "{% set _x = 1 %}", "{% import 'm' as _x %}", "{{ caller() }}",
    "{% from 'm' import x as _x %}", "{% for _x in [1] %}{% endfor %}", "{% macro m(_x) %}{% endmacro %}", "{{ kwargs }}",
    "{% endif %}", "{% if %}", "{{", "{%", "{{ }}", "{{ x", "{{ 'x }}", "{% if x %}", "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{% foo %}",
])  # fmt: skip
def test_what_a_template_may_not(source):
    assert re.match(r"t\.md:3: .", refused("a\n\n" + source, {"m": "{% set x = 1 %}"}, rows=[{"a": 1}], model_name=3))


def test_an_error_is_where_it_happens_and_not_where_it_is_called():
    others = {"m": "\n{% macro m() %}\n{{ 1 / 0 }}{% endmacro %}", "b": "{% block b %}{% endblock %}"}
    message = refused("{% import 'm' as m %}\n{{ m.m() }}", others)
    assert message.endswith("3: division by zero")
    assert refused("{% extends 'b' %}\n\n{% block b %}\n{{ 1 / 0 }}{% endblock %}", others) == "t.md:4: division by zero"


@pytest.mark.parametrize("source, message", [
    ("\n{{ modelname }}", "t.md:2: no fact is called `modelname`; did you mean `model_name`?"),
    ("\n{{ modelname.a }}", "t.md:2: no fact is called `modelname`; did you mean `model_name`?"),
    ("\n{% if modelname %}{% endif %}", "t.md:2: no fact is called `modelname`; did you mean `model_name`?"),
    ("\n{% for a in modelname %}{% endfor %}", "t.md:2: no fact is called `modelname`; did you mean `model_name`?"),
    ("\n{% if known(modelname) %}{% endif %}", "t.md:2: no fact is called `modelname`; did you mean `model_name`?"),
    ("\n{{ zzzzzz }}", "t.md:2: no fact is called `zzzzzz`"),
    ("\n{% extends model_name %}", "t.md:2: `model_name` is not known"),
    ("\n{% include 'x' %}", "t.md:2: there is no template called 'x'"),
    ("\n{{ {'a': 1} }}", "t.md:2: a dict cannot be printed; name a part of it, or go through it with `for`"),
    ("\n{{ 'a' + 1 }}", "t.md:2: `+` of a str and a int; join texts with ~"),
])  # fmt: skip
def test_what_is_said(source, message):
    assert refused(source) == message


UNKNOWN = [
    "model_name", "model_name.a", "model_name.a.b", "model_name['a']", "model_name[0]", "model_name[1:2]", "model_name ~ 'x'", "'x' ~ model_name", "-model_name",
    "model_name + 1", "1 + model_name", "2 * model_name", "model_name / 2", "model_name ** 2", "'a' % model_name", "model_name()", "model_name.a()",
    "model_name + 'a'", "[model_name]|join", "['a', model_name]|join(', ')", "[model_name]", "rows[0].b", "rows[0].b.c", "rows[0][model_name]", "none",
    *(f"model_name|{name}" for name in "upper number size people percent code language round int float abs sum max min sort list first last join length count "
      "trim title truncate string replace('a','b') wordcount tojson markdown unique reverse".split()),
]  # fmt: skip


@pytest.mark.parametrize("expression", UNKNOWN)
def test_what_is_made_of_something_unknown_takes_its_line_away(expression):
    assert fill("a\nb {{ " + expression + " }} c\nd\n", rows=[{"a": 1}]) == "a\nd\n"


@pytest.mark.parametrize("expression, told", [
    ("model_name is defined", "false"), ("model_name == 'a'", "false"), ("model_name != 'a'", "true"), ("model_name > 3", "false"),
    ("model_name <= 3", "false"), ("'a' in model_name", "false"), ("model_name in ['a']", "false"), ("not model_name", "true"),
    ("model_name or 'x'", "x"), ("model_name|default('x')", "x"), ("model_name|d('x', true)", "x"), ("known(model_name)", "false"),
    ("known(0)", "true"), ("known(false)", "false"), ("known([])", "false"), ("0 or 1", "1"), ("model_name|default(0)", "0"),
    ("'x' if model_name else 'y'", "y"),
])  # fmt: skip
def test_what_is_unknown_is_false(expression, told):
    assert fill("{{ " + expression + " }}") == told


@pytest.mark.parametrize("expression, told", [
    ("1234567|number", "1,234,567"), ("2048|number", "2048"), ("5e-06|number", "5e-6"), ("1e22", "1e22"), ("0.5", "0.5"), ("3.0", "3"), ("0.0", "0"),
    ("-5", "-5"), ("true", "true"), ("0.1234|percent", "12.34 %"), ("0.1|percent(0)", "10 %"), ("6150234624|size", "6.15 GB (6,150,234,624 bytes)"),
    ("3075098624|people", "3.08B (3,075,098,624)"), ("'en'|language", "English"), ("['en', 'fr']|language", "English, French"), ("'a*'|code", "`a*`"),
    ("2.5678|round(2)", "2.57"), ("2.5|round", "2"), ("2|round(1000000000)", "2"), ("[3, 1]|sort", "1, 3"), ("[1, 2]|join('-')", "1-2"), ("[]|join", ""),
    ("[1, 2]|sum", "3"), ("[1, 2]|length", "2"), ("'abc'|upper", "ABC"), ("'abc'[0:2]", "ab"), ("'a,b'.split(',')[1]", "b"), ("'a' ~ 1 ~ 'b'", "a1b"),
    ("'a' + 'b'", "ab"), ("[1] + [2]", "1, 2"), ("2 ** 10", "1024"), ("7 % 4", "3"), ("rows|map(attribute='a')|list", "1, 2"),
    ("rows|selectattr('a', 'gt', 1)|list|length", "1"), ("rows[0].get('a')", "1"), ("rows[0].get('z', 'no')", "no"), ("'b' in 'abc'", "true"),
    ("(1, 2)", "1, 2"), ("'x'|replace('x', '*')", "\\*"), ("rows|tojson", '\\[{"a": 1}, {"a": 2}\\]'), ("'**a**'|markdown", "**a**"), ("none or 'a'", "a"),
    ("range(3)|list", "0, 1, 2"), ("['b', 'a', 'b']|unique|list", "b, a"), ("{'b': 1}|dictsort|first|join", "b1"), ("'x' if false", ""),
])  # fmt: skip
def test_expressions_and_filters(expression, told):
    assert fill("{{ " + expression + " }}", rows=[{"a": 1}, {"a": 2}]) == told


PRINTED = "{% macro m(x) %}a {{ x }}{% endmacro %}"


@pytest.mark.parametrize("expression, told", [
    ("m('*')", "a \\*"), ("m('*')|trim", "a \\*"), ("m('*')|upper", "A \\*"), ("m('*') ~ '_'", "a \\*\\_"), ("m('*') + '_'", "a \\*\\_"),
    ("[m('*'), '_']|join('|')", "a \\*\\|\\_"), ("m('*')|length > 0", "true"), ("m('*')|default('x')", "a \\*"), ("m(m('*'))", "a a \\*"),
    ("m('*') if m('*')|trim else 'x'", "a \\*"),
])  # fmt: skip
def test_what_was_printed_can_be_printed_again_and_stays_escaped(expression, told):
    assert fill(PRINTED + "{{ " + expression + " }}") == told


@pytest.mark.parametrize("expression", [
    "m('*')|replace('a', 'b')", "m('*')[0]", "m('*')[2:]", "m('*')|truncate(3)", "m('*')|reverse", "m('*').split('0')", "m('*')|list", "m('*')|first",
    "m('*')|title", "m('*')|code", "m('*')|markdown", "m('*')|tojson", "m('*')|map('upper')|list", "m('*')|sort",
])  # fmt: skip
def test_what_was_printed_cannot_be_changed(expression):
    assert refused(PRINTED + "{{ " + expression + " }}").startswith("t.md:1: ")


def test_marks_that_were_cut_or_made_are_noticed():
    for_each = PRINTED + "{% for c in m('*') %}{{ c }}{% endfor %}"
    assert refused(for_each).startswith("t.md:1: ")
    _, run = run_of("x")
    for text in (f"a {engine.VALUE}7{engine.STOP}", f"a {engine.VALUE}", f"a {engine.STOP}"):
        with pytest.raises(TemplateError, match=r"^t\.md: what a macro or a block printed"):
            filling.filled([filling.Part("", text)], run)


# Filling


def test_an_empty_table_goes_and_its_heading_and_the_headings_above():
    source = (
        "# T\n\n## A\n\n### B\n\n| a | b |\n|---|---|\n| x | {{ model_name }} |\n\n## C\n\n| a |\n|---|\n| {{ author_name }} |\n"
    )
    assert fill(source, author_name="Jo") == "# T\n\n## C\n\n| a |\n|---|\n| Jo |\n"
    assert fill(source) == "# T\n\n"


def test_headings_go_across_blocks_and_the_title_stays():
    source = "{% block t %}\n# T\n{% endblock %}\n{% block a %}\n## A\n{% endblock %}\n{% block b %}\n### B\n\n{{ model_name }}\n{% endblock %}\n"
    told = lambda **values: {part.name: part.text for part in parts_of(source, **values) if part.name}
    assert told() == {"t": "# T\n", "a": "", "b": ""}
    assert told(model_name="M") == {"t": "# T\n", "a": "## A\n", "b": "### B\n\nM\n"}


def parts_of(source, others=None, **values):
    text, run = run_of(source, others, **values)
    return filling.filled(filling.parts(text), run)


def test_a_fence_with_something_unknown_goes():
    source = 'Text\n\n```python\na = 1\nb = "{{ model_name }}"\n```\n\n```python\nc = 1\n```\n'
    assert fill(source) == "Text\n\n```python\nc = 1\n```\n"
    assert fill(source, model_name="M") == 'Text\n\n```python\na = 1\nb = "M"\n```\n\n```python\nc = 1\n```\n'


def test_blank_lines_stay_in_code_and_become_one_elsewhere():
    source = "a\n\n{{ model_name }}\n\n{{ author_name }}\n\nb\n\n```python\nx = 1\n\n\ny = 2\n```\n\n\n\nc\n"
    assert fill(source) == "a\n\nb\n\n```python\nx = 1\n\n\ny = 2\n```\n\nc\n"


def test_a_row_goes_and_the_table_stays():
    assert fill("| a | b |\n|:--|--:|\n| x | {{ model_name }} |\n| y | 1 |\n") == "| a | b |\n|:--|--:|\n| y | 1 |\n"


def test_blocks_are_parts_and_blocks_within_belong_to_them():
    source = "x\n{% block a %}\n1\n{% block b %}\n2\n{% endblock %}\n{% include 'o' %}\n{% endblock %}\ny\n{% block c %}\n{% endblock %}\n"
    others = {"o": "{% block o %}\n3\n{% endblock %}\n"}
    assert parts_of(source, others) == [("", "x\n"), ("a", "1\n2\n3\n"), ("", "y\n"), ("c", ""), ("", "")]


def test_missing_names_are_told_once_each_time_they_are_printed():
    _, run = run_of("{{ model_name }}{% if author_name %}{{ author_name }}{% endif %}\n{{ biases.data }} {{ model_name ~ 1 }}")
    assert run.missing == ["model_name", "biases.data", "model_name"]


# Where templates are, and a look at them


@pytest.fixture
def folder(tmp_path):
    def written(**files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(tmp_path)

    return written


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "..", "a\\b", "a\0b", "C:/x", "a\nb", "x" * 10_000])
def test_nobodys_names(name, folder):
    assert loading.find(name, folder(x__md="y")) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "secret.md"
    inside.mkdir()
    outside.write_text("secret")
    os.symlink(outside, inside / "t.md")
    with pytest.raises(TemplateError, match="t.md"):
        engine.render(loading.environment(str(inside), str(inside)), "t", {})


@pytest.mark.parametrize("content", [b"a" * 10_000_000, b"\xff\xfe\x00", "a\ue000".encode(), b"a\x00b"])
def test_files_that_are_no_templates(content, folder):
    where = folder(t__md=content)
    with pytest.raises(TemplateError, match=r"t\.md"):
        engine.render(loading.environment(where), "t", {})
    assert len(inspect.look("t", where, context.names()).problems) == 1


def test_a_template_that_was_written_anew_is_read_anew(folder):
    where = folder(t__md="one")
    assert engine.render(loading.environment(where), "t", {})[0] == "one"
    folder(t__md="three")
    assert engine.render(loading.environment(where), "t", {})[0] == "three"


def test_a_template_of_ones_own_extends_ours_of_the_same_name(folder):
    where = folder(unified__md__j2="{% extends 'cardwright/unified' %}{% block title %}mine{% endblock %}")
    values, _ = context.values(facts_of_nothing())
    assert "mine" in engine.render(loading.environment(where), "unified", values)[0]


def facts_of_nothing():
    class Nothing:
        known: dict = {}

        def get(self, name, default=()):
            return default

    return Nothing()


def test_hbs_is_handlebars_whatever_is_in_it(folder):
    where = folder(t__hbs="{{model_name}} {% x %}\r\nb")
    text, _ = engine.render(loading.environment(where), "t", {"model_name": engine.absent("model_name")})
    assert text.endswith("{% x %}\nb")


def looked(where: str) -> list:
    found = inspect.look("t", where, context.names())
    return [(os.path.basename(problem.path), problem.line, problem.message) for problem in found.problems]


@pytest.mark.parametrize("source, line, message", [
    ("a\n{% if %}", 2, "Expected an expression, got 'end of statement block'"),
    ("a\n\n{{ x", 3, "unexpected end of template, expected 'end of print statement'."),
    ("a\n{{ model_name|nope }}", 2, "No filter named 'nope'."),
    ("a\n{{ model_name is nope }}", 2, "No test named 'nope'."),
    ("a\n{{ modelname }}\n{{ modelname }}", 2, "no fact is called `modelname`; did you mean `model_name`?"),
    ("{% for a in tags %}{{ a }}{{ b }}{% endfor %}", 1, "no fact is called `b`"),
    ("a\n{{#if model_name}}\n", 2, "{{#if}} is never closed; write {{/if}} where it ends"),
    ("a\n{{#if modelname}}\n{{/if}}", 2, "no fact is called `modelname`; did you mean `model_name`?"),
    ("{% extends 'cardwright/unified' %}\n{% block titel %}{% endblock %}", 2,
     "nothing would show this: `cardwright/unified` has no block `titel`; did you mean `title`?"),
    ("{% extends 'b' %}\n{% block x %}{% endblock %}\n{% block z %}{% block w %}{% endblock %}{% endblock %}", 3,
     "nothing would show this: `b` has no block `z`; did you mean `x`?"),
    ("{% extends 't' %}", 1, "`t` extends itself, or too many others"),
    ("{% extends 'nope' %}", 1, "there is no template called 'nope'"),
    ("\n{% import '../x' as x %}", 2, "there is no template called '../x'"),
    ("\n{% include 'nope' %}", 2, "there is no template called 'nope'"),
    ("a\n{{ '\\ue000' }}", 2, "it holds the character U+E000, which no card can show"),
    ("a\n\ue001", 2, "it holds the character U+E001, which no card can show"),
    ("a\n{% set _x = 1 %}", 2, "`_x` begins with an underscore; such names are cardwright's own"),
])  # fmt: skip
def test_one_look(source, line, message, folder):
    where = folder(
        t__md__j2=source, b__md__j2="{% extends 'c' %}{% block y %}{% endblock %}", c__md__j2="{% block x %}{% endblock %}"
    )
    found = [(at, said) for _, at, said in looked(where)]
    assert found == [(line, message)] or (found[0][1] == message.replace("; did you mean `x`?", "") and found[0][0] == line)


@pytest.mark.parametrize("source", [
    "{% extends 'b' %}{% block x %}{{ z }}{{ m() }}{{ p.q }}{{ super() }}{{ self.y() }}{% endblock %}{% block y %}{% endblock %}",
    "{{#each tags}}{{this}} {{name}} {{../model_name}} {{@index}}{{/each}}", "{% include 'nope' ignore missing %}",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}{% endcall %}", "{% set x = 1 %}{{ x }}", "{% raw %}{{ x }}{% endraw %}",
    "{% for a in tags %}{{ loop.index }}{% endfor %}{% set n = namespace(a=1) %}{{ n.a }}{{ range(3)|list }}{{ known(seed) }}",
])  # fmt: skip
def test_nothing_to_say(source, folder):
    parent = (
        "{% import 'p' as p %}{% set z = 1 %}{% macro m() %}{% endmacro %}{% block x %}{% endblock %}{% block y %}{% endblock %}"
    )
    assert (
        looked(
            folder(t__md__j2=source, b__md__j2="{% extends 'c' %}", c__md__j2=parent, p__md__j2="{% macro q() %}{% endmacro %}")
        )
        == []
    )


def test_what_a_look_finds(folder):
    where = folder(t__md__j2="{% block a %}{{ model_name }}{% block b %}{{ seed }}{% endblock %}{% endblock %}")
    found = inspect.look("t", where, context.names())
    assert (found.variables, found.blocks) == (["model_name", "seed"], ["a", "b"])
    assert inspect.blocks(loading.environment(where), "t") == ["a"]


@pytest.mark.parametrize("how", [*GROWING, *NESTED])
def test_a_look_at_anything_ends(how, folder):
    where = folder(t__md__j2={**GROWING, **NESTED}[how].replace(f"'{NAME}'", "'t'"))
    assert isinstance(looked(where), list)
    try:
        inspect.blocks(loading.environment(where), "t")
    except TemplateError:
        pass


SIGNS = ["{{", "}}", "{%", "%}", "{#", "#}", " if ", " for a in ", " endif ", " endfor ", "model_name", "tags", "|", "join", "upper", "(", ")", "[", "]", "'",
         ".", "~", "+", "*", "1", " ", "\n", "x", "{{#if ", "{{/if}}", "{{#each ", "{{/each}}", "this", "else", "block b ", " endblock ", "set y = ", "range(9)",
         "__class__", "|default:", "{{!", ",", "-", "macro m(a)", " endmacro ", "m(1)", "0"]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
def test_any_template_gives_a_text_or_one_error(source):
    try:
        fill(source, model_name="*M*", tags=["a", "b"])
    except TemplateError as error:
        assert error.message.startswith("t.md")
