"""When a rule can have anything to say: cheap conditions that spare a clean card most rules, and the import of them.

    always                    every card
    unread · void             the file is no text · it is empty
    unfound · hollow          the Hub sees no front matter · no metadata comes of it
    odd-yaml                  the front matter is not the plain YAML that plainyaml reads
    odd-closing · bom         blanks after the closing fence · a byte order mark
    violation                 the metadata breaks its schema
    key-missing · key-unknown a key the profile asks for is missing · a top-level key the Hub does not know
    blank                     something is unfilled
    fence                     there is a fenced code block
    foreign                   a character outside ASCII
    file                      the card came from a file, so that other files stand around it
    afterwards                never here: suppress.py asks it once the other rules have spoken
    key:NAME                  a top-level metadata key
    front:WORD · text:WORD    the front matter, or the whole card, holds these lower-case letters in any case

A condition may hold for a card that its rules are silent about; never the reverse.
"""

from __future__ import annotations


def holds(when: str, context) -> bool:
    """Whether one of the conditions of a row in rules.RULES holds."""
    if " | " in when:
        return any(holds(part, context) for part in when.split(" | "))
    kind, colon, word = when.partition(":")
    if not colon:
        return _NAMED[kind](context)
    if context.card is None:
        return False
    return _WITH_WORD[kind](word, context)


def _front(word: str, context) -> bool:
    start, end = context.card.front.yaml
    return word in context.lower if len(context.lower) != len(context.card.text) else context.lower.find(word, start, end) >= 0


_WITH_WORD = {
    "key": lambda word, context: word in context.card.metadata,
    "text": lambda word, context: word in context.lower,
    "front": _front,
}


def _metadata(context) -> dict:
    return context.card.metadata if context.card else {}


def _key_unknown(context) -> bool:
    from .known_keys import is_known

    return any(not is_known(key, context.settings.extra_keys) for key in _metadata(context))


_NAMED = {
    "always": lambda context: True,
    "afterwards": lambda context: False,
    "unread": lambda context: context.card is None,
    "void": lambda context: context.card is not None and not context.card.text.strip(),
    "unfound": lambda context: context.card is not None and context.card.front.state != "found",
    "hollow": lambda context: not _metadata(context),
    "odd-yaml": lambda context: context.card is not None,
    "odd-closing": lambda context: context.card is not None and context.card.front.closing != context.card.front.old_closing,
    "bom": lambda context: context.card is not None and context.card.bom,
    "violation": lambda context: context.card is not None and bool(context.violations),
    "key-missing": lambda context: any(key not in _metadata(context) for key in context.profile.required_keys),
    "key-unknown": _key_unknown,
    "blank": lambda context: context.card is not None and bool(context.placeholders),
    "fence": lambda context: context.card is not None and bool(context.card.body.fences),
    "foreign": lambda context: context.card is not None and not context.card.text.isascii(),
    "file": lambda context: context.files.folder is not None,
}
