"""Text that comes out as itself in Markdown and HTML: prose, addresses, tags, comments, code spans. codetext.py: in code."""

from __future__ import annotations

import re

# `&lt;` and numbers where a backslash would not do: in HTML, or where a template left a backtick open.
_SIGNS = {"<": "&lt;", "`": "&#96;"}
_ALWAYS = re.compile(r"[`*\[\]<|~]|\\(?=[(\[)\]]|\Z)|\\|&(?=#?\w{1,40};)|\$(?=\$)|(?<=\$)\$|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_FIRST = re.compile(r"#{1,6}(?=\s|\Z)|[+-](?=\s|\Z)|-(?=[-\s]*\Z)|=(?=[=\s]*\Z)|>|:(?=-)|\d{1,9}[.)](?=\s|\Z)")
_LAST_HASHES = re.compile(r"(?:(?<=\s)|\A)#+(?=\s*\Z)")
_WIDE_ENDS = re.compile("\\A\u3000|\u3000\\Z")  # some readers take these blanks away
_BLANKS, _QUOTES = re.compile("[ \u3000]"), re.compile("[\"']")
_OPEN_ENTITY = re.compile(r"&(?=#?\w{0,40}\Z)")
_BRACES = re.compile(r"\{(?=[{%#]|\Z)|(?:(?<=[}%#])|\A)\}")
_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*")
_URL = re.compile(r"https?://[^\s<>\"\\`|{}\[\]]*[^\s<>\"\\`|{}\[\].,;:!?')]")
_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>\"'\\` \n\r\t|[]{}^*"}
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_SCHEME = re.compile(r"(?!https?:|mailto:)([A-Za-z][\w+.-]*):")
_SPECIAL = re.compile(r"""[&<>"'`*_\[\]\\|~$#{}=+:!()-]|(?<=\d)[.]""")


def at_start(before: str) -> bool:
    """Whether a line holds nothing yet but the signs of quotations and list items."""
    return _CONTAINERS.fullmatch(before) is not None


def prose(text: str, before: str = "", after: str = "") -> str:
    """A text as Markdown that shows it, letter by letter. `before` is what stands before it on its line, `after` what follows."""
    linked = before.rpartition("[")[2].find("]") < 0 and "[" in before
    pieces, reached = [], 0
    for url in _URL.finditer(text) if "://" in text and not linked else ():
        if _ALWAYS.search(url[0]) and not _ENTITY.search(url[0]):  # GitHub's Markdown links a bare address, backslashes and all
            pieces += (_escaped(text[reached : url.start()]), f"<{url[0]}>")
            reached = url.end()
    return _at_ends("".join((*pieces, _escaped(text[reached:]))), before, after)


def _escaped(text: str) -> str:
    text = _ALWAYS.sub(_sign, text)
    text = _BRACES.sub(_number, text)
    return text if text.isprintable() else "".join(map(_shown, text))


def _sign(match) -> str:
    sign = match[0]
    if sign == "\\" and match.end() < len(match.string) and match.string[match.end()] not in "()[]":
        return "\\\\"
    # \\( begins a formula on the Hub, and a backslash before a template's own | is no bar to every reader of tables.
    return _SIGNS.get(sign) or ("&#92;" if sign == "\\" else "\\" + sign)


def _number(match) -> str:
    return f"&#{ord(match[0])};"


def _at_ends(text: str, before: str, after: str) -> str:
    """The text with what only means something at the beginning or end of a line, or beside what follows, made to mean nothing."""
    if at_start(before):
        text = _at_start(text.lstrip(" "), before)
    elif text[:1] in tuple(".)") and re.fullmatch(r"\s*\d{1,9}", before):
        text = "\\" + text
    text = _WIDE_ENDS.sub(_number, text)
    text = _LAST_HASHES.sub(lambda run: run[0].replace("#", "\\#"), text)
    if after and not after[0].isspace():
        text = _OPEN_ENTITY.sub(r"\\&", text)
        text = text[:-1] + "\\!" if after[0] == "[" and text.endswith("!") else text
    return text


