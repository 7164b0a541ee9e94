"""When a rule can have anything to say: cheap conditions that spare a clean card most rules, and the import of them.

    always                    every card
    afterwards                never here: suppress.py asks it once the other rules have spoken
    unread · void             the file is no text · it is empty
    unfound · hollow          the Hub sees no front matter · no metadata comes of it
    odd-yaml                  the front matter is not the plain YAML that plainyaml reads
    odd-closing · bom         blanks after the closing fence · a byte order mark
    violation                 the metadata breaks its schema
    bare-base · own-base      base_model names no repository of somebody's · it may be the model itself
    quantized-base            a base without a relation, and words of quantization
    bare-dataset · colon-tag  a dataset without an owner · a tag with a colon
    untold                    a number of the model-index does not stand in the text
    repeated                  a list of texts in the metadata holds one twice
    key-missing · key-unknown a key the profile asks for is missing · a top-level key the Hub does not know
    vague-licence             the name of a family of licences
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
    odd-link                  more than a label and a plain web address or anchor, or brackets that may be meant as a link
    relative-link · anchor    a file's card has a link that may lead to another file · to an anchor of the card
    hub-page                  an address of the Hub with three or more parts that is not plainly one of a repository's pages
    online                    the Hub is to be asked
    file                      the card came from a file, so that other files stand around it
    model                     its folder looks like a model's repository, by the names of what it holds
    key:NAME                  a top-level metadata key
    beside:WORD               beside it stands something whose name begins with these lower-case letters in any case
    value:NAME=WORD           a top-level metadata key is that word, or a list that holds it
    policy:WHAT               the organisation's policy may have something to say of it (policy/signs.py)
    word:WORD · text:LETTERS  the card holds this word of ASCII letters · these letters, both in any case (give lower case)

A condition may hold for a card that its rules are silent about; never the reverse.
"""

from __future__ import annotations

from functools import cache

from . import claimsigns, glance, hiddensigns


@cache
def tests(when: str) -> tuple:
    """(test, word) pairs of a row's condition in rules.RULES; it holds when one test(context, card, word) is true."""
    parts = [part.partition(":") for part in when.split(" | ")]
    return tuple((_WITH_WORD[kind], word) if colon else (_NAMED[kind], None) for kind, colon, word in parts)


def may_speak_of_files(when: str) -> bool:
    """Whether a rule can have anything to say about a file that is no text."""
    return not {"always", "unread"}.isdisjoint(when.split(" | "))


def _glance(look):
    """A condition of glance.py or claimsigns.py."""
    return lambda context, card, _: look(context)


def _value(context, card, word: str) -> bool:
    key, _, wanted = word.partition("=")
    value = card.metadata.get(key)
    return value == wanted or (type(value) is list and wanted in value)


def _key_unknown(context, card, _) -> bool:
    from ..known_keys import is_known

    return any(not is_known(key, context.settings.extra_keys) for key in card.metadata)


def _bare_base(context, card, _) -> bool:
    return card.metadata.get("base_model") == [] or any("/" not in name for _, name in card.texts("base_model"))


def _own_base(context, card, _) -> bool:
    own = (context.settings.repo, *card.own_names)
    return any(name in own for _, name in card.texts("base_model"))


def _quantized_base(context, card, _) -> bool:
    """Whether something may say that a model with a base and no relation to it is quantized."""
    metadata = card.metadata
    if "base_model" not in metadata or "base_model_relation" in metadata:
        return False
    return "quantized_by" in metadata or not _QUANTIZED.isdisjoint(card.words)


_QUANTIZED = frozenset(
    b"gptq awq exl hqq aqlm torchao bitsandbytes bnb compressed compressor quantized quantization quantised int bit w fp nvfp"
    b" mxfp".split()
)


def _repeated(context, card, _) -> bool:
    return any(type(value) is list and len(set(map(str, value))) < len(value) for value in card.metadata.values())


def _empty(context, card, _) -> bool:
    from .. import outline

    return outline.may_be_empty(card)


def _link(sign: str):
    return lambda context, card, _: sign in context.link_signs


# The most common of the Hub's libraries: a card with one of them needs no look at the whole list.
_FAMILIES = frozenset(("openrail", "bsd", "cc", "gfdl", "gpl", "lgpl", "odc-by", "odbl"))  # x-families of the licences
_LIBRARIES = frozenset(("transformers", "peft", "diffusers", "sentence-transformers", "timm", "mlx", "keras"))


