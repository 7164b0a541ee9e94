"""{{ model_name }}, {% if x %}, ${base_model}, {MODEL_NAME}, __REPLACE_ME__: what a template engine should have replaced.

BibTeX doubles braces to keep capitals, Go templates and prompts use them for the reader's side, LaTeX and f-strings use
single ones; so a name counts only where a card's own facts stand, or when the same name stands there elsewhere.
"""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import words
from .page import BIB, CODE, COMMENT, EXAMPLE, SPAN, TEXT, YAML

# What a match is: certainly a variable; one when the card holds several; one when its name is one elsewhere, or the card
# holds many; one only when its name is one elsewhere.
SURE, LOOSE, ECHO, PAIR = 4, 3, 2, 1

_DOUBLE = Lazy(r"\{\{([^{}]{1,400}|'[{}]'|\"[{}]\")\}\}")
_STATEMENT = Lazy(r"\{%-?[ \t]*(\w+)[^%\n]{0,300}%\}")
_DOLLAR = Lazy(r"\$\{([A-Za-z_]\w{1,60})\}(?!\$)")
_SINGLE = Lazy(r"\{ ?([A-Za-z][\w-]{1,60}(?: [\w-]{1,30}){0,4}) ?\}(?!\})")
_MARKED = (
    ("__", Lazy(r"__([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)__(?!\w)")),
    ("%", Lazy(r"%([A-Z]+(?:_[A-Z]+)+)%(?!\w)")),
    ("@@", Lazy(r"@@([A-Za-z]\w+)@@")),
    ("%(", Lazy(r"%\(([A-Za-z]+_\w+)\)s")),
    ("<%", Lazy(r"<%[=-]?\s*(\w+)[^%\n]{0,100}%>")),
)
_SHELL_NAME = Lazy(r"\$([A-Z]+(?:_[A-Z]+)+)\b")

