"""Forbidden phrases: thousands of literal texts found in one walk over a card, word by word.

A phrase is its words and signs in lower case; blanks, line ends and emphasis between them do not count. No pattern of a
policy's is ever compiled, so that none can be slow: the time is that of the card's words times those of the longest phrase.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, namedtuple

from ..card import letters
from ..lazy import Lazy

# Scripts without blanks between words (kana, Han, Thai, Lao, Khmer): there each character counts as a word.
_ALONE = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u0e00-\\u0eff\\u1780-\\u17ff"
_TOKEN = Lazy(rf"[{_ALONE}]|[^\W_{_ALONE}]+(?:_+[^\W_{_ALONE}]+)*|[^\s*_\w]")
_PLAIN = Lazy(r"[a-z0-9]+(?:_+[a-z0-9]+)*|[^\s*_\w]", 256)  # re.ASCII: the same for a card of ASCII in lower case, and quicker
_END = ""  # the key of a trie's node under which its phrase stands; no token is empty

Index = namedtuple("Index", "trie anchors loose")
Index.__doc__ = """Phrases, ready to be looked for.

trie     token -> the same of what may follow; under "" the (phrase, reason) that ends there
anchors  one of a phrase's words -> all words of each phrase that it stands for (card.letters)
loose    whether a phrase has no word of ASCII letters to find it by
"""

_indices: dict[str, Index] = {}  # digest of a policy -> its Index: thousands of phrases take longer than a card


def words(text: str) -> tuple[str, ...]:
    """The words and signs of a phrase, in lower case."""
    return tuple(token[0] for token in _TOKEN.finditer(_lower(text)))


def _lower(text: str) -> str:
    """As Card.lower: a capital that grows when lowered stays."""
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def index(policy) -> Index:
    """The Index of a policy's phrases."""
    if policy.digest not in _indices:
        _indices.clear() if len(_indices) > 4 else None
        _indices[policy.digest] = _index(policy.phrases)
    return _indices[policy.digest]


def _index(phrases) -> Index:
    trie: dict = {}
    for phrase, reason in phrases:
        node = trie
        for word in words(phrase):
            node = node.setdefault(word, {})
        node[_END] = phrase, reason
    needed = [letters(phrase) for phrase, _ in phrases]
    shared = Counter(word for each in needed for word in each)
    anchors: dict[bytes, list] = {}
    for each in filter(None, needed):  # by the word that the fewest phrases have, as that is the rarest in cards too
        anchors.setdefault(min(each, key=lambda word: (shared[word], -len(word), word)), []).append(each)
    return Index(trie, anchors, not all(needed))


def may_hold(policy, card) -> bool:
    """Whether a card may hold one of the phrases, by its words alone."""
    known, found = index(policy), card.words
    if known.loose or "\u212a" in card.text:  # the Kelvin sign is a k in lower case
        return True
    return any(needed <= found for word in known.anchors.keys() & found for needed in known.anchors[word])


def find(context):
    """Yield (start, end, phrase, reason) where a phrase stands in the prose of the body; of several at a place the longest."""
    card = context.card
    trie, lower, reached = index(context.settings.policy).trie, card.lower, card.front.body
    tokens = _PLAIN if lower.isascii() else _TOKEN
    for token in tokens.finditer(lower, reached):
        node = trie.get(token[0])
        if node is None or token.start() < reached:
            continue
        end, found = _longest(node, tokens, lower, token.end())
        if found and _is_prose(context, token.start(), end):
            reached = end
            yield token.start(), end, *found


def _longest(node: dict, tokens, lower: str, end: int):
    """(end, what stands there) of the longest phrase whose first word ends at `end`."""
    stop, found = end, node.get(_END)
    while node and (token := tokens.search(lower, end)) and (node := node.get(token[0])) is not None:
        end = token.end()
        if _END in node:
            stop, found = end, node[_END]
    return stop, found


def _is_prose(context, start: int, end: int) -> bool:
    """Whether a span is for readers: no code, no comment, no address that a link leads to."""
    body, links = context.card.body, context.links
    if not body.region(start) == body.region(end - 1) == "text":
        return False
    before = bisect_right(links, start, key=lambda link: link.at) - 1
    return before < 0 or start >= links[before].stop
