"""BibTeX as most cards have it: a line for the key, one for each field whose braces match, one for the closing brace.

It is told apart without a pattern; citations.py reads what is not as plain (tests/test_snippets.py holds the two together).
"""

from __future__ import annotations

INFOS = frozenset(("bib", "bibtex", "bibtext", "latex", "tex", "biblatex"))
_KEYLESS = frozenset(',{}="')  # what no key holds


def reads(card) -> bool:
    """Whether every entry of a card is plain, and so without fault."""
    for fence in card.body.fences:
        code = card.text[fence.body_start : fence.body_end]
        if "@" in code and (fence.info.split(None, 1)[0].lower() in INFOS if fence.info else code.lstrip()[:1] == "@"):
            if not _plain_entries(code):
                return False
    return True


def _plain_entries(code: str) -> bool:
    inside = last = False  # within an entry · after the field that ends without a comma
    for line in code.split("\n"):
        line = line.strip(" \t")
        if not line:
            continue
        if not inside:
            kind, _, key = line.partition("{")
            if kind[:1] != "@" or not kind[1:].isalpha() or not kind.isascii() or not _is_key(key):
                return False
            inside, last = True, False
        elif line == "}":
            inside = False
        elif last or not _plain_field(line):
            return False
        else:
            last = line[-1] != ","
    return not inside


def _is_key(key: str) -> bool:
    return len(key) > 1 and key[-1] == "," and len(key.split()) == 1 and _KEYLESS.isdisjoint(key[:-1])


def _plain_field(line: str) -> bool:
    """`name = {value},` or the like, whose braces match."""
    name, _, value = line.partition("=")
    name, value = name.rstrip(" \t"), value.strip(" \t").removesuffix(",")
    if not name.isalpha() or not name.isascii():
        return False
    if value.isascii() and (value.isdigit() or value.isalpha()):
        return True
    inner = value[1:-1]
    if value[:1] == '"':
        return value[-1:] == '"' and len(value) > 1 and '"' not in inner and "{" not in inner and "}" not in inner
    return value[:1] == "{" and value[-1:] == "}" and "\\{" not in value and "\\}" not in value and _balanced(inner)


def _balanced(text: str) -> bool:
    if "{" not in text:
        return "}" not in text
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return not depth
