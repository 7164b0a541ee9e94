"""Whatever a value holds, it comes out as itself: letter by letter, in every place of a card, with the card around it unharmed."""

import ast
import json
import re
import subprocess
import time
from functools import lru_cache
from html.parser import HTMLParser
from shutil import which

import pytest
import yaml
from filled import card, fill
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cardwright.card import Card
from cardwright.facts import typed
from cardwright.rendering import blocks, yamltext
from cardwright.templating import Markdown, TemplateError

HARMLESS = "harmless"
VALUES = (
    "@jane", "*star", "[Team] A", "A100: large", "run #7", "123", "no", "a\nlicense: mit", "a, b: c", 'GPU: "x"', "---", "...", "{{ x }}",
    "{% for %}", "{# c #}", "{{", "}}", "<script>alert(1)</script>", "<!-- cardwright:end title -->", "<!-- cardwright:begin a -->\nx", "-->",
    "--!>", "->", ">", "a-", "--", "---->", "| a | b |", "a|b", "a\\|b", "\\|", "|---|", ":-:", ":--", "`", "``", "```", "a`b", "`a`", "``a`b```",
    "```\ncode\n```", "~~~", "~~a~~", "~a~", "***", "**a**", "*a*", "_a_", "__a__", "snake_case_", "_x", "# h", "#", "## #", "x #", "x ##", "C#",
    "#1", "1. x", "1) x", "1.", "123456789. x", ". x", ") x", "-5", "- x", "-", "+ x", "* x", "> q", "=====", "=", "a\n===", "a\n---", "\\", "\\\\",
    "a\\", "\\*", "\\(x\\)", "\\[x\\]", "\\n", "&amp;", "&", "&#35;", "&am", "&#x202e;", "&lt;b&gt;", "R&D", "\u202eabc", "a\u200bb", "\ufeffx",
    "\u2066x\u2069", "a\u00a0b", "a\u2028b", "a\u2029b", "a\nb", "a\n\nb", "a\r\nb", "a\tb", "\U0001f469\u200d\U0001f4bb", "e\u0301", "\u0301x",
    "\U000e0001", "\u3000x", "$$x$$", "$x$", "$", "$(id)", "`id`", "!", "!!", "www.x.org", "https://x.org/~a_/_b_?c=*d*&e=f. Then",
    "https://x.org/a_b", "http://x.org", "<https://x.org>", "[a](b)", "![i](x)", "[^1]", "[x]: y", "[ ] todo", "javascript:alert(1)", "data:x",
    "mailto:a@x.org", "'", '"', "'''", '"""', "it's", "\"'", "{x}", "{", "}", "%", "^", "a  b", "<b", "<b>bold</b>", "</p>", "<!DOCTYPE x>", "<?php ?>",
    "<![CDATA[x]]>", "a <", "x=1", "a = b", "ß", "İ", "\u00ad", "http://", "a@b.c", ":smile:", "TODO", "null", "~", "0x1f", "1_000", "2021-01-01",
)  # fmt: skip
PIECES = [
    *"*_`#[]()<>|\\~!&;{}%$\"'-+=.:/@ \n\tab1",
    "```",
    "---",
    "<b",
    "-->",
    "<!--",
    "&amp",
    "https://x_/",
    "\u00a0",
    "\u202e",
    "é",
    "\U0001f600",
]
CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ue000\ue001\ue002\ue003\ue004", include_characters="\n\t"
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join), st.text(CHARACTERS, min_size=1, max_size=20)
)
HOSTILE = TEXTS.map(lambda text: text.strip(" \t\r\n")).filter(lambda text: text.strip())


def with_values(test):
    """A property over hostile values, with every one of the list."""
    for value in VALUES:
        test = example(value)(test)
    return settings(max_examples=40)(given(HOSTILE)(test))


@lru_cache
def markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    parser.normalizeLinkText = lambda url: url  # what it shows of an address is its own choice
    return parser


