"""When a rule can have anything to say: cheap conditions that spare a clean card most rules, and the import of them.

    always                    every card
    afterwards                never here: suppress.py asks it once the other rules have spoken
    unread · void             the file is no text · it is empty
    unfound · hollow          the Hub sees no front matter · no metadata comes of it
    odd-yaml                  the front matter is not the plain YAML that plainyaml reads
    odd-closing · bom         blanks after the closing fence · a byte order mark
    violation                 the metadata breaks its schema
    repeated                  a list of texts in the metadata holds one twice
    key-missing · key-unknown a key the profile asks for is missing · a top-level key the Hub does not know
    rare-library              library_name is none of the most common ones
    missing · misplaced · skips · empty   the headings leave room for doubt about the sections (outline.doubts)
    results                   model-index is anything but ordinary (modelindex.ordinary)
    blank                     something is unfilled
    fence                     there is a fenced code block
    broken-code · open-name   Python that does not parse · that uses a name it does not bind
    removed-call · chat       Python with words of what libraries took out · apply_chat_template without all it should say
    odd-load · adapter-load   a text that may be a path or a folder where Python loads something · an adapter may be loaded
    device · repo             device_map and cuda · the repository's id is known
    command · package         a command of the Hub's client that may be retired · a module's name where something is installed
    odd-citation              BibTeX that is not written in the plain way
    told-licence · told-base · told-language · told-sizes   the text may say something else about them than the metadata
    blob-image                an image, and the address of a page that shows a file
    home                      a path of somebody's machine may stand in the text
    foreign                   a character outside ASCII
    control · secretive       a control character other than tab and line ends · what a token, a key or a password begins with
    column:ROLE               a pipe table has a column for it: delta, status or rate
    beyond · alike            a number in a table or in per cent may be too large · two rows of a table begin alike
    evidence · variants       result files stand beside the card · safetensors do, and it may tell what quantization saves
    quantized                 words of a quantized model, and of what that saves or costs
    odd-link                  a link that is more than [label](plain web address or anchor), or brackets that may be meant as one
    relative-link · anchor    a file's card has a link that may lead to another file · to an anchor of the card
    hub-page                  an address of the Hub with three or more parts that is not plainly one of a repository's pages
    online                    the Hub is to be asked
    file                      the card came from a file, so that other files stand around it
    model                     its folder looks like a model's repository, by the names of what it holds
    key:NAME                  a top-level metadata key
    beside:WORD               beside it stands something whose name begins with these lower-case letters in any case
    value:NAME=WORD           a top-level metadata key is that word, or a list that holds it
    word:WORD · text:LETTERS  the card holds this word of ASCII letters · these letters, both in any case (give lower case)

A condition may hold for a card that its rules are silent about; never the reverse.
"""

from __future__ import annotations

from functools import cache

from . import claimsigns, glance


def holds(when: str, context) -> bool:
    """Whether one of the conditions of a row in rules.RULES holds."""
    for test, word in _tests(when):
        if test(context, word):
            return True
    return False


@cache
def _tests(when: str) -> tuple:
    parts = [part.partition(":") for part in when.split(" | ")]
    return tuple((_WITH_WORD[kind], word) if colon else (_NAMED[kind], None) for kind, colon, word in parts)


def _on_card(test):
    """A condition on the card's text, which never holds for a file that is no text."""
    return lambda context, word: context.card is not None and test(context, context.card, word)


def _glance(look):
    """A condition of glance.py."""
    return lambda context, _: context.card is not None and look(context)


def _value(context, card, word: str) -> bool:
    key, _, wanted = word.partition("=")
    value = card.metadata.get(key)
    return value == wanted or (type(value) is list and wanted in value)


def _key_unknown(context, card, _) -> bool:
    from .known_keys import is_known

    return any(not is_known(key, context.settings.extra_keys) for key in card.metadata)


def _repeated(context, card, _) -> bool:
    return any(type(value) is list and len(set(map(str, value))) < len(value) for value in card.metadata.values())


def _empty(context, card, _) -> bool:
    from . import outline

    return outline.may_be_empty(card)


def _link(sign: str):
    return _on_card(lambda context, card, _: sign in context.link_signs)


_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127, *range(128, 160))))
_PRINTED = bytes((10, *range(32, 127)))
# What tokens begin with, by the word in it; at least _SHORTEST letters, digits and the like follow.
_TOKENS = {b"hf": "hf_", b"org": "api_org_", b"sk": "sk-", b"gsk": "gsk_", b"github": "github_pat_", b"glpat": "glpat-"}
_TOKENS.update((f"gh{kind}".encode(), f"gh{kind}_") for kind in "pousr")
_TOKENS.update((f"xox{kind}".encode(), f"xox{kind}-") for kind in "abeoprs")
_SHORTEST = 20
_OTHERS = {b"aws": "aws_secret", b"private": "PRIVATE KEY"}
_KEYED = frozenset((*_TOKENS, *_OTHERS, b"wandb"))
_BEGINNINGS = (("K", "AKIA"), ("S", "ASIA"), ("z", "AIza"), ("J", "eyJ"))  # after a letter of it: one is found ten times as fast


def _has_control(context, card, _) -> bool:
    text = card.text
    if text.isascii() and not text.encode().translate(None, _PRINTED):
        return False
    return any(map(text.__contains__, _CONTROLS))


