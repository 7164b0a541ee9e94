"""Families of texts that grow: ordinary cards, and what a hostile author or a careless pattern would make slow.

A family is a name and a function from a size to a text of about that many bytes. bench/linear.py measures them.
"""

from __future__ import annotations

import cards

_HEAD = "---\nlicense: mit\n---\n# A model\n\n"
_EMOJI = "😀 ok "


def _body(unit: str, head: str = "", tail: str = ""):
    """The unit again and again, below a small front matter."""
    return lambda size: _HEAD + _times(head, unit, tail, size)


def _front(unit: str, head: str = "", tail: str = "\n"):
    """The unit again and again, inside the front matter; {n} in it is a number of its own."""
    if "{n}" in unit:
        return lambda size: f"---\n{head}{_numbered(unit, size)}{tail}---\n# A model\n"
    return lambda size: f"---\n{_times(head, unit, tail, size)}---\n# A model\n"


def _times(head: str, unit: str, tail: str, size: int) -> str:
    return head + unit * (size // len(unit.encode())) + tail


def _numbered(unit: str, size: int) -> str:
    return "".join(unit.replace("{n}", str(n)) for n in range(size // len(unit.replace("{n}", "123456").encode())))


def _counting(unit: str):
    """The unit with a number that rises, in the body."""
    return lambda size: _HEAD + _numbered(unit, size)


def _ramp(character: str, line_end: str = " x\n"):
    """Runs that grow: one, two, three ... of a character; no run has a partner."""

    def text(size: int) -> str:
        count = int((2 * size) ** 0.5)
        return _HEAD + "".join(character * length + line_end for length in range(1, count))

    return text


def _ordinary(size: int) -> str:
    card = cards.card(0, 6000)
    head, body = card[: card.index("\n# ")], card[card.index("\n# ") :]
    return head + body * max(1, size // len(body)) if size > 6000 else cards.card(0, max(size, 3000))


def _crlf(ends: str):
    return lambda size: _ordinary(int(size * 0.97)).replace("\n", ends)


FAMILIES = {
    # ordinary
    "card": _ordinary,
    "card, CRLF": _crlf("\r\n"),
    "card, CR only": _crlf("\r"),
    "prose": _body("Reads short messages and sorts them into topics.\n"),
    "paragraphs": _body("Reads short messages.\n\n"),
    "one long line": _body("Reads short messages. "),
    "blanks": _body(" "),
    "blank lines": _body("\n"),
    "tabs": _body("\t"),
    "null bytes": lambda size: _HEAD + "\0" * size,
    "not UTF-8": lambda size: (_HEAD + "é" * (size // 2)).encode() + b"\xff",
    "emoji": _body(_EMOJI),
    "CJK": _body("模型读取短消息并分类。\n"),
    "CJK headings": _body("## 模型介绍与训练数据\n\n文\n\n"),
    "combining": _body("e\u0301"),
    "letters that grow": _body("İ"),
    # what has findings
    "blanks to fill": _body("[More Information Needed]\n"),
    "variables": _body("{{ name }} "),
    "template comments": _body("<!-- Provide a summary. -->\n"),
    "angle blanks": _body("<your-name> "),
    "empty links": _body("[x](#) "),
    "dummy links": _body("[a](https://huggingface.co/your-username/your-model)\n"),
    "filler": _body("TODO: lorem ipsum TBD XX.X % "),
    # brackets, links, tags
    "[[[": _body("["),
    "]]]": _body("]"),
    "](": _body("]("),
    "[](": _body("[]("),
    "[ and ] far apart": lambda size: _HEAD + "[" * (size // 2) + "]" * (size // 2),
    "![": _body("!["),
    "[a][": _body("[a]["),
    "references": _counting("[r{n}]: https://example.com/{n}\n[r{n}]\n"),
    "((((": _body("("),
    "{{{": _body("{"),
    "{{ without end": _body("{{ x "),
    "{%": _body("{% x "),
    "<<<": _body("<"),
    "<a": _body("<a "),
    "<a href=": _body('<a href="'),
    "<img": _body("<img src="),
    "<h1> without end": _body("<h1>x "),
    "<h1> lines": _body("<h1>x\n"),
    "<div>": _body("<div>\n"),
    "<!-- without end": _body("<!-- "),
    "<!-- in code": _body("` <!-- "),
    "<!-- lines": _body("x <!-- y\n"),
    "-->": _body("-->"),
    "https://": _body("https://"),
    "www.": _body("www.a.b "),
    "a@b": _body("a@b.c "),
    "&amp;": _body("&amp;"),
    "\\": _body("\\"),
    "***": _body("*"),
    "** a": _body("**a "),
    "___": _body("_a"),
    "$$": _body("$x$ "),
    "%": _body("XX% "),
    "digits": _body("1"),
    "0.1.": _body("0.1."),
    "dashes": _body("-"),
    "hyphened": _body("a-"),
    "your-your": _body("your-"),
    "path/": _body("a/"),
    "...": _body("."),
    "???": _body("? "),
    # blocks
    "headings": _body("## Heading\n\ntext\n\n"),
    "own headings": _counting("## Heading {n}\n\ntext\n\n"),
    "empty headings": _body("#\n"),
    "####": _body("#"),
    "skipped levels": _body("# a\n\n#### b\n\n"),
    "template headings": _body("## Model Details\n\n### Model Description\n\n"),
    "setext": _body("a\n=\n"),
    "setext, long": _body("a\n", tail="===\n"),
    "bold lines": _body("**Bold**\n\n"),
    "deep lists": lambda size: _HEAD + "".join(" " * (2 * n) + "- a\n" for n in range(int(size**0.5))),
    "deep list, one line": _body("- "),
    "list items": _body("- item\n"),
    "numbered items": _counting("{n}. item\n"),
    "deep quotes": _body("> "),
    "quotes": _body("> text\n"),
    "table": _body("| a | b |\n", head="| a | b |\n|---|---|\n"),
    "wide table": lambda size: _HEAD + "| a " * (size // 8) + "|\n" + "|---" * (size // 8) + "|\n",
    "|||": _body("|"),
    "table rules": _body("|-"),
    "rules": _body("---\n"),
    "rule blanks": _body("- - "),
    "indented code": _body("    code\n"),
    "`": _body("`"),
    "` x": _body("` "),
    "` growing": _ramp("`"),
    "` growing, one line": _ramp("`", " x "),
    "~ growing": _ramp("~", "\n"),
    "``` without end": _body("x\n", head="```python\n"),
    "fences": _body("```\nx\n```\n"),
    "python fences": _body("```python\nimport os\n\nprint(os)\n```\n"),
    "python parentheses": _body("(", head="```python\n", tail="\n```\n"),
    "python, long": _body("print(1)\n", head="```python\n", tail="```\n"),
    "python, one line": _body("x=1;", head="```python\n", tail="\n```\n"),
    "python unary": _body("-", head="```python\nx = ", tail="1\n```\n"),
    "python operators": _body("1+", head="```python\nx = ", tail="1\n```\n"),
    "python strings": _body('"a" ', head="```python\nx = (", tail=")\n```\n"),
    "python dots": _body(".a", head="```python\nx", tail="\n```\n"),
    "python names": _counting("```python\nfrom a{n} import b{n}\n```\n"),
    "python indents": lambda size: _HEAD + "```python\n" + "".join(" " * n + "if 1:\n" for n in range(int((2 * size) ** 0.5))) + "```\n",
    "bash fences": _body("```bash\npip install x\n```\n"),
    "json fences": _body('```json\n{"a": 1}\n```\n'),
    "json deep": _body("[", head="```json\n", tail="\n```\n"),
    "fence of its own": _counting("```lang{n}\nx\n```\n"),
    # front matter
    "no front matter": lambda size: "# A model\n" + "text\n" * (size // 5),
    "front without end": lambda size: "---\n" + "license: mit\n" * (size // 13),
    "front dashes": lambda size: "---\n" + "--\n" * (size // 3),
    "front late": lambda size: "\n" * size + "---\nlicense: mit\n---\n# A\n",
    "front CR": lambda size: "---\r" + "license: mit\r" * (size // 13) + "---\r",
    "front blank lines": _front("\n", head="license: mit\n"),
    "front comments": _front("# comment\n", head="license: mit\n"),
    "long comment": _front("#", head="license: mit\n"),
    "many keys": _front("k{n}: v\n"),
    "misspelt keys": _front("licence{n}: v\n"),
    "same key": _front("license: mit\n"),
    "long key": _front("k", tail=": v\n"),
    "many tags": _front("- a{n}\n", head="tags:\n"),
    "same tags": _front("- a\n", head="tags:\n"),
    "tags, flow": _front("a, ", head="tags: [", tail="a]\n"),
    "languages": _front("- xx{n}\n", head="language:\n"),
    "long language": _front("x", head="language: "),
    "datasets": _front("- a/b{n}\n", head="datasets:\n"),
    "base models": _front("- a/b{n}\n", head="base_model:\n"),
    "bad base models": _front("- a b {n}\n", head="base_model:\n"),
    "long license": _front("mit ", head="license: "),
    "long base model": _front("a/", head="base_model: "),
    "block scalar": _front("  text\n", head="description: |\n"),
    "folded scalar": _front("  text\n", head="description: >\n"),
    "double quoted": _front("a ", head='description: "', tail='"\n'),
    "escapes": _front("\\n", head='description: "', tail='"\n'),
    "surrogates": _front("\\ud83d", head='description: "', tail='"\n'),
    "backslashes": _front("\\\\", head='description: "', tail='"\n'),
    "single quoted": _front("''", head="description: '", tail="'\n"),
    "quote without end": _front("a ", head='description: "'),
    "plain, many lines": _front("  text\n", head="description:\n"),
    "plain digits": _front("1", head="seed: "),
    "plain 1_": _front("1_", head="seed: "),
    "plain float": _front("1", head="seed: 0."),
    "plain date": _front(" ", head="seed: 2020-01-01", tail="x\n"),
    "numbers": _front("- 0{n}\n", head="tags:\n"),
    "exponents": _front("- 5e-{n}\n", head="tags:\n"),
    "norway": _front("- no\n", head="language:\n"),
    "yaml tabs": _front("\ta\n", head="license: mit\n"),
    "yaml tabs between": _front("a:\t{n}\n"),
    "yaml tabs in flow": _front("a\t,", head="tags: [", tail="a]\n"),
    "yaml tab lines": _front("\t\n", head="license: mit\n"),
    "deep flow": _front("[", head="tags: "),
    "deep flow, closed": lambda size: "---\ntags: " + "[" * (size // 2) + "]" * (size // 2) + "\n---\n",
    "deep flow mapping": _front("{a: ", head="tags: "),
    "deep block": lambda size: "---\n" + "".join(" " * n + "a:\n" for n in range(int((2 * size) ** 0.5))) + "---\n",
    "deep dashes": _front("- "),
    "question marks": _front("? "),
    "flow items": _front("[], ", head="tags: [", tail="[]]\n"),
    "anchors": _front("a{n}: &b{n} x\n"),
    "aliases": _front("- *a\n", head="base: &a [x]\ntags:\n"),
    "alias of aliases": lambda size: "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, max(2, size // 40))) + "---\n",
    "merges": _front("- {<<: *a, c{n}: 1}\n", head="base: &a {b: 1}\nx:\n"),
    "merge of merges": lambda size: "---\na0: &a0 {k0: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, max(2, size // 46))) + "---\n",
    "yaml tags": _front("- !x{n} a\n", head="tags:\n"),
    "documents": _front("...\n", head="license: mit\n"),
    "percent": _front("%", head="license: mit\n"),
    "U+2028": _front("a\u2028", head="description: "),
    "results": _front("  - task: {type: a}\n    dataset: {type: b, name: c{n}}\n    metrics: [{type: d, value: {n}}]\n", head="model-index:\n- name: m\n  results:\n"),
    "results, same": _front("  - task: {type: a}\n    dataset: {type: b, name: c}\n    metrics: [{type: d, value: 1}]\n", head="model-index:\n- name: m\n  results:\n"),
    "metrics": _front("    - {type: d{n}, value: x}\n", head="model-index:\n- name: m\n  results:\n  - task: {type: a}\n    dataset: {type: b, name: c}\n    metrics:\n"),
    "metric without type": _front("    - {value: {n}}\n", head="model-index:\n- name: m\n  results:\n  - task: {type: a}\n    dataset: {type: b, name: c}\n    metrics:\n"),
    "result keys": _front("    k{n}: 1\n", head="model-index:\n- name: m\n  results:\n  - task: {type: a}\n"),
    "widgets": _front("- text: a{n}\n", head="widget:\n"),
    "gated fields": _front("  f{n}: text\n", head="extra_gated_fields:\n"),
    "co2": _front("  k{n}: 1\n", head="co2_eq_emissions:\n"),
    # suppression comments
    "suppressions": _body("<!-- cardwright: ignore license-unknown -->\nTODO\n"),
    "open suppressions": _body("<!-- cardwright: ignore "),
    "yaml suppressions": _front("# cardwright: ignore key-unknown\nk{n}: v\n"),
}  # fmt: skip