class Shown(HTMLParser):
    """What a reader sees of HTML: its text, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts, self.tags, self.comments = [], [], []
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.texts.append(data)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_comment(self, data):
        self.comments.append(data)


def shown(text: str) -> Shown:
    return Shown(markdown().render(text))


def structure(text: str) -> list:
    return [(token.type, token.tag, token.level, token.info) for token in markdown().parse(text)]


def same_place(source: str, value) -> str:
    """The template with the value in it, whose blocks are those of a harmless one."""
    text = fill(source, model_name=value)
    assert structure(text) == structure(harmless(source)), text
    return text


@lru_cache(maxsize=64)
def harmless(source: str) -> str:
    return fill(source, model_name=HARMLESS)


def words(text: str) -> str:
    return "".join(shown(text).texts)


PROSE = {
    "line": "{{ model_name }}\n",
    "below a paragraph": "Text\n{{ model_name }}\n",
    "above a paragraph": "{{ model_name }}\nText\n",
    "title": "# {{ model_name }}\n\nText\n",
    "heading": "Text\n\n## A {{ model_name }} b\n\nText\n",
    "heading of two": "### {{ model_name }} {{ model_name }}\n\nText\n",
    "quotation": "> {{ model_name }}\n",
    "quoted heading": "> ## {{ model_name }}\n>\n> Text\n",
    "item": "- {{ model_name }}\n- b\n",
    "second item": "- a\n- {{ model_name }}\n\nText\n",
    "numbered item": "{{ 1 }}. {{ model_name }}\n",
    "item of an item": "- a\n  - {{ model_name }}\n",
    "quoted item": "> 1. {{ model_name }}\n",
    "behind words": "**Name:** {{ model_name }} and more\n",
    "strong": "a **{{ model_name }}** b\n",
    "cells": "| a | b |\n|---|---|\n| {{ model_name }} | {{ model_name }} |\n| x | y |\n",
    "head of a table": "| {{ model_name }} | b |\n|---|---|\n| x | y |\n",
    "brackets": "a ({{ model_name }}) b\n",
    "in link text": "[{{ model_name }}](https://x.org) b\n",
    "before a link": "a {{ model_name }}[b](c)\n",
    "beside others": "a{{ model_name }}{{ model_name }}b\n",
    "before letters": "a {{ model_name }}amp; b\n",
    "behind a blank value": "{{ ''|default('') }}{{ model_name }}\n",
    "a list": "{{ [model_name, model_name] }}\n",
    "by ~": "{{ 'x ' ~ model_name ~ model_name }}\n",
    "block of HTML": "<p align=\"center\">\n{{ model_name }} b\n</p>\n\nText\n",
    "heading of HTML": "<h1 align=\"center\">{{ model_name }}</h1>\n\nText\n",
    "inline HTML": "a <b>{{ model_name }}</b> c\n",
    "summary": "<details>\n<summary>{{ model_name }}</summary>\n\n{{ model_name }}\n\n</details>\n",
    "behind a comment": "<!-- c --> {{ model_name }}\n\nText\n",
    "pre": "<pre>\n\n{{ model_name }}\n\n</pre>\n",
    "an open backtick": "a ` b {{ model_name }} c\n",
    "macro": "{% macro m(x) %}**{{ x }}** {{ x }}{% endmacro %}a {{ m(model_name) }} b\n",
}  # fmt: skip


def joined(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("place", PROSE)
@with_values
def test_prose(place, value):
    source = PROSE[place]
    assert words(same_place(source, value)) == words(harmless(source)).replace(HARMLESS, value)


@with_values
def test_nothing_of_ours_and_no_html(value):
    """No marker of a block and no tag is made of a value, nor is there a trace of a template's syntax."""
    text = same_place("# {{ model_name }}\n\n- {{ model_name }}\n\n{{ model_name }}\n<!-- {{ model_name }} -->\n", value)
    assert {tag for tag, _ in shown(text).tags} <= {"h1", "ul", "li", "p", "a"}
    own = [segment for segment in blocks.segments(Card(text), "README.md") if not isinstance(segment, blocks.Text)]
    assert own == [] and not re.search(r"\{\{|\{%|\{#", text.split("<!--")[0])


CODE = {
    "span": "a `{{ model_name }}` b\n",
    "span with words": "a `x {{ model_name }} y` b\n",
    "span with two": "a ``{{ model_name }}, {{ model_name }}`` b `c`\n",
    "filter": "a {{ model_name|code }} b\n",
    "cell": "| a | b |\n|---|---|\n| `{{ model_name }}` | {{ model_name|code }} |\n",
    "span in HTML": "<p>\n`{{ model_name }}` b {{ model_name|code }}\n</p>\n",
}


@pytest.mark.parametrize("place", CODE)
@with_values
def test_code_spans(place, value):
    """A line end is a blank there, for Markdown cannot tell them apart, and a line that ends is a line in a table."""
    text = same_place(CODE[place], value)
    tags = [tag for tag, _ in shown(text).tags if tag == "code"]
    assert tags == [tag for tag, _ in shown(harmless(CODE[place])).tags if tag == "code"]
    assert joined(words(text)) == joined(words(harmless(CODE[place])).replace(HARMLESS, value))


