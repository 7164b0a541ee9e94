"""your-username/your-model, Your Name, XX.XX %: values that only hold a place."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import DUMMY, words
from .page import BIB, CODE, COMMENT, EXAMPLE, PROSE, SPAN, TEXT, YAML, Row

_OWNER = (
    r"(?:<|\{|\[)?(?:your|my)[-_]?(?:hf|hub|huggingface|github|own)?[-_]?(?:user[-_]?(?:name|id)?"
    r"|org(?:ani[sz]ation)?|name|account|handle|team|company"
    r"|namespace|entity|workspace|group|id|hf|huggingface|github|repo|lab)(?:[-_](?:name|id|here|or[-_]org))?(?:>|\}|\])?"
)
_ID = Lazy(
    rf"(?<![\w@./-])(?:(?:https?://)?(?:www\.)?(?:[\w-]{{1,40}}\.){{1,3}}[a-z]{{2,6}}/(?:datasets/|spaces/"
    rf"|u/|in/)?)?{_OWNER}/[\w.<>{{}}\[\]$-]+",
    re.IGNORECASE,
)
_PAIR = Lazy(
    r"(?<![\w@./-])(?:(?:https?://)?(?:huggingface\.co|hf\.co|github\.com)/(?:datasets/"
    r"|spaces/)?)?(?:your-[\w-]{1,40}/(?:your|base|my)-[\w.-]+|(?:user[-_]?name|organization|org[-_]name"
    r"|<username>|<org>)/[\w.<>-]*(?:model|repo|dataset|project|name)[\w.<>-]*)",
    re.IGNORECASE,
)
_CAPITALS = Lazy(r"(?<![\w$%{-])(?:YOUR|INSERT|ADD|REPLACE(?:_WITH)?|MY)(?:[_-][A-Z]{2,15}){1,5}(?![\w-])")
_SPOKEN = Lazy(
    r"\b(?:Your|YOUR) (?:Full |Last |First |FULL |LAST |FIRST )?([A-Z][A-Za-z]+)(?: (Name|NAME|Title|TITLE|Here"
    r"|HERE|URL|Link|LINK|ID|Address|Handle|Username))?(?![\w'’-])"
)
_MAIL = Lazy(
    r"\b[\w.]+@your[-_]?(?:company|domain|org\w{0,12}|email|website|university)\.|(?<![\w.])(?:your"
    r"|my)[-_.]?(?:e?mail|name|address|contact)[\w.]*@[\w.-]+|\b(?:you|e?mail|name|user"
    r"|username|first\.?last|yourname)@(?:example|domain|yourdomain|company|email|institution|your[\w-]*)\.\w+",
    re.IGNORECASE,
)
_FIGURE = Lazy(
    r"(?<![\w.\\/-])(?:[Xx]{1,3}\.[Xx]{1,4}|0\.[Xx]{1,4}|[Xx]{2,4})(?: ?%)?(?![\w./-]|\.\w)|(?<![\w.\\/-])X ?%(?!\w)"
    r"|(?<![\w.\\-])[~≈]X{1,3}(?:\.X+)?(?: ?(?:GB|MB|[MBK]|hours|minutes)\b| ?%)?(?![\w$.])|\b20[Xx]{2}\b"
    r"|(?<![\w-])(?:[Xx]{4}|10\.X{4})[./][Xx]{4,5}\b|\bYYYY-MM-DD\b"
)
_QUERY = Lazy(r"\?(?: ?(?:x|%|s|GB|MB|ms|B|M|tok(?:ens?)?/s|hours|TFLOPS)(?!\w)|%)")
_BEFORE_QUERY = ("", " ", "(", "|", "~", "*", "\n")
_SITE = Lazy(r"(?:https?://|\bwww\.)(?:www\.)?your[-_]?[a-z]+(?:[-_.][a-z]+)*\.[a-z]{2,}[^\s)>\]}|]{0,100}", re.IGNORECASE)
_UNKNOWN = Lazy(r"\?{2,3}(?=[ \t*_]*(?:\||\n|\Z))")
_TITLE = Lazy(
    r"^[ \t>*_]*(?:title:[ \t]*[\"']?)?Model Card (?:for|of|:) (?:Model ID|Your Model(?: Name)?|Model Name)[ \t*_\"'.]*$"
    r"|^#{1,6}[^\n]{0,80}(?<![\w$%@{])(?:Model ID|MODEL_ID|MODEL_NAME|Your Model(?: Name)?|YOUR MODEL(?: NAME)?"
    r"|Model Name Here|Model Name|(?:Your )?Project (?:Title|Name)(?: Here)?)[ \t]*$",
    re.MULTILINE,
)
_KEY = Lazy(r"@\w+\{((?:your|YOUR)[-_]?[\w-]*|yourname\w*)(?=,)")
# A snippet that loads "your-model": the one id the author certainly knows. A path may be the reader's own copy.
_BARE_ID = Lazy(
    r"(?<=[\"'])(?:your[-_](?:model|repo|hf)(?:[-_](?:name|id|repo|here))*|<[\w-]{0,30}(?:model"
    r"|repo)[\w -]{0,30}>|\[[\w -]{0,30}(?:model|repo)[\w -]{0,30}\]"
    r"|(?:MODEL|REPO)_(?:NAME|ID)|(?:model|repo)-(?:name|id))(?=[\"'])",
    re.IGNORECASE,
)
_LOADS = Lazy(r"(?:from_pretrained|SentenceTransformer|pipeline)\([^()]{0,80}[\"']\Z")
_BIB_SLOT = Lazy(
    r"[{\"]((?:Model|Paper|Author|Journal|Conference|Publisher|Your)[ _](?:Name|Title|Name\(s\))|your[-_](?:user)?name)[}\"]",
    re.IGNORECASE,
)
_NOBODY = Lazy(
    r"\b(?:(?:John|Jane) (?:Doe|Smith)|Doe, (?:John|Jane)|First ?Last|Firstname Lastname"
    r"|Last(?:name)?, First(?:name)?|First Author|Author One|Author Name)\b"
)
_MAIL_FOLLOWS = Lazy(
    r"[ ,]{1,2}[<(]?(?:mailto:)?[\w.]+@(?:example|domain|email|company|institution|university|mail)\.\w+[>)]?\W*\Z"
)
_AUTHOR_LINE = Lazy(r"\b(?:authors?|developed by|contact|maintainers?|name)\W{0,8}\Z", re.IGNORECASE)
# Code that hands over what is the reader's: their own repository, their folder.
_GIVES = Lazy(
    r"push_to_hub|upload|create_repo|repo create|hub_model_id|output|save_|--hub|login|--repo[-_]name"
    r"|--repo[-_]id|git remote|set-url|\bexport\b|\bcp\b|new_|target",
    re.IGNORECASE,
)


def _id(page, match, place: str) -> bool:
    """An id is the author's unless it names where the reader's own result goes."""
    if place in (COMMENT, EXAMPLE):
        return False
    if match.group().lower().startswith(("my-", "my_")) and place != YAML:
        return False
    if place == SPAN:
        return False
    return place != CODE or not _GIVES.search(page.before(match.start()))


def _bare_id(page, match, place: str) -> bool:
    return place == CODE and _LOADS.search(page.before(match.start())) is not None


def _spoken(page, match, place: str) -> bool:
    """Your Name: capitals show a form field, "your model" a sentence."""
    if page.text[match.start() - 1 : match.start()] == "[" and page.text[match.end() : match.end() + 1] == "]":
        return False  # brackets.py judges those
    if match.group(1).lower() not in words.AUTHOR_WORDS and not (match.group(2) and match.group(1).lower() in words.SLOTS):
        return False
    if place == CODE:
        return re.search(r"\b(?:author|creator|maintainer)\w*[\"']?\s*[=:]\s*[\"']\Z", page.before(match.start())) is not None
    if page.text.startswith((" and ", " / ", " & "), match.end()) and page.starts_value(match.start()):
        return place in PROSE or place == BIB
    if page.text[match.end() : match.end() + 1] == "," and place == TEXT or page.text.startswith("](http", match.end()):
        return False
    if page.before(match.start()).rstrip().endswith((" by", "By")):
        return place in PROSE
    return (place in PROSE or place == BIB) and page.is_value(*match.span())


def _capitals(page, match, place: str) -> bool:
    parts = words.words(match.group())
    if any(part in words.READER_WORDS and part not in ("project",) for part in parts[1:]) or place in (COMMENT, EXAMPLE, SPAN):
        return False
    if place == CODE:
        quoted = page.text[match.start() - 1] in "'\"/" and page.text[match.end() : match.end() + 1] in "'\"/"
        return (
            quoted
            and parts[-1] in ("url", "id", "name", "repo", "model", "here")
            and "model" in parts + ["model"] * ("user" in parts)
            and not _GIVES.search(page.before(match.start()))
        )
    return parts[-1] in words.AUTHOR_WORDS or parts[-1] in words.SLOTS


def _figure(page, match, place: str) -> bool:
    text = match.group()
    if place == BIB:
        return text[0] == "2" or len(text) >= 4
    if place not in PROSE:
        return False
    if text == "XXX" or text[0] == "Y":
        return page.before(match.start()).rstrip(" ").endswith((":**", "**:")) or place == YAML and page.is_value(*match.span())
    if text[-1] == "%" and len(text) < 4 and text[1] in " %":
        return page.is_value(*match.span())
    if text[0] == "2":
        return page.is_value(*match.span())
    if text[-1] == "%" or text[:2] == "0.":
        return True
    if text[0] in "~≈":
        return page.after(match.end())[:1] != "$"
    return len(text) > 4 and "." in text or "." in text and _cell(page, match)


def _cell(page, match) -> bool:
    before = page.before(match.start()).rstrip(" *_")
    return before[-1:] in "|:" and page.ends_value(match.end())


def _nobody(page, match, place: str) -> bool:
    return (
        place in (TEXT, BIB, YAML)
        and (
            page.is_value(*match.span())
            or _among_authors(page, match, place)
            or _MAIL_FOLLOWS.match(page.after(match.end())) is not None
        )
        and (place == BIB or _names_author(page, match))
    )


def _among_authors(page, match, place: str) -> bool:
    """Author One and Author Two; real people are called Doe and Smith."""
    return (
        place == BIB
        and match.group()[0] in "AFL"
        and page.starts_value(match.start())
        and page.text.startswith(" and ", match.end())
    )


def _names_author(page, match) -> bool:
    before = page.before(match.start())
    dummy_mail = not before.strip(" -*+") and _MAIL_FOLLOWS.match(page.after(match.end())) is not None
    return dummy_mail or _AUTHOR_LINE.search(before) is not None


def _in_bib(page, match, place: str) -> bool:
    return place == BIB


def _stated(page, match, place: str) -> bool:
    return place in PROSE or place == BIB


def _unknown(page, match, place: str) -> bool:
    return place == TEXT and _cell(page, match)


def _query(page, match, place: str) -> bool:
    return place == TEXT and page.text[max(0, match.start() - 1) : match.start()] in _BEFORE_QUERY


def _title(page, match, place: str) -> bool:
    return place == TEXT


ROWS = (
    Row(DUMMY, _ID, _id, "owner"),
    Row(DUMMY, _ID, _id, "own"),
    Row(DUMMY, _PAIR, _id, "pair"),
    Row(DUMMY, _SPOKEN, _spoken, "spoken"),
    Row(DUMMY, _BARE_ID, _bare_id, "bare-id"),
    Row(DUMMY, _KEY, _in_bib, "bib-key", 1),
    Row(DUMMY, _CAPITALS, _capitals, "capitals"),
    Row(DUMMY, _MAIL, _stated, "mail"),
    Row(DUMMY, _FIGURE, _figure, "figure"),
    Row(DUMMY, _SITE, _stated, "site"),
    Row(DUMMY, _UNKNOWN, _unknown, "unknown"),
    Row(DUMMY, _QUERY, _query, "query"),
    Row(DUMMY, _TITLE, _title, "model-id"),
    Row(DUMMY, _NOBODY, _nobody, "nobody"),
    Row(DUMMY, _NOBODY, _nobody, "author"),
    Row(DUMMY, _BIB_SLOT, _in_bib, "bib-slot", 1),
    Row(DUMMY, _TITLE, _title, "title"),
)
