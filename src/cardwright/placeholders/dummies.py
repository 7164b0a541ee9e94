"""your-username/your-model, Your Name, XX.XX %: values that only hold a place."""

from __future__ import annotations

import re

from . import words
from .page import BIB, CODE, COMMENT, EXAMPLE, PROSE, SPAN, TEXT, YAML

_OWNER = (
    r"(?:<|\{|\[)?(?:your|my)[-_]?(?:hf|hub|huggingface|github|own)?[-_]?(?:user[-_]?(?:name|id)?|org(?:ani[sz]ation)?|name|account|handle|team|company"
    r"|namespace|id|hf|huggingface|github|repo|lab)(?:[-_](?:name|id|here|or[-_]org))?(?:>|\}|\])?"
)
_ID = re.compile(rf"(?<![\w@./-])(?:(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|github\.com|gitlab\.com)/(?:datasets/|spaces/)?)?{_OWNER}/[\w.<>{{}}\[\]$-]+", re.IGNORECASE)
_PAIR = re.compile(r"(?<![\w@./-])(?:(?:https?://)?(?:huggingface\.co|hf\.co|github\.com)/(?:datasets/|spaces/)?)?(?:your-[\w-]{1,40}/(?:your|base|my)-[\w.-]+|(?:user[-_]?name|organization|org[-_]name|<username>|<org>)/[\w.<>-]*(?:model|repo|dataset|project|name)[\w.<>-]*)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w$%{-])(?:YOUR|INSERT|ADD|REPLACE(?:_WITH)?|MY)(?:[_-][A-Z]{2,15}){1,5}(?![\w-])")
_SPOKEN = re.compile(r"\b(?:Your|YOUR) (?:Full |Last |First |FULL |LAST |FIRST )?([A-Z][A-Za-z]+)(?: (Name|NAME|Title|TITLE|Here|HERE|URL|Link|LINK|ID|Address|Handle|Username))?(?![\w'’-])")
_MAIL = re.compile(r"(?<![\w.])(?:your|my)[-_.]?(?:e?mail|name|address|contact)[\w.]*@[\w.-]+|\b(?:e?mail|name|user|username)@(?:example|domain|yourdomain|company|email|institution|your[\w-]*)\.\w+", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.\\/-])(?:[Xx]{1,3}\.[Xx]{1,4}|0\.[Xx]{1,4}|[Xx]{2,4})(?: ?%)?(?![\w./-]|\.\w)|(?<![\w.\\/-])[XN] ?%(?!\w)|(?<![\w.\\-])[~≈][XN]{1,3}(?:\.X+)?(?: ?(?:GB|MB|[MBK]|hours|minutes)\b| ?%)?(?![\w$.])|\b20[Xx?]{2}\b|(?<![\w-])[Xx]{4}\.[Xx]{4,5}\b")
_QUERY = re.compile(r"(?<![\w?)\]/.=&\"'(])\?(?: ?(?:x|%|s|GB|MB|ms|B|M|tok(?:ens?)?/s|hours|TFLOPS)\b|%)|\(\?(?:x|%|s|GB|MB) [a-z]+\)")
_TITLE = re.compile(r"^#{1,6}[^\n]{0,80}\b(?:Model ID|MODEL_ID|Your Model(?: Name)?|YOUR MODEL(?: NAME)?|Model Name Here|Model Name)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"@\w+\{((?:your|YOUR)[-_]?[\w-]*|yourname\w*)(?=,)")
_NOBODY = re.compile(r"\b(?:(?:John|Jane) (?:Doe|Smith)|Doe, (?:John|Jane)|First ?Last|Firstname Lastname|First Author|Author One|Author Name)\b")
_AUTHOR_LINE = re.compile(r"\b(?:authors?|developed by|contact|maintainers?|name)\W{0,8}\Z", re.IGNORECASE)
# Code that hands over what is the reader's: their own repository, their folder.
_GIVES = re.compile(r"push_to_hub|upload|create_repo|repo create|hub_model_id|output|save_|--hub|login|git remote|set-url|\bexport\b|\bcp\b|new_|target", re.IGNORECASE)


def find(page):
    """Yield (start, end) of every dummy value."""
    yield from page.each(_ID, _id, "your-", "your_", "yourname/", "youruser", "yourorg", "my-", "my_")
    yield from page.each(_PAIR, _id, "username/", "user-name/", "user_name/", "your-", "organization/", "org-name/", "<org>/")
    if "Your " in page.text or "YOUR " in page.text:
        yield from page.each(_SPOKEN, _spoken, "your ")
    yield from page.each(_KEY, lambda page, match, place: place == BIB, "{your", group=1)
    yield from page.each(_CAPITALS, _capitals, "your_", "your-", "insert_", "insert-", "add_", "replace_")
    yield from page.each(_MAIL, lambda page, match, place: place in PROSE or place == BIB, "@")
    yield from page.each(_FIGURE, _figure, "xx", ".x", "x%", "x %", "n%", "n %", "~x", "~n", "≈x", "20??")
    yield from page.each(_QUERY, lambda page, match, place: place == TEXT, "?x", "?%", "?s", "? %", "?gb", "?m", "?b", "? gb", "?tok", "? tok", "? ms")
    yield from page.each(_TITLE, lambda page, match, place: place == TEXT, "model id", "model_id", "your model", "model name")
    yield from page.each(_NOBODY, _nobody, " doe", "doe,", " smith", "first author", "firstname", "author one", "author name", "first last")


def _id(page, match, place: str) -> bool:
    """An id is the author's unless it names where the reader's own result goes."""
    if place in (COMMENT, EXAMPLE):
        return False
    if match.group().lower().startswith(("my-", "my_")) and place != YAML:
        return False
    if place == SPAN:
        return False
    return place != CODE or not _GIVES.search(page.before(match.start()))


def _spoken(page, match, place: str) -> bool:
    """Your Name: capitals show a form field, "your model" a sentence."""
    if match.group(1).lower() not in words.AUTHOR_WORDS and not (match.group(2) and match.group(1).lower() in words.SLOTS):
        return False
    if place == CODE:
        return re.search(r"\b(?:author|creator|maintainer)\w*[\"']?\s*[=:]\s*[\"']\Z", page.before(match.start())) is not None
    return (place in PROSE or place == BIB) and page.is_value(*match.span())


def _capitals(page, match, place: str) -> bool:
    parts = words.words(match.group())
    if any(part in words.READER_WORDS and part not in ("project",) for part in parts[1:]) or place in (COMMENT, EXAMPLE, SPAN):
        return False
    if place == CODE:
        quoted = page.text[match.start() - 1] in "'\"/" and page.text[match.end() : match.end() + 1] in "'\"/"
        return quoted and parts[-1] in ("url", "id", "name", "repo", "model", "here") and "model" in parts + ["model"] * ("user" in parts) and not _GIVES.search(page.before(match.start()))
    return parts[-1] in words.AUTHOR_WORDS or parts[-1] in words.SLOTS


def _figure(page, match, place: str) -> bool:
    text = match.group()
    if place == BIB:
        return text[0] == "2" or len(text) >= 4
    if place not in PROSE:
        return False
    if text[-1] == "%" or text[0] == "2" or text[:2] == "0.":
        return True
    if text[0] in "~≈":
        return page.after(match.end())[:1] != "$"
    return len(text) > 4 and "." in text or "." in text and _cell(page, match)


def _cell(page, match) -> bool:
    before = page.before(match.start()).rstrip(" *_")
    return before[-1:] in "|:" and page.ends_value(match.end())


def _nobody(page, match, place: str) -> bool:
    return place in (TEXT, BIB, YAML) and page.is_value(*match.span()) and (
        place == BIB or _AUTHOR_LINE.search(page.before(match.start())) is not None
    )