ATTRIBUTES = (
    '<img src="x.png" alt="{{ model_name }}">\n', "a <img alt='{{ model_name }}'> b\n", "<img\n  src='x'\n  alt=\"{{ model_name }}\"\n>\n",
    "<p><img alt={{ model_name }}></p>\n", '<a title="x {{ model_name }} y" href="z">t</a>\n',
)  # fmt: skip


@pytest.mark.parametrize("source", ATTRIBUTES)
@with_values
def test_attributes(source, value):
    """No attribute is added, and the one it stands in holds the value."""
    tags, right = shown(same_place(source, value)).tags, shown(harmless(source)).tags
    assert tags == [(tag, {name: said.replace(HARMLESS, value) for name, said in with_.items()}) for tag, with_ in right]


def links(text: str) -> list:
    return [attributes for tag, attributes in shown(text).tags if tag in ("a", "img")]


@pytest.mark.parametrize("source", ["[a]({{ model_name }}) b\n", "[a](https://x.org/{{ model_name }}?q={{ model_name }}) b\n",
                                    "![a](<{{ model_name }}>)\n", "[a]\n\n[a]: {{ model_name }}\n", "a <https://x.org/{{ model_name }}> b\n",
                                    "- [{{ model_name }}](https://x.org/{{ model_name }})\n", "| a |\n|---|\n| [b]({{ model_name }}) |\n"])  # fmt: skip
@with_values
def test_addresses(source, value):
    """One link with one address, of which the value is a part; what it becomes is up to the address, but no script's."""
    told = links(same_place(source, value))
    assert [set(link) for link in told] == [set(link) for link in links(harmless(source))]
    address = told[0].get("href") or told[0]["src"]
    assert not re.match(r"(?!https?:|mailto:)[a-z]+:", address)


@with_values
def test_titles(value):
    (link,) = links(same_place('[a](https://x.org "about {{ model_name }} here") b\n', value))
    assert link == {"href": "https://x.org", "title": f"about {value} here"} or "\n\n" in value


@with_values
def test_comments(value):
    """A comment holds the value as far as a comment can: without two hyphens in a row, angle brackets and line ends."""
    text = same_place("a\n\n<!-- {{ model_name }} -->\n\nb <!--{{ model_name }}--> c\n", value)
    assert len(shown(text).comments) == 2 and "cardwright:" not in text
    kept = lambda said: re.sub(r"[\s›>-]|(?<=cardwright) (?=:)", "", said)
    assert all(kept(said) == kept(value) for said in shown(text).comments)


def fenced(text: str) -> str:
    (fence,) = [token for token in markdown().parse(text) if token.type == "fence"]
    return fence.content


def evaluated(code: str) -> dict:
    """The constants that code assigns, f-strings without a value in them included."""
    found = {}
    for node in ast.parse(code).body:
        value = node.value
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        assert all(isinstance(part, ast.Constant) for part in parts), "the value became code"
        found[node.targets[0].id] = "".join(part.value for part in parts)
    return found


PYTHON = """```python
# it's "odd
a = "{{ model_name }}"
b = '{{ model_name }}'
c = "it's {{ model_name }}"
d = 'say "{{ model_name }}"'
e = \"\"\"{{ model_name }}\"\"\"
f = '''two
lines, isn't it: {{ model_name }}'''
g = f"x {{ model_name }}"
h = "\\"{{ model_name }}"
```
"""


@with_values
def test_strings_in_python(value):
    right = {"a": value, "b": value, "c": f"it's {value}", "d": f'say "{value}"', "e": value, "f": f"two\nlines, isn't it: {value}",
             "g": f"x {value}", "h": f'"{value}'}  # fmt: skip
    assert evaluated(fenced(same_place(PYTHON, value))) == right


@with_values
def test_strings_in_json_and_yaml(value):
    assert json.loads(fenced(same_place('```json\n{"a": "{{ model_name }}", "b": {{ [model_name] }}}\n```\n', value))) == {
        "a": value,
        "b": [value],
    }
    assert json.loads(fenced(same_place("```json\n{{ [model_name]|tojson }}\n```\n", value))) == [value]
    code = fenced(same_place("```yaml\na: \"{{ model_name }}\"\nb: '{{ model_name }}'\n```\n", value))
    read = yaml.safe_load(code)
    assert read["a"] == value and (read["b"] == value or not value.isprintable())