def _policy(context, card, what: str) -> bool:
    if context.settings.policy is None:
        return False
    from ..policy import signs

    return signs.MAY[what](context.settings.policy, card)


_WITH_WORD = {
    "key": lambda context, card, key: key in card.metadata,
    "value": _value,
    "policy": _policy,
    "word": lambda context, card, word: word.encode() in card.words,
    "text": lambda context, card, letters: letters in context.lower,
    "beside": lambda context, card, word: context.files.listing.begins(word),
    "column": lambda context, card, role: claimsigns.column(context, role),
}
_NAMED = {
    "always": lambda context, card, _: True,
    "afterwards": lambda context, card, _: False,
    "unread": lambda context, card, _: card is None,
    "void": lambda context, card, _: not card.text.strip(),
    "unfound": lambda context, card, _: card.front.state != "found",
    "hollow": lambda context, card, _: not card.metadata,
    "odd-yaml": lambda context, card, _: card.plain is None,
    "odd-closing": lambda context, card, _: card.front.closing != card.front.old_closing,
    "bom": lambda context, card, _: card.bom,
    "repeated": _repeated,
    "bare-base": _bare_base,
    "own-base": _own_base,
    "quantized-base": _quantized_base,
    "bare-dataset": lambda context, card, _: any("/" not in name for _, name in card.texts("datasets")),
    "colon-tag": lambda context, card, _: any(":" in tag for _, tag in card.texts("tags")),
    "untold": lambda context, card, _: "model-index" in card.metadata and not claimsigns.all_told(card),
    "violation": lambda context, card, _: context.violations,
    "key-missing": lambda context, card, _: any(key not in card.metadata for key in context.profile.required_keys),
    "key-unknown": _key_unknown,
    "vague-licence": lambda context, card, _: any(name in _FAMILIES for _, name in card.texts("license")),
    "rare-library": lambda context, card, _: (
        "library_name" in card.metadata and card.metadata["library_name"] not in tuple(_LIBRARIES)
    ),
    "missing": lambda context, card, _: context.doubts.missing,
    "misplaced": lambda context, card, _: context.doubts.misplaced,
    "skips": lambda context, card, _: context.doubts.skips,
    "empty": _empty,
    "results": lambda context, card, _: "model-index" in card.metadata and context.results_doubtful,
    "blank": lambda context, card, _: context.placeholders,
    "fence": lambda context, card, _: card.body.fences,
    "broken-code": _glance(glance.broken),
    "open-name": _glance(glance.unbound),
    "removed-call": _glance(glance.removed),
    "odd-load": _glance(glance.odd_load),
    "adapter-load": _glance(glance.adapter_load),
    "chat": _glance(glance.chat),
    "device": _glance(glance.device),
    "repo": lambda context, card, _: bool(context.settings.repo),
    "command": _glance(glance.command),
    "package": _glance(glance.package),
    "odd-citation": _glance(glance.citation),
    "told-licence": _glance(glance.licence),
    "told-base": _glance(glance.base),
    "told-language": _glance(glance.language),
    "told-sizes": _glance(glance.sizes),
    "home": _glance(glance.home),
    "blob-image": lambda context, card, _: b"blob" in card.words and ("![" in card.text or b"img" in card.words),
    "foreign": lambda context, card, _: not card.text.isascii(),
    "control": lambda context, card, _: hiddensigns.control(card.text),
    "secretive": _glance(hiddensigns.secretive),
    "beyond": _glance(claimsigns.beyond),
    "alike": _glance(claimsigns.alike),
    "evidence": lambda context, card, _: context.files.listing.results,
    "variants": lambda context, card, _: context.files.listing.holds_tensors and claimsigns.quantized(context),
    "quantized": _glance(claimsigns.quantized),
    "odd-link": _link("odd"),
    "relative-link": lambda context, card, _: context.files.folder is not None and "relative" in context.link_signs,
    "anchor": _link("anchor"),
    "hub-page": _link("page"),
    "online": lambda context, card, _: bool(context.settings.online),
    "file": lambda context, card, _: context.files.folder is not None,
    "model": lambda context, card, _: context.files.listing.holds_model,
}
