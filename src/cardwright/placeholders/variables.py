"""{{ model_name }}, {% if x %}, ${base_model}, {MODEL_NAME}, __REPLACE_ME__: what a template engine should have replaced.

BibTeX doubles braces to keep capitals, Go templates and prompts use them for the reader's side, LaTeX and f-strings use
single ones; so a name counts only where a card's own facts stand, or when the same name stands there elsewhere.
"""

from __future__ import annotations

import re

from . import words
from .page import BIB, CODE, COMMENT, EXAMPLE, SPAN, TEXT, YAML

_DOUBLE = re.compile(r"\{\{([^{}]{1,400}|'[{}]'|\"[{}]\")\}\}")
_STATEMENT = re.compile(r"\{%-?[ \t]*(\w+)[^%\n]{0,300}%\}")
_DOLLAR = re.compile(r"\$\{([A-Za-z_]\w{1,60})\}(?!\$)")
_SINGLE = re.compile(r"(?<![\w\\${}^])\{([A-Za-z][\w-]{1,60}(?: [\w-]{1,30}){0,4})\}(?!\})")
_MARKED = re.compile(r"(?<![\w%@])(?:__([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)__|%([A-Z]+(?:_[A-Z]+)+)%|@@([A-Za-z]\w+)@@)(?![\w%@])")
_SHELL_NAME = re.compile(r"(?<![\w$\\])\$([A-Z]+(?:_[A-Z]+)+)\b")

_GO = re.compile(r"\s*-?\s*(?:\.|\$|end\b|range\b|template\b|define\b|if (?:\.|and|or|eq|not|\$)|else if \.|- |with \.)")
_LOGIC = re.compile(r"\s*(?:[#/^>&]|else\b|endif\b)")
_EXPRESSION = re.compile(r"[A-Za-z_][\w.]*(?:\[[^\]]{0,60}\])?(?:\([^)]{0,200}\))?(?:\s*\|.*|\s+(?:if|or|and)\s.*|\..*)?\Z", re.DOTALL)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_TEMPLATE_INFOS = frozenset(("jinja", "jinja2", "j2", "go", "gotemplate", "handlebars", "hbs", "mustache", "liquid", "django", "vue",
                             "dockerfile", "modelfile", "html", "jsx", "tsx", "latex", "tex", "bash", "sh", "shell", "console"))
_SHELLS = frozenset(("bash", "sh", "shell", "console", "zsh", "terminal", "powershell", "cmd", "js", "javascript", "typescript", "ts", "makefile", "dockerfile", "yaml", "yml", "cmake", "groovy", "php", "perl"))
# Where a repository's id stands in code, so that a variable there is the author's.
_ID_PLACE = re.compile(r"(?:from_pretrained|from_hub|from_single_file|pipeline|SentenceTransformer|hf_hub_download|snapshot_download|load_model|load_from_hub|hf\.co/|huggingface\.co/|(?:model(?:_name|_id|_path)?|repo_id|model_name_or_path|base_model)[ \t]*[=:])[ \t(]*[\"']?\Z")
_PROMPT_LINE = re.compile(r"(?:###|<\||\[INST|\b(?:user|system|assistant|human|bot|prompt|input|instruction)s?\b[ \t]*:)", re.IGNORECASE)


def find(page):
    """Yield (start, end) of every template variable that was left unrendered."""
    text = page.text
    found, waiting = [], []
    if "{" in text:
        if "{{" in text:
            _double(page, found, waiting)
        if "{%" in text:
            _statements(page, found, waiting)
        if "${" in text:
            _scan(page, _DOLLAR, _dollar, found, waiting)
        _scan(page, _SINGLE, _single, found, waiting)
    if "__" in text or "%" in text or "@@" in text:
        _scan(page, _MARKED, _marked, found, waiting)
    if "$" in text:
        _scan(page, _SHELL_NAME, _shell_name, found, waiting)
    names = {name for _, name in found if name}
    yield from (span for span, _ in found)
    yield from (span for span, name in waiting if name in names)


def _scan(page, pattern, judge, found: list, waiting: list) -> None:
    for match in pattern.finditer(page.text):
        name = next(group for group in match.groups() if group is not None)
        verdict = judge(page, match, name)
        if verdict:
            (found if verdict == 2 else waiting).append((match.span(), name))


# {{ ... }} and {% ... %}