_GO = Lazy(r"\s*-?\s*(?:\.|\$|end\b|range\b|template\b|define\b|if (?:\.|and|or|eq|not|\$)|else if \.|- |with \.)")
_LOGIC = Lazy(r"\s*(?:[#/^>&]|else\b|endif\b)")
_EXPRESSION = Lazy(r"[A-Za-z_][\w.]*(?:\[[^\]]{0,60}\])?(?:\([^)]{0,200}\))?(?:\s*\|.*|\s+(?:if|or|and)\s.*|\..*)?\Z", re.DOTALL)
_WIKI = Lazy(r"\|[ \t]*[\w ]{1,40}=")  # {{Infobox|name=Ada}}
_CONSTANT = Lazy(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_TEMPLATE_INFOS = frozenset(
    """
    jinja jinja2 j2 go gotemplate handlebars hbs mustache liquid django vue dockerfile modelfile html jsx tsx latex
    tex
    """.split()
)
_SHELLS = frozenset(
    """
    bash sh shell console zsh terminal powershell cmd js javascript typescript ts makefile dockerfile yaml yml cmake
    groovy php perl
    """.split()
)
_ENVIRONMENT = frozenset(
    """
    HOME PATH USER PWD SHELL HF_HOME HF_TOKEN CUDA_VISIBLE_DEVICES PYTHONPATH
    """.split()
)
_ORDERS = frozenset(
    """
    REPLACE FILL YOUR INSERT MODEL REPO CHANGE
    """.split()
)
# Where a repository's id stands in code, so that a variable there is the author's.
_ID_PLACE = Lazy(
    r"(?:from_pretrained|from_hub|from_single_file|pipeline|SentenceTransformer|hf_hub_download"
    r"|snapshot_download|load_model|load_from_hub|hf\.co/|huggingface\.co/|(?:model(?:_name|_id|_path)?|repo_id"
    r"|model_name_or_path|base_model)[ \t]*[=:])[ \t(]*[\"']?\Z"
)
# An address with a parameter in it, and a sentence that tells the reader what to put there.
_ROUTE = Lazy(
    r"(?:localhost|127\.0\.0\.1|/v\d/|\b(?:GET|POST|PUT|PATCH|DELETE) |\b[Rr]eplac(?:e|ing)\b|\b[Ss]ubstitut"
    r"|\bwhere\b)"
)
_FORMATTED = Lazy(r"(?<!\w)f[\"'][^\"'\n]{0,120}\Z")
_PROMPT_LINE = Lazy(
    r"(?:###|<\||\[INST|\b(?:user|system|assistant|human|bot|prompt|input|instruction)s?\b[ \t]*:)", re.IGNORECASE
)


def find(page):
    """Yield (start, end) of every template variable that was left unrendered."""
    seen = _candidates(page)
    names = {name for _, name, verdict in seen if verdict == SURE}
    loose = {name for _, name, verdict in seen if verdict == LOOSE}
    for span, name, verdict in seen:
        if verdict == SURE or name in names or verdict == LOOSE and (len(names) >= 2 or len(names | loose) >= 3):
            yield span
        elif verdict == ECHO and len(names) >= 2:
            yield span


def _candidates(page) -> list:
    """Everything that may be a variable, as (span, name, verdict)."""
    text = page.text
    seen: list = []
    if "{{" in text:
        _double(page, seen)
    if "{%" in text:
        _statements(page, seen)
    if "${" in text:
        _scan(page, _DOLLAR, _dollar, seen)
    if "{" in text:
        _scan(page, _SINGLE, _single, seen)
    for sign, pattern in _MARKED:
        if sign in text:
            _scan(page, pattern, _marked, seen)
    if "$" in text:
        _scan(page, _SHELL_NAME, _shell_name, seen)
    return seen


def _scan(page, pattern, judge, seen: list) -> None:
    for match in page.matches(pattern):
        name = match.group(1)
        verdict = judge(page, match, name)
        if verdict:
            seen.append((match.span(), name, verdict))


# {{ ... }} and {% ... %}


def _double(page, seen: list) -> None:
    matches = list(page.matches(_DOUBLE))
    if any(_GO.match(match.group(1)) for match in matches):
        return
    for match in matches:
        inner = match.group(1)
        verdict = _judge_double(page, match, inner)
        if verdict:
            seen.append((match.span(), inner.strip(" \t\n#/^&~-").split("|")[0].strip(), verdict))


# `\frac{{a}}`, `^{{2}}`, `${{ matrix.python }}`: LaTeX and GitHub's own expressions.
_NOT_OURS = Lazy(r"(?:\\[A-Za-z]+(?:\{\{[^{}\n]{0,80}\}\})?|[\^$])[ \t]*\Z")


def _judge_double(page, match, inner: str) -> int:
    place = page.place(match.start())
    name = inner.strip()
    if (
        not name
        or (place == TEXT and _NOT_OURS.search(page.before(match.start())))
        or place == EXAMPLE
        or name.lower() in words.PROMPT_WORDS
        or name.split(".")[0].split("[")[0] in ("message", "messages")
    ):
        return 0
    if _WIKI.search(inner):
        return 0
    if not (_LOGIC.match(inner) or _EXPRESSION.match(name) or name[:1] in ("'", '"')):
        return 0
    if place in (CODE, SPAN):
        if page.fence_info(match.start()) in _TEMPLATE_INFOS and not _at_id(page, match.start()):
            return 0
        return SURE if place == CODE and _at_id(page, match.start()) else ECHO
    if place == COMMENT:
        return ECHO
    if place == BIB:
        return SURE if "_" in name or inner[0] == " " or name.startswith("'") else 0
    sure = inner != name or "_" in name or "." in name or "|" in name or _LOGIC.match(inner) or place == YAML
    sure = sure or name.isupper() and page.text[match.start() - 1 : match.start()] != "=" or _card_words(name)
    return SURE if sure else LOOSE


def _statements(page, seen: list) -> None:
    for match in page.matches(_STATEMENT):
        place = page.place(match.start())
        if place in (TEXT, YAML, BIB):
            seen.append((match.span(), "{%", SURE))
        elif place == CODE and page.fence_info(match.start()) not in _TEMPLATE_INFOS:
            seen.append((match.span(), "{%", PAIR))


# ${x}, {x}, __X__


def _dollar(page, match, name: str) -> int:
    place = page.place(match.start())
    if place in (TEXT, YAML, BIB):
        return 0 if name in _ENVIRONMENT else SURE
    if page.fence_info(match.start()) in _SHELLS or place not in (CODE, SPAN):
        return 0
    return SURE if place == CODE and _at_id(page, match.start()) else ECHO


def _single(page, match, name: str) -> int:
    before = page.text[match.start() - 1 : match.start()]
    if before and (before in "\\${}^_" or before.isalnum()):
        return 0
    place = page.place(match.start())
    if place == BIB:
        return SURE if _snake_card(name) else 0
    if place == CODE:
        return _single_in_code(page, match, name)
    if place == SPAN:
        return PAIR if _snake_card(name) else 0
    if (
        place == COMMENT
        or place == EXAMPLE
        or _FORMATTED.search(page.before(match.start()))
        or _prompt(name)
        or _PROMPT_LINE.search(page.before(match.start()))
    ):
        return 0
    if place == YAML:
        return SURE if page.is_value(*match.span()) and ("_" in name or _card_words(name)) else 0
    return _single_in_prose(page, match, name)


def _single_in_prose(page, match, name: str) -> int:
    if _CONSTANT.match(name) or _snake_card(name):
        return LOOSE if _ROUTE.search(page.before(match.start())) else SURE
    labelled = page.before(match.start()).rstrip(" *_")[-1:] in (":", "|") and page.ends_value(match.end())
    if labelled and _card_words(name) or _alone(page, match) and "_" in name:
        return SURE
    return LOOSE if _card_words(name) or _alone(page, match) else 0


def _single_in_code(page, match, name: str) -> int:
    """A quoted string that is one bare variable: no f-string, no str.format, and not the slot of a prompt."""
    if _prompt(name) or " " in name:
        return 0
    before, after = page.before(match.start()), page.after(match.end())
    quote = before[-1:]
    if quote not in ("'", '"') or after[:1] != quote or before[-2:-1] in tuple("fFrRbB"):
        return 0
    if after[1:].startswith((".format", ".replace")) or before[:-1].endswith("replace("):
        return 0
    return SURE if _snake_card(name) or name.isupper() and _at_id(page, match.start()) else PAIR


def _marked(page, match, name: str) -> int:
    if page.text[match.start() - 1 : match.start()].isalnum():
        return 0
    place = page.place(match.start())
    if place in (TEXT, YAML, BIB):
        return SURE
    return SURE if place == CODE and name.split("_")[0] in _ORDERS else 0


def _shell_name(page, match, name: str) -> int:
    """$MODEL_NAME in prose is how one speaks of an environment variable, except where a title or a value should stand."""
    place = page.place(match.start())
    if place == YAML:
        return SURE if page.is_value(*match.span()) else 0
    before = page.before(match.start())
    return SURE if place == TEXT and before.lstrip().startswith("#") and _card_words(name) else 0


def _at_id(page, start: int) -> bool:
    return _ID_PLACE.search(page.before(start)[-60:]) is not None


def _alone(page, match) -> bool:
    return not page.before(match.start()).strip() and not page.after(match.end()).strip()


def _card_words(name: str) -> bool:
    parts = [part for part in words.words(name) if part]
    return bool(parts) and all(part in words.CARD_WORDS or part in words.SLOTS for part in parts)


def _snake_card(name: str) -> bool:
    parts = words.words(name)
    return "_" in name and (parts[0] == "your" or any(part in words.CARD_WORDS for part in parts)) and not _prompt(name)


def _prompt(name: str) -> bool:
    lower = name.lower()
    return lower in words.PROMPT_WORDS or any(part in words.PROMPT_WORDS for part in words.words(lower) if part != "text")
