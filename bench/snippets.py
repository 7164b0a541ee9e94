"""Seeded YAML snippets and card heads, made to find where two readers part: odd scalars, odd line ends, odd fences."""

from __future__ import annotations

import random

SCALARS = """
 1 -1 +1 01 012 0o17 0o8 0b101 0x1F 0xg 0b 0x 1_000 _1 1_ 1__0 0_ -0 +0 00 -0x10 +0b1 1e3 1.5 .5 -.5 +.5 -.5e3 5. 5.e2 5.0e+2
1e400 -1e400 1.0_0 1._5 ._5 . .. ... - -- + e3 1e 1e+ 1.e 0.0.1 1.2.3 1:30 190:20:30 .inf -.inf +.INF .Inf .iNf .nan .NaN .NAN
-.nan inf nan Infinity NaN 12345678901234567890 123456789012345678901234567890.5 0.1 1_0.5 0o1_7 0x_F 0b1_0 1e-3 1E3 1e1_0
9007199254740993 true True TRUE tRue false False FALSE yes Yes no NO on off y n null Null NULL nUll ~ ~~ None none 2024-01-02
2024-1-2 2024-13-45 2024-02-30 24-01-02 2024-01-02T03:04:05Z 2024-01-02t03:04:05.123 2024-01-02T3:4:5
2024-01-02T03:04:05+01:00 2024-01-02T03:04:05+1 2024-01-02T03:04:05-0100 2024-01-02T03:04:05.Z 2024-01 2024 0000-00-00
2024-01-02x 2024-1-2T01:02:03 a a:b a:b:c http://x.y/z#q a#b @a `a % %a !a !!str !!int !<x> &a *a ? : ?a :a -a - -1 | > |+ >-
| ] [ { } , a, [] {} [1,2] {a:1} {a: 1} "a" 'a' "a\\tb" "\\x41" "\\u0041" "\\U0001F600" "\\ud83d\\ude00" "\\ud800" "\\q" "\\/"
"\\'" "\\_" "\\N" "\\L" "\\P" "\\e" "\\z" 'it''s' "a "a"b 'a'b "a": "" '' "\\UFFFFFFFF" "\\x4" "\\u00e" "\\0" "\\""
"\\\\ud800" <<  = "<<" '=' 1.5.dev0 v1 0.5B 7e0 3e 12e03 012e1 08 09 0o 0o_ 0x_ 0b_ 0b2
""".split()
SCALARS += ["a b", "a #b", "a: b", "a :b", "- a", "a\tb", "a\t#b", "\ta", "a\t", "2024-01-02 03:04:05"]
SCALARS += ["2024-01-02 3:04:05 Z", "2024-01-02\t03:04:05"]
SCALARS += ["2024-01-02 03:04:05 +01:00", "1 2", "- -", "!!str 1", "!!int '1'", "!!int x", "!!float 1", "!!float '1'"]
SCALARS += ["!!bool yes", "!!bool true"]
SCALARS += ["!!null ''", "!!null x", "!!str", "!!timestamp 2024-01-02", "!!timestamp x", "!!binary aGk="]
SCALARS += ["!!binary '*'", "!!set {a, b}", "!!set {a: 1}"]
SCALARS += ["!!omap [a: 1, b: 2]", "!!omap [a: 1, a: 2]", "!!omap {a: 1}", "!!pairs [a: 1, a: 2]", "!!seq [1]"]
SCALARS += ["!!seq {a: 1}", "!!map {a: 1}", "!!map [1]"]
SCALARS += ["!local 1", "! 1", "! a", "!!python/name:os.system ''", "!!unknown x", "!e!x 1"]
SCALARS += ["!<tag:yaml.org,2002:str> 1", "!<!x> 1", "!!merge <<", "!!js/regexp /a/"]
SCALARS += ["a\x85b", "a\u2028b", "a\u2029b", "a\u00a0b", "\ufeffa", "a\ufeffb", "a\x7fb", "a\x80b", "a\x0bb", "a\x0cb"]
SCALARS += ["a\x00b", "\U0001f600", "a\ufffeb", "é"]
SCALARS += ["\u00a0", "\u3000a", '"a\x85b"', "'a\u2028b'", '"a\tb"', "'a\tb'", '"a\u007fb"', '"a\\\tb"', "# only"]
SCALARS += ["a\x1bb", "a # b # c", '"a" # c', '"a"#c']
SCALARS += ["[a, b]", "[a, b", "[a,, b]", "[,a]", "[a,]", "[a: 1, b]", "[a : 1]", '["a":1]', "[? a : 1]", "[[1], [2]]"]
SCALARS += ["{a, b}", "{a: 1, b}", "{a: 1, a: 2}", "{? a}"]
SCALARS += ["{a: 1,}", "{,}", "{a:1}", '{"a":1}', "{a: [b, {c: d}]}", "[a #b\n]", "[a, #b\n b]", "[a\n, b]", "{a:\n b}"]
SCALARS += ["[\t1,\t2\t]", "[\n\t1\n]", "{ {a: 1}: b }", "[a]: b"]
SCALARS += ["|\n  a\n  b\n", ">\n  a\n  b\n", "|-\n  a\n\n", "|+\n  a\n\n", ">+\n  a\n\n  b\n\n", "|2\n   a\n  b\n"]
SCALARS += ["|1\n a\n", "|0\n a\n", "|9\n a", "| # c\n  a\n"]
SCALARS += ["|\n\ta\n", "|\n  a\n\tb\n", ">\n  a\n   b\n  c\n", "|\n\n\n  a\n", "|\n    \n  a\n", "|#c\n  a\n"]
SCALARS += ["|x\n  a\n", "|-2\n  a\n", ">2-\n  a\n", "|\n  a\x85b\n", "|\n  a\u2028 b\n"]
SCALARS += ["a\n  b", "a\n\n  b", "a\n b: c", '"a\n  b"', '"a\n\n  b"', '"a\\\n  b"', "'a\n  b'", "'a\n\n  b'"]
SCALARS += ['"a\nb"', "a\nb", "\n  - 1\n  - 2", "\n- 1\n- 2", "\n - 1\n- 2", "\n  b: 1\n  c: 2"]
SCALARS += ["\n  b: 1\n c: 2", "\n\tb: 1", "\n  b: 1\n\tc: 2", "\n  -\t1\n  -\t2", "\n  - b: 1\n    c: 2"]
SCALARS += ["\n  - b: 1\n   c: 2", "\n  - - 1\n    - 2", "\n  -1\n  -2", "\n  ? b\n  : c", "\n  ? b"]
SCALARS += ["\n  ? - b\n  : c"]
SCALARS += ["&x 1\nb: *x", "*y", "&x [1, *x]", "&x {b: *x}", "&x {b: 1}\nc:\n  <<: *x\n  b: 2"]
SCALARS += ["&x {b: 1}\nc:\n  <<: [*x, {d: 1}]", "{<<: {b: 1}, b: 2}", "{b: 2, <<: {b: 1}}", "{<<: 1}", "{<<: [1]}"]
SCALARS += ["{<<: {a: 1}, <<: {b: 2}}", "{'<<': {a: 1}}", "{<<: null}", "{<<: []}", "&x\n  b: 1", "&x &y 1", "&x *x"]
SCALARS += ["& 1", "&x\nb: *x", "!!str &x 1\nb: *x", "&x !!str 1\nb: *x", "&a-b.c/d 1\nb: *a-b.c/d", "&é 1\nb: *é"]
SCALARS += ["&x a\nb: [*x, *x]", "*x : b", "&x a\n*x : b", "&x a\nb: *x\nc: &x d\ne: *x", "1\n...\n", "1\n...\nb: 2"]
SCALARS += ["1\n--- 2", "1\n---\tb", "1\n--- a: b", "1\n...x", "---\n", "\n...\n...", "&x [b]\nc: {*x : d}"]