def _at_start(text: str, before: str) -> str:
    """The text without a sign that begins a list item or the like, where it stands at the beginning of a line."""
    match = _FIRST.match(text) if at_start(before) else None
    return f"{text[: match.end() - 1]}\\{text[match.end() - 1 :]}" if match else text


def _shown(character: str) -> str:
    """A character that nobody sees, or that ends a line, as its number: Markdown reads it back as what it is."""
    code = ord(character)
    none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # Unicode's noncharacters, whose numbers Markdown does not read
    return character if character.isprintable() or character == "\u3000" or none else f"&#{code};"


def html(text: str, tag: bool = False) -> str:
    """A text that comes out as itself in HTML and in Markdown alike, where nobody can tell which it is. `tag`: within a tag."""
    text = _SPECIAL.sub(_number, text)
    text = _BLANKS.sub(_number, text) if tag else text
    return text if text.isprintable() else "".join(map(_shown, text))


def title(text: str, after: str = "") -> str:
    """A text in the title of a link, between quotes."""
    return _QUOTES.sub(_number, _at_ends(_escaped(text), "x", after))


def address(text: str, first: bool = False) -> str:
    """A text in an address, of which it stays a part. `first`: the address begins with it, and may not become a script's."""
    text = _SCHEME.sub(r"\1%3A", text) if first and _SCHEME.match(text) else text
    text = _ENTITY.sub("%26", text).translate(_IN_ADDRESS)
    return "".join(each if each.isprintable() else _percent(each) for each in text)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def comment(text: str) -> str:
    """A text within an HTML comment, which two hyphens would end, and which must not look like one of ours."""
    text = text.replace("--", "- -").replace("--", "- -").replace(">", "›").replace("cardwright:", "cardwright :")
    text = " ".join(text.split())
    return text + " " if text.endswith("-") else text


def span(text: str, in_html: bool = False, in_table: bool = False) -> str:
    """A code span that holds any text; as HTML where Markdown cannot say it."""
    text = " ".join(text.split(" ")) if text.strip() else ""
    if in_html or not text.isprintable() or in_table and "|" in text:
        return f"<code>{html(text)}</code>" if text else ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{'`' * (longest + 1)}{pad}{text}{pad}{'`' * (longest + 1)}" if text else ""


_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]*>)")
_ODD = re.compile(r"<[A-Za-z/!?]|\{[{%#]|[}%#]\}|[^\x20-\x7e\n\r\t\u00a0-\u017f\u3000]")


def author(text: str, before: str = "", in_table: bool = False) -> str:
    """An author's own Markdown in the place of a mark: HTML in it is shown and not run, code is left alone.

    In a list item or a quotation further lines stay in it; in a table, or behind other words, they become one.
    """
    text = _harmless(text.replace("\r\n", "\n").replace("\r", "\n"))
    if in_table:
        return _at_start(" ".join(re.sub(r"(?<!\\)\|", r"\\|", text).split()), before)
    if not at_start(before):
        return " ".join(text.split())
    inside = "".join(sign if sign in ">\t" else " " for sign in before)
    return re.sub(r"\n(?=(\n?))", lambda end: "\n" + (inside.rstrip() if end[1] else inside), text) if before else text


def _harmless(text: str) -> str:
    from .. import markdown

    if not _ODD.search(text):
        return text
    body = markdown.scan(text)
    in_code = lambda at: body.region(at) in ("fence", "code", "span")
    return "".join(character if in_code(at) else _plain(character, text, at) for at, character in enumerate(text))


def _plain(character: str, text: str, at: int) -> str:
    if character == "<" and _TAG.match(text, at):
        return "&lt;"
    if character in "{}" and _BRACES.match(text, at):
        return f"&#{ord(character)};"
    return character if character in "\n\r\t" else _shown(character)