@pytest.mark.skipif(not which("bash"), reason="no bash")
def test_strings_in_a_shell():
    """All at once, for a process costs more than all of them."""
    values = [value for value in VALUES if value.isprintable()]
    code = [
        fenced(fill("```bash\nprintf '%s\\0' \"{{ model_name }}\" '{{ model_name }}'\n```\n", model_name=value))
        for value in values
    ]
    told = subprocess.run(["bash", "-c", "".join(code)], capture_output=True, check=True, encoding="utf-8").stdout
    assert told.split("\0")[:-1] == [each for value in values for each in (value, value)]


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def visible(text: str) -> str:
    """A text in code outside strings, which has no escapes: what nobody sees is written as Python would."""
    return "".join(
        sign if sign.isprintable() or sign == "\t" else json.dumps(sign)[1:-1] if ord(sign) < 65536 else f"\\U{ord(sign):08x}"
        for sign in text
    )


@pytest.mark.parametrize("info", ["", "text", "python", "bash"])
@with_values
def test_code_outside_strings(info, value):
    """A value on a line of its own keeps its lines; among other words it is one line. What would end the fence is indented."""
    code = fenced(same_place(f"```{info}\n{{{{ model_name }}}}\nx\n```\n", value))
    lines = [line[4:] if line.lstrip().startswith(("```", "~~~")) else line for line in code.split("\n")[:-2]]
    assert lines == [visible(line) for line in lines_of(value)]
    code = fenced(same_place(f"```{info}\nrun {{{{ model_name }}}} now\n```\n", value))
    assert code == f"run {' '.join(map(visible, lines_of(value)))} now\n"


@with_values
def test_code_in_a_list(value):
    text = same_place("- a\n\n  ```bash\n  {{ model_name }}\n  ```\n- b\n", value)
    assert [line.strip() for line in fenced(text).split("\n")[:-1]] == [visible(line).strip() for line in lines_of(value)]


@with_values
def test_indented_code(value):
    (code,) = [
        token
        for token in markdown().parse(same_place("Text\n\n    a {{ model_name }} b\n\nText\n", value))
        if token.type == "code_block"
    ]
    assert code.content == f"a {' '.join(map(visible, lines_of(value)))} b\n"


BIB = "```bibtex\n@misc{{ _open }}{{ model_name }},\n  title = {{ _open }}{{ model_name }}},\n  url = {{ _open }}https://x.org/{{ model_name }}},\n}\n```\n"


def latex(text: str) -> str:
    """What LaTeX shows."""
    for sign, name in (("~", "tilde"), ("^", "circum")):
        text = text.replace(f"\\textascii{name}{{}}", sign)
    return re.sub(r"\\textbackslash\{\}|\\(.)|\{([\[\]])\}", lambda match: match[1] or match[2] or "\\", text)


@with_values
def test_bibtex(value):
    key, title, url = re.fullmatch(
        r"@misc\{(.*),\n  title = \{(.*)\},\n  url = \{(.*)\},\n\}\n", fenced(same_place(BIB, value))
    ).groups()
    assert re.fullmatch(r"[\w:.+/-]+", key, re.ASCII)
    assert latex(title) == "".join(visible(" ".join(value.split())))
    assert re.sub(r"\\.", "", title).count("{") == re.sub(r"\\.", "", title).count("}")
    assert not re.search(r"[{}\s\\]", url)


@with_values
def test_front_matter(value):
    """As rendering writes it, and as a template of its own does: what every reader reads is the value."""
    made = {value: value, "a": [value, {"b": value}], "c": {"d": [[value]]}}
    text = "---\n" + "".join(yamltext.entry(*item) for item in made.items()) + "---\n# T\n"
    assert Card(text).metadata == made == yaml.safe_load(text.split("\n---\n")[0])


@with_values
def test_front_matter_of_a_template(value):
    source = "---\na: {{ model_name }}\nb: \"{{ model_name }}\"\nc: '{{ model_name }} x'\nd:\n- {{ model_name }}\n- e: {{ model_name }}\n" \
        "f: [{{ model_name }}, \"{{ model_name }}\"]\ng: {{ [model_name]|tojson }}\n---\n# {{ model_name }}\n"  # fmt: skip
    text = card(source, model_name=value)
    right = {"a": value, "b": value, "c": f"{value} x", "d": [value, {"e": value}], "f": [value, value], "g": [value]}
    read = Card(text).metadata
    assert right == read == yaml.safe_load(text.split("\n---\n")[0])
    assert words(text[Card(text).front.body :]).strip("\n") == value


