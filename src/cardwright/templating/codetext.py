"""Text that comes out as itself in a code block: within quotes as a string of it, in BibTeX as LaTeX, elsewhere as it is."""

from __future__ import annotations

import re

from . import escaping

_PYTHON = frozenset("python python3 py ipython pycon".split())
_SHELL = frozenset("bash sh shell zsh console shell-session sh-session".split())
_DOUBLED = frozenset("yaml yml sql".split())  # where a quote within single quotes is written twice
_SLASHES = frozenset("js javascript ts typescript jsx tsx java c cpp c++ go rust swift kotlin csharp jsonc".split())
_PAIRS = frozenset("json jsonc json5 js javascript ts typescript jsx tsx java".split())  # beyond U+FFFF: two escapes
_NO_CODE = frozenset(("", "text", "txt", "plaintext", "plain", "none", "markdown", "md", "diff", "tree"))
_TOKEN = re.compile(r"""\\.|'''|\"{3}|["'\n]|(?<!\S)#|//|\ue000\d+\ue004""", re.DOTALL)
_PREFIX = re.compile(r"[A-Za-z]{0,2}\Z")


def language(info: str) -> str:
    """The language that a fence's info string names, in small letters."""
    return re.split(r"[\s{},:]", info.strip().lower(), maxsplit=1)[0]


def quotes(code: str, start: int, kind: str) -> dict[int, str]:
    """Offset of a mark (from `start` on) -> the quote of the string it stands in, with an f before it for Python's f-strings."""
    found, quote, skipping = {}, "", False
    for match in _TOKEN.finditer(code):
        token = match[0]
        if token == "\n":
            quote, skipping = quote if len(quote.lstrip("f")) == 3 else "", False
        elif token[0] == "\ue000":
            found[start + match.start()] = "" if skipping else quote
        elif skipping or token[0] == "\\":
            pass
        elif token[0] not in "\"'":
            skipping = not quote and (token == "#" or kind in _SLASHES)
        else:
            quote = _next_quote(quote, token, code, match.start(), kind)
    return found


def _next_quote(quote: str, token: str, code: str, at: int, kind: str) -> str:
    """The quote that is open behind one more sign; three in a row are one in Python only."""
    bare = quote.lstrip("f")
    if len(token) == 3 and (kind not in _PYTHON or len(bare) == 1):
        token = token[0]  # of three, the two others open and close an empty string
    if bare:
        return "" if token == bare else quote
    formatted = kind in _PYTHON and "f" in _PREFIX.search(code[max(0, at - 2) : at])[0].lower()
    return "f" * formatted + token


def written(text: str, kind: str, quote: str, before: str, after: str) -> str:
    """A text in a code block of a language. `quote`: that of the string it stands in; `before`, `after`: the rest of its line."""
    if kind.startswith("bib"):
        return _bib(text, before)
    if kind in _NO_CODE:  # a string there only where quotes enclose it
        quote = before[-1:] if kind == "" and before[-1:] in ("'", '"') and after[:1] == before[-1:] else ""
    if not quote:
        return _bare(text, before, after, kind not in _PAIRS)
    if kind in _SHELL:
        return _in_shell(text, quote)
    if quote == "'" and kind in _DOUBLED:
        return "".join(map(_visible, _LINE_END.sub(" ", text))).replace("'", "''")
    made = "".join(_quoted(character, quote[-1], kind not in _PAIRS) for character in text)
    return made.replace("{", "{{").replace("}", "}}") if quote[0] == "f" else made


def _quoted(character: str, quote: str, long: bool) -> str:
    if character in (quote, "\\"):
        return "\\" + character
    if character.isprintable():
        return character
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or _code_point(character, long)


def _code_point(character: str, long: bool) -> str:
    """\\u00a0: what Python, JSON, JavaScript and YAML read alike; beyond U+FFFF they differ."""
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    units = character.encode("utf-16-be")
    return f"\\U{code:08x}" if long else f"\\u{units[:2].hex()}\\u{units[2:].hex()}"


_LINE_END = re.compile(r"\r\n|\r|\n")


def _visible(character: str, long: bool = True) -> str:
    """What nobody sees, as an escape: code outside strings has no way to say it."""
    return character if character.isprintable() or character == "\t" else _code_point(character, long)


def _in_shell(text: str, quote: str) -> str:
    text = "".join(map(_visible, _LINE_END.sub(" ", text)))
    return text.replace("'", "'\\''") if quote == "'" else re.sub(r'[\\"$`]', r"\\\g<0>", text)


def _bare(text: str, before: str, after: str, long: bool) -> str:
    """A text outside strings. Its lines stay where it has them for itself; else they become one, for code goes on behind it.

    A line that would close the fence is indented by four blanks, with which it does not: nothing else can be said there.
    """
    alone = escaping.at_start(before) and not after.strip()
    lines = ["".join(_visible(character, long) for character in line) for line in _LINE_END.split(text)]
    lines = lines if alone else [" ".join(lines)]
    inside = "".join(sign if sign in ">\t" else " " for sign in before)
    starts = escaping.at_start(before)
    return ("\n" + inside).join("    " + line if starts and line.lstrip().startswith(("```", "~~~")) else line for line in lines)


_BIB = re.compile(r"[\\{}&%#$_~^\[\]]")
# Square brackets in braces are no blank of some template.
_BIB_SIGNS = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "[": "{[}", "]": "{]}"}
_BIB_KEY = re.compile(r"@\w+\s*\{\s*\Z")
_BIB_ADDRESS = re.compile(r"\s*(?:url|doi|eprint|howpublished)\s*=")


def _bib(text: str, before: str) -> str:
    """A text in an entry of BibTeX. Its key holds few signs: all others become hyphens."""
    if _BIB_KEY.search(before):
        return re.sub(r"[^\w:.+/-]+", "-", text, flags=re.ASCII).strip("-") or "model"
    if _BIB_ADDRESS.match(before):
        return escaping.address(text)
    text = "".join(map(_visible, " ".join(text.split())))
    return _BIB.sub(lambda sign: _BIB_SIGNS.get(sign[0], "\\" + sign[0]), text)