def _double(page, found: list, waiting: list) -> None:
    matches = list(_DOUBLE.finditer(page.text))
    go = any(_GO.match(match.group(1)) for match in matches)
    loose = []
    for match in matches:
        inner = match.group(1)
        name = inner.strip(" \t\n#/^&~-").split("|")[0].strip()
        verdict = _judge_double(page, match, inner, go)
        if verdict == 3:
            loose.append((match.span(), name))
        elif verdict:
            (found if verdict == 2 else waiting).append((match.span(), name))
    # One {{word}} may be anything; three different ones are a template.
    if len({name for _, name in loose}) >= 3 or found:
        found += loose
    if len({name for _, name in found}) >= 4:
        found += waiting


def _judge_double(page, match, inner: str, go: bool) -> int:
    """2: a variable; 3: perhaps; 1: one if its name is one elsewhere; 0: not."""
    if go or _GO.match(inner):
        return 0
    place = page.place(match.start())
    name = inner.strip()
    if place == EXAMPLE or name.lower() in words.PROMPT_WORDS or name.split(".")[0].split("[")[0] in ("message", "messages"):
        return 0
    if not (_LOGIC.match(inner) or _EXPRESSION.match(name) or name[0] in "'\""):
        return 0
    if place in (CODE, SPAN):
        if page.fence_info(match.start()) in _TEMPLATE_INFOS and not _at_id(page, match.start()):
            return 0
        return 2 if place == CODE and _at_id(page, match.start()) else 1
    if place == BIB:
        return 2 if "_" in name or inner[0] == " " or name.startswith("'") else 0
    sure = inner != name or "_" in name or "." in name or "|" in name or _LOGIC.match(inner) or place == YAML
    sure = sure or name.isupper() and page.text[match.start() - 1 : match.start()] != "=" or _card_words(name)
    return 2 if sure else 3


def _statements(page, found: list, waiting: list) -> None:
    for match in _STATEMENT.finditer(page.text):
        place = page.place(match.start())
        if place in (TEXT, YAML, BIB):
            found.append((match.span(), "{%"))
        elif place == CODE and page.fence_info(match.start()) not in _TEMPLATE_INFOS:
            waiting.append((match.span(), "{%"))


# ${x}, {x}, __X__


def _dollar(page, match, name: str) -> int:
    place = page.place(match.start())
    if place in (TEXT, YAML, BIB):
        return 2
    if place == CODE and page.fence_info(match.start()) not in _SHELLS and _at_id(page, match.start()):
        return 2
    return 1 if place in (CODE, SPAN) and page.fence_info(match.start()) not in _SHELLS else 0


def _single(page, match, name: str) -> int:
    place = page.place(match.start())
    if place in (COMMENT, EXAMPLE, BIB):
        return 2 if place == BIB and _snake_card(name) else 0
    if place == CODE:
        return _single_in_code(page, match, name)
    if place == SPAN:
        return 1 if _snake_card(name) else 0
    if _prompt(name) or _PROMPT_LINE.search(page.before(match.start())):
        return 0
    if place == YAML:
        return 2 if page.is_value(*match.span()) and ("_" in name or _card_words(name)) else 0
    if _CONSTANT.match(name) or _snake_card(name):
        return 2
    labelled = page.before(match.start()).rstrip(" *_")[-1:] in ":|" and page.ends_value(match.end())
    return 2 if labelled and _card_words(name) or _alone(page, match) and "_" in name else 0


def _single_in_code(page, match, name: str) -> int:
    """A quoted string that is one bare variable: no f-string, no str.format, and not the slot of a prompt."""
    if _prompt(name) or " " in name:
        return 0
    before, after = page.before(match.start()), page.after(match.end())
    if before[-1:] in ("'", "\"") and after[:1] == before[-1:] and before[-2:-1] not in "fFrRbB" and not after[1:].startswith((".format", ".replace")):
        return 2 if _at_id(page, match.start()) and (name.isupper() or _snake_card(name)) or _card_words(name) and "_" in name else 1
    return 0


def _marked(page, match, name: str) -> int:
    place = page.place(match.start())
    if place in (TEXT, YAML, BIB):
        return 2
    return 2 if place == CODE and name.split("_")[0] in ("REPLACE", "FILL", "YOUR", "INSERT", "MODEL", "REPO", "CHANGE") else 0


def _shell_name(page, match, name: str) -> int:
    """$MODEL_NAME in prose is how one speaks of an environment variable, except where a title or a value should stand."""
    place = page.place(match.start())
    if place == YAML:
        return 2 if page.is_value(*match.span()) else 0
    before = page.before(match.start())
    return 2 if place == TEXT and before.lstrip().startswith("#") and _card_words(name) else 0


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
