"""Text that comes out as itself: in Markdown, in an address, in an HTML attribute, in code, in a comment."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"[\\`*\[\]<|~]|&(?=#?\w{1,40};)|\$(?=\$)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_FIRST = re.compile(r"(?:[#+=>-]|\d{1,9}[.)])")
_LAST = re.compile(r"#+\Z")
_BRACES = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")
_DESTINATION = re.compile(r"\]\([^()\s]*\Z")
_TAG = re.compile(r"<[A-Za-z/][^<>]*\Z")
_LIST = re.compile(r"([ \t]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>\"\\` \n\r\t|[]{}^"}


def prose(text: str, before: str = "", after: str = "") -> str:
    """A text as Markdown that shows it, letter by letter. `before` is what stands before it on its line, `after` what follows."""
    if _DESTINATION.search(before):
        return text.translate(_IN_ADDRESS)
    if _TAG.search(before):
        return _entities(text)
    text = _ALWAYS.sub(lambda sign: "\\" + sign[0], text)
    text = _BRACES.sub(lambda sign: f"&#{ord(sign[0])};", text)
    if not before.strip() or _LIST.fullmatch(before):
        text = _FIRST.sub(lambda sign: sign[0][:-1] + "\\" + sign[0][-1], text, count=1) if _FIRST.match(text) else text
    if before.lstrip().startswith("#"):
        text = _LAST.sub(lambda run: run[0].replace("#", "\\#"), text)
    return text if text.isprintable() else "".join(map(_shown, text))


def _entities(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(sign, entity)
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    """A character that nobody sees, or that ends a line, as its number: Markdown reads it back as what it is."""
    return character if character.isprintable() or character == "\u3000" else f"&#{ord(character)};"


_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]*>)")


def author(text: str, before: str = "") -> str:
    """An author's own Markdown in the place of a mark: HTML in it is shown and not run, code is left alone.

    In a list item further lines are indented to stay in it; in a table they become one.
    """
    from .. import markdown

    body = markdown.scan(text)
    pieces = [
        character if body.region(at) in ("fence", "code", "span") else _plain(character, text, at) for at, character in enumerate(text)
    ] if _ODD.search(text) else [text]  # fmt: skip
    text = "".join(pieces)
    if before.lstrip().startswith("|"):
        return " ".join(text.replace("|", "\\|").split())
    match = _LIST.fullmatch(before)
    if match and match[0]:
        return ("\n" + " " * len(match[0].expandtabs(4))).join(text.splitlines())
    return text if not before.strip() else " ".join(text.split())


_ODD = re.compile(r"<[A-Za-z/!?]|\{[{%#]|[}%#]\}|[^\x20-\x7e\n\r\t\u00a0-\u017f\u3000]")


def _plain(character: str, text: str, at: int) -> str:
    if character == "<" and _HTML.match(text, at):
        return "&lt;"
    if character in "{}" and _BRACES.match(text, at):
        return f"&#{ord(character)};"
    return character if character in "\n\r\t" else _shown(character)


def comment(text: str) -> str:
    """A text within an HTML comment, which two hyphens would end."""
    return " ".join(text.replace("--", "- -").replace(">", "›").split())


_BIB = re.compile(r"[\\{}&%#$\[\]]")
_BIB_SIGNS = {"\\": "\\textbackslash{}", "[": "{[}", "]": "{]}"}


def code(text: str, before: str, info: str) -> str:
    """A text in a code block: within quotes as a string of that text, in BibTeX as its text, elsewhere on one line."""
    if info.lower().startswith("bib"):
        text = " ".join(text.split())
        return text if "url" in before else _BIB.sub(lambda sign: _BIB_SIGNS.get(sign[0], "\\" + sign[0]), text)
    quote = next((sign for sign in "\"'" if before.count(sign) % 2), None)
    if quote:
        return "".join(_quoted(character, quote) for character in text)
    text = " ".join(text.split())
    return "".join(_quoted(character, "") for character in text) if not text.isprintable() else text.replace("```", "` ` `")


def _quoted(character: str, quote: str) -> str:
    if character == quote or character == "\\" and quote:
        return "\\" + character
    if character.isprintable():
        return character
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or character.encode("unicode_escape").decode("ascii")
