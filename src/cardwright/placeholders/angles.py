"""<TARGET>, <insert link>, <your-org>/<your-model>: blanks in angle brackets, told from HTML, tokens and usage lines."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import words
from .page import BIB, CODE, TEXT, YAML

_ANGLES = Lazy(r"<([A-Za-z][^<>=]{0,250})>")
_PHRASE = Lazy(r"[A-Z][A-Z'/,.-]*(?:\s+[A-Z][A-Z'/,.-]*){2,}\Z")
_NAME = Lazy(r"[A-Z]{3,}(?:[_-][A-Z]+)*\Z")
_TOKENS = frozenset(
    """
    IMAGE VIDEO AUDIO SPEECH EOS BOS PAD SEP MASK UNK CLS SYS USR USER INST START END BOT SYSTEM HUMAN ASSISTANT
    LETTER ANSWER THINK EOT EOD IMG BOX REF QUERY TEXT PRED SUB OBJ REL NUM URL DATE TIME EMAIL PHONE SOS EV SPLIT
    TOOL CALL CONTEXT QUESTION
    """.split()
)
_IDS = Lazy(r"<[\w-]+>/<[\w-]+>|<your[\w-]*>/[\w.-]+|[\w.-]+/<your[\w-]*>")
_GETS = Lazy(
    r"(?:from_pretrained|pipeline|SentenceTransformer|snapshot_download|hf_hub_download|hf download"
    r"|huggingface-cli download|vllm serve|ollama (?:run|pull)|git clone|pretrained_path|hf\.co/"
    r"|huggingface\.co/|load_from_hub|repo_id[ =:]|model[ =:(]|model_id[ =:]|\bmlx_lm\S+ --model)"
)

_NAME_PART = Lazy(r"[._-]\w|/\w")  # `<model_name>.safetensors` tells how files are called
_MADE = Lazy(
    r"\b(?:tuned|trained|evaluated|based|developed|created|released|tested|model)\s+(?:on|for|with|by|from|in|of|under)\s+\Z"
)
_MAKES = Lazy(r"repo create|create_repo|push_to_hub|repos create| upload |git push")


def find(page):
    """Yield (start, end) of every blank in angle brackets."""
    if "<" not in page.text:
        return
    names = {}
    for match in page.matches(_ANGLES):
        inner = " ".join(match.group(1).split())
        if not _tag(inner) and "\n\n" not in match.group(1):
            verdict, span = _judge(page, match, inner)
            if verdict:
                names.setdefault(inner, []).append((span, verdict))
    for spans in names.values():
        if any(verdict == 2 for _, verdict in spans):
            yield from (span for span, _ in spans)


def _tag(inner: str) -> bool:
    """Whether this is HTML, an address or a token rather than words."""
    first = inner.split(" ")[0].rstrip("/")
    return (
        first.lower() in words.HTML_TAGS
        and (first == inner.rstrip("/ ") or not words.is_order(inner))
        or "://" in inner
        or "@" in inner
        or inner.endswith("/")
        or "|" in inner
    )


def _judge(page, match, inner: str):
    """2: a blank; 1: one if the same words are a blank elsewhere in the card; and where it stands."""
    span = match.span()
    place = page.place(span[0])
    if place == CODE:
        whole = _repository(page, *span)
        return (2, whole) if whole else (0, None)
    return (_in_prose(page, span, inner), span) if place in (TEXT, YAML, BIB) else (0, None)


def _in_prose(page, span, inner: str) -> int:
    if _NAME_PART.match(page.after(span[1])):
        return 0
    if page.place(span[0]) == BIB and words.is_slot(inner):
        return 2
    if page.place(span[0]) == YAML:
        return 2 if page.is_value(*span) else 0
    if words.is_order(inner) and not _reader(inner) or _PHRASE.match(inner) and not _in_prompt(page, span[0]):
        return 2
    if words.is_slot(inner) and page.is_field(*span) and not _reader(inner):
        return 2
    if _NAME.match(inner) and inner not in _TOKENS:
        return 2 if _stands_for_fact(page, *span) or _card_name(inner) and page.is_value(*span) else 1
    if words.is_slot(inner) and ("_" in inner or "-" in inner or " " in inner) or inner.lower().startswith("your"):
        return 2 if not _reader(inner) and (page.is_value(*span) or _repository(page, *span)) else 0
    return 0


def _card_name(inner: str) -> bool:
    return all(word in words.CARD_WORDS for word in words.words(inner))


def _stands_for_fact(page, start: int, end: int) -> bool:
    """In a heading, in bold or after "trained on", a name in capitals stands for something the author knows."""
    before, after = page.before(start), page.after(end)
    if _MADE.search(before):
        return True
    return before.lstrip().startswith("#") and not after.strip() or before.endswith("**") and after.startswith("**")


def _in_prompt(page, start: int) -> bool:
    return re.search(r"(?:SYSTEM|USER|ASSISTANT|HUMAN|PROMPT|INPUT)\s*:\s*\Z", page.before(start), re.IGNORECASE) is not None


def _reader(inner: str) -> bool:
    generic = ("text", "own") if inner.lower().startswith(("replace", "write", "put", "insert", "your", "placeholder")) else ()
    return any(
        word in words.READER_WORDS and word not in generic for word in words.words(inner)
    ) and not inner.lower().startswith(("insert link", "add", "describe"))


def _repository(page, start: int, end: int):
    """The span of `<a>/<b>` where code fetches the author's repository; None where the reader makes their own."""
    low = max(0, start - 80)
    for match in _IDS.finditer(page.text, low, end + 80):
        if match.start() <= start and end <= match.end():
            fence = page.body.fence_at(start)
            around = page.text[max(fence.start, start - 2_000) : min(fence.end, end + 2_000)] if fence else page.before(start)
            fetched = _GETS.search(page.before(match.start())) and not _MAKES.search(around)
            return match.span() if fetched else None
    return None