KEYS = ["a", "'a'", '"a"', "1", "1.0", "0x1", "01", "true", "null", "~", "''", "[a]", "{a: 1}", "? a\n", "<<", "a b"]
KEYS += ["a ", "2024-01-02", "__proto__", "constructor", ".nan", "-.inf", "1e3", "1e21", "1e-7", "0.1", "-0"]
KEYS += ["a\t", "a\u00a0", "é", "!!str a", "&k a", "-", "-a", "- a", "no", "*k", "!!int '1'", "0.0000001"]
KEYS += ["123456789012345678901", "1.5", "[1, [2, null]]", "[true]", "[{}]", "?", "@a", "!x a"]
PROLOGUES = ["", "# c\n", "%YAML 1.2\n---\n", "%YAML 1.1\n---\n", "%YAML 2.0\n---\n", "%TAG !e! tag:e,2000:\n---\n"]
PROLOGUES += ["%FOO\n---\n", "--- \n", "\n\n", " ", "\t\n", "\ufeff", "  # c\n", "\t# c\n"]
ENDS = ["", "\n", "\r\n", "\r", "\n\n", "\n  ", "\n\t", "\n# c", "\n...", "\n...\n", "\n...\nb", "\n--- x", "\x85"]
ENDS += ["\u2028", "\n\x00", "\n\t\n", "\n\t# c\n"]
HEAD_PARTS = ["---", "---", "---", "\n", "\n", "\n", "\r\n", "\r\n", "\r", "\r\r\n", "\n\n", " ", "\t", "\ufeff"]
HEAD_PARTS += ["\u00a0", "\x85", "\x1c", "...", "----", "--", "- a", "license: mit", "a: b --- c", "--- x", "x", "# T"]
HEAD_PARTS += ["\u2028", "\u180e", "---\n", "\n---\n", "\r\n---\r\n", "\n--- \n", "\n---\t\n", "\n---\r", "\v", "\f"]
HEAD_PARTS += ["\u200b", "<!-- c -->"]