@pytest.mark.parametrize("place", ["line", "heading of two", "cells", "in link text", "block of HTML"])
def test_long_values(place):
    """A megabyte is no matter."""
    for value in ("a" * 1_000_000, "*_[a](b)` " * 100_000 + "x", "#" * 1_000_000):
        assert len(fill(PROSE[place], model_name=value)) >= len(value)


@pytest.mark.parametrize("value", ["*_[a](b)`|", "https://x.org/_a ", "&amp", "<b ", "\n- ", "'\"{\\"])
def test_the_time_a_value_takes_grows_with_it(value):
    source = PYTHON + "".join(PROSE.values()) + BIB
    took = []
    for size in (30_000, 120_000):
        began = time.process_time()
        fill(source, model_name=value * (size // len(value)) + "x")
        took.append(time.process_time() - began)
    assert took[1] < 8 * took[0] + 0.5


AUTHORS = {
    "a\n\n- b\n- c": "<p>a</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n",
    "**a** <b>x</b>": "<p><strong>a</strong> &lt;b&gt;x&lt;/b&gt;</p>\n",
    "<https://x.org> `<b>`": '<p><a href="https://x.org">https://x.org</a> <code>&lt;b&gt;</code></p>\n',
    "```\n<b>\n```": "<pre><code>&lt;b&gt;\n</code></pre>\n",
    "<script>x</script>": "<p>&lt;script&gt;x&lt;/script&gt;</p>\n",
}


@pytest.mark.parametrize("value", AUTHORS)
def test_an_authors_markdown_is_markdown_without_html(value):
    html = markdown().render(fill("{{ model_name }}\n", model_name=Markdown(value)))
    assert html.replace("&gt;b&lt;", ">b<") == AUTHORS[value].replace("&gt;b&lt;", ">b<")


@pytest.mark.parametrize("source", ["- {{ model_name }}\n- z\n", "1. {{ model_name }}\n2. z\n", "> {{ model_name }}\n\nz\n", "- a\n  - {{ model_name }}\n",
                                    "> - {{ model_name }}\n"])  # fmt: skip
@pytest.mark.parametrize("value", ["a\n\nb", "a\n\n- b\n- c", "a\n\n```\nx\n\ny\n```"])
def test_an_authors_markdown_stays_in_its_item(source, value):
    tokens = [token for token in markdown().parse(fill(source, model_name=Markdown(value)))]
    outer = [token.type for token in tokens if token.level == 0]
    assert outer == [token.type for token in markdown().parse(fill(source, model_name=HARMLESS)) if token.level == 0]


@pytest.mark.parametrize("value", ["a\n\nb", "a | b", "a \\| b", "- a\n- b", "# a"])
@pytest.mark.parametrize("row", ["| {{ model_name }} | x |", "{{ model_name }} | x", "x | {{ model_name }}"])
def test_an_authors_markdown_stays_in_its_cell(value, row):
    source = f"| h | i |\n|---|---|\n{row}\n"
    assert structure(fill(source, model_name=Markdown(value))) == structure(fill(source, model_name=HARMLESS))


@pytest.mark.parametrize("source", ["# {{ model_name }}\n", "a {{ model_name }}\n", "**{{ model_name }}**\n"])
def test_an_authors_markdown_behind_words_is_one_line(source):
    assert structure(fill(source, model_name=Markdown("a\n\n# b\nc"))) == structure(fill(source, model_name=HARMLESS))


@pytest.mark.parametrize("source", ["a `{{ model_name }}` b", "[a]({{ model_name }})", '<img alt="{{ model_name }}">', "<!-- {{ model_name }} -->",
                                    "```\n{{ model_name }}\n```", "<p>{{ model_name }}</p>"])  # fmt: skip
def test_an_authors_markdown_is_data_where_there_is_none(source):
    value = "a > *b* <i>"
    assert fill(source, model_name=Markdown(value)) == fill(source, model_name=value)


@given(HOSTILE)
@example("a\x00b")
@example("a\ue000b")
def test_what_facts_take_is_what_this_holds_for(value):
    try:
        made = typed.value("author_name", value)
    except (typed.Invalid, typed.Blank):
        return
    assert made is None or made == value.strip(" \t\r\n")


def test_private_marks_never_get_through():
    with pytest.raises(TemplateError, match="cannot be changed"):
        fill("{{ model_name }}", model_name="a\ue0000\ue004")