def secretive(context) -> bool:
    """Whether a card holds what a token, a key or a password in an address begins with."""
    text = context.card.text
    if any([letter in text and word in text for letter, word in _BEGINNINGS]):
        return True
    for word in _KEYED & context.card.words:
        if (
            word == b"wandb"
            and _wandb(context.lower)
            or _OTHERS.get(word, "\0") in text
            or word in _TOKENS
            and _token(text, _TOKENS[word])
        ):
            return True
    return _password(text)


def _token(text: str, start: str) -> bool:
    """Whether something as long as a token follows its first letters."""
    at = text.find(start)
    while at >= 0:
        at += len(start)
        rest = text[at : at + _SHORTEST].replace("-", "").replace("_", "")
        if rest.isalnum() and len(text[at : at + _SHORTEST]) == _SHORTEST:
            return True
        at = text.find(start, at)
    return False


def _wandb(lower: str) -> bool:
    """Whether a key or a login stands near the name."""
    at = lower.find("wandb")
    while at >= 0:
        near = lower[max(0, at - 100) : at + 100]
        if "key" in near or "login" in near:
            return True
        at = lower.find("wandb", at + 5)
    return False


def _password(text: str) -> bool:
    """Whether an `@` follows a colon in the part of an address before it."""
    at = text.find("@")
    while at >= 0:
        slashes = text.rfind("://", max(0, at - 200), at)
        if slashes >= 0 and ":" in (login := text[slashes + 3 : at]) and "/" not in login and len(login.split()) == 1:
            return True
        at = text.find("@", at + 1)
    return False


# The most common of the Hub's libraries: a card with one of them needs no look at the whole list.
_LIBRARIES = frozenset(("transformers", "peft", "diffusers", "sentence-transformers", "timm", "mlx", "keras"))


_WITH_WORD = {
    "key": _on_card(lambda context, card, key: key in card.metadata),
    "value": _on_card(_value),
    "word": _on_card(lambda context, card, word: word.encode() in card.words),
    "text": _on_card(lambda context, card, letters: letters in context.lower),
    "beside": _on_card(lambda context, card, word: context.files.listing.begins(word)),
    "column": _on_card(lambda context, card, role: claimsigns.column(context, role)),
}
_NAMED = {
    "always": lambda context, _: True,
    "afterwards": lambda context, _: False,
    "unread": lambda context, _: context.card is None,
    "void": _on_card(lambda context, card, _: not card.text.strip()),
    "unfound": _on_card(lambda context, card, _: card.front.state != "found"),
    "hollow": _on_card(lambda context, card, _: not card.metadata),
    "odd-yaml": _on_card(lambda context, card, _: card.plain is None),
    "odd-closing": _on_card(lambda context, card, _: card.front.closing != card.front.old_closing),
    "bom": _on_card(lambda context, card, _: card.bom),
    "repeated": _on_card(_repeated),
    "violation": _on_card(lambda context, card, _: context.violations),
    "key-missing": _on_card(lambda context, card, _: any(key not in card.metadata for key in context.profile.required_keys)),
    "key-unknown": _on_card(_key_unknown),
    "rare-library": _on_card(
        lambda context, card, _: "library_name" in card.metadata and card.metadata["library_name"] not in tuple(_LIBRARIES)
    ),
    "missing": _on_card(lambda context, card, _: context.doubts.missing),
    "misplaced": _on_card(lambda context, card, _: context.doubts.misplaced),
    "skips": _on_card(lambda context, card, _: context.doubts.skips),
    "empty": _on_card(_empty),
    "results": _on_card(lambda context, card, _: "model-index" in card.metadata and context.results_doubtful),
    "blank": _on_card(lambda context, card, _: context.placeholders),
    "fence": _on_card(lambda context, card, _: card.body.fences),
    "broken-code": _glance(glance.broken),
    "open-name": _glance(glance.unbound),
    "removed-call": _glance(glance.removed),
    "odd-load": _glance(glance.odd_load),
    "adapter-load": _glance(glance.adapter_load),
    "chat": _glance(glance.chat),
    "device": _glance(glance.device),
    "repo": _on_card(lambda context, card, _: bool(context.settings.repo)),
    "command": _glance(glance.command),
    "package": _glance(glance.package),
    "odd-citation": _glance(glance.citation),
    "told-licence": _glance(glance.licence),
    "told-base": _glance(glance.base),
    "told-language": _glance(glance.language),
    "told-sizes": _glance(glance.sizes),
    "home": _glance(glance.home),
    "blob-image": _on_card(lambda context, card, _: b"blob" in card.words and ("![" in card.text or b"img" in card.words)),
    "foreign": _on_card(lambda context, card, _: not card.text.isascii()),
    "control": _on_card(_has_control),
    "secretive": _on_card(lambda context, card, _: secretive(context)),
    "beyond": _on_card(lambda context, card, _: claimsigns.beyond(context)),
    "alike": _on_card(lambda context, card, _: claimsigns.alike(context)),
    "evidence": _on_card(lambda context, card, _: context.files.listing.results),
    "variants": _on_card(lambda context, card, _: context.files.listing.holds_tensors and claimsigns.quantized(context)),
    "quantized": _on_card(lambda context, card, _: claimsigns.quantized(context)),
    "odd-link": _link("odd"),
    "relative-link": _on_card(lambda context, card, _: context.files.folder is not None and "relative" in context.link_signs),
    "anchor": _link("anchor"),
    "hub-page": _link("page"),
    "online": lambda context, _: bool(context.settings.online),
    "file": _on_card(lambda context, card, _: context.files.folder is not None),
    "model": _on_card(lambda context, card, _: context.files.listing.holds_model),
}