def yaml_texts(seed: int, count: int) -> list[str]:
    """Every odd scalar as a value, an item and a document, every odd key, and `count` random mixtures of them."""
    pick = random.Random(seed)
    texts = [shape.format(scalar) for scalar in map(_braces, SCALARS) for shape in ("a: {}", "- {}", "{}", "a: [{}, 1]")]
    texts += [f"{key}: 1\n{other}: 2" for key in KEYS for other in ("a", key, "b")] + [f"{{{key}: 1}}" for key in KEYS]
    texts += [f"{start}a: {value}{end}" for start in PROLOGUES for value in ("1", "[b]") for end in ENDS]
    return texts + [_mixture(pick) for _ in range(count)]


def _braces(scalar: str) -> _Raw:
    return _Raw(scalar)


class _Raw(str):
    def __format__(self, spec: str) -> str:
        return str(self)


def _mixture(pick: random.Random) -> str:
    break_ = pick.choice(["\n", "\n", "\n", "\r\n", "\r"])
    lines = []
    for number in range(pick.randint(1, 4)):
        indent = pick.choice(["", "", "", "  ", " ", "\t"])
        key = pick.choice(KEYS) if pick.random() < 0.2 else f"k{number}"
        between = pick.choice([": ", ": ", ": ", ":", ":\t", " : ", ":  "])
        lines.append(
            pick.choice(
                [f"{indent}{key}{between}{pick.choice(SCALARS)}", f"{indent}- {pick.choice(SCALARS)}", pick.choice(SCALARS)]
            )
        )
    text = pick.choice(PROLOGUES if pick.random() < 0.2 else [""]) + "\n".join(lines) + pick.choice(ENDS)
    return text.replace("\n", break_)


def heads(seed: int, count: int) -> list[str]:
    """Random starts of cards."""
    pick = random.Random(seed)
    found = []
    for _ in range(count):
        start = pick.choice(["---\n", "---\r\n", "---\r", "---\r\r\n", "", " ---\n", "\n---\n", "\ufeff---\n", "--- \n"])
        found.append(start + "".join(pick.choice(HEAD_PARTS) for _ in range(pick.randint(0, 9))))
    return found
