"""Characters that nobody sees: which of them stand in a card for no good reason, and whether they do harm there."""

from __future__ import annotations

from ..findings import Fix, replace
from ..lazy import Lazy

NAMES = {
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u200e": "a left-to-right mark",
    "\u200f": "a right-to-left mark",
    "\u2060": "a word joiner",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u3164": "a Hangul filler",
    "\ufeff": "a byte order mark in mid-text",
}
_HIDDEN = Lazy(
    "[\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
_TAGGED_FLAG = "\U0001f3f4"  # England, Scotland and Wales are a black flag and tag characters
_RIGHT_TO_LEFT = Lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BREAKS = "\u00ad\u200b\u2060"  # of use to whoever sets the text
_OPENS = " \t>*+-_|#=~`:.)0123456789"  # what a line of Markdown may begin with that is more than text
_WAITS = frozenset("<&\\![#")  # means more with the right character beside it
_WORD = 300  # characters of an address that are looked back over


def find(card) -> list[tuple[int, int, bool]]:
    """(start, end, whether it does harm there) of every run of hidden characters without a good reason."""
    text = card.text
    return [
        (*match.span(), harm)
        for match in _HIDDEN.finditer(text)
        if not _wanted(text, *match.span()) and ((harm := harmful(card, match.start())) or match[0].strip(_BREAKS))
    ]


def harmful(card, offset: int) -> bool:
    """Whether an offset stands in front matter, code or an address: where a machine reads every character."""
    start, end = card.front.yaml
    if start <= offset < end or card.body.region(offset) in ("fence", "code", "span"):
        return True
    before = card.text[max(0, offset - _WORD) : offset].split()
    word = before[-1] if before and not card.text[offset - 1].isspace() else ""
    return "://" in word or "](" in word.rpartition(")")[2]


def describe(run: str) -> str:
    """`a zero-width space (U+200B)`."""
    name = NAMES.get(run[0], "an invisible character")
    more = f" and {len(run) - 1} more" if len(run) > 1 else ""
    return f"{name} (U+{ord(run[0]):04X}{more})"


def without(card, start: int, end: int) -> Fix:
    """The Fix that takes a run of hidden characters out; where they were all that kept Markdown from being read as such,
    it is not safe. A line break of a word processor becomes a blank.
    """
    text = card.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if any(mark in text[start:end] for mark in "\u2028\u2029") and before.strip() and after.strip():
        return replace((start, end), " ", safe=False)
    return replace((start, end), "", safe=_keeps_apart_nothing(card, start, end))


def _keeps_apart_nothing(card, start: int, end: int) -> bool:
    text, (yaml, closing) = card.text, card.front.yaml
    low = max(text.rfind("\n", max(0, start - _WORD), start), text.rfind("\r", max(0, start - _WORD), start), start - _WORD - 1)
    before, left, right = text[low + 1 : start], text[start - 1 : start], text[end : end + 1]
    if yaml <= start < closing:
        return left.isalnum() or right.isalnum()
    if card.body.region(start) == "fence":
        # The block could end here, or an HTML block around it, at a line that becomes blank.
        return bool(before.strip(_OPENS)) or not (right.isspace() or {before.strip()[-1:], right} & {"`", "~"})
    if left in _WAITS or right in _WAITS:
        return False
    if right.isalpha():
        return True
    if not before.strip(_OPENS):  # a line's first characters say what it is
        return False
    if _marks(left) and (_marks(right) or not right.strip()) or _marks(right) and not left.strip():
        return False
    return not (before.endswith("  ") and not right.strip())


def _marks(character: str) -> bool:
    return character.isascii() and character.isprintable() and not character.isalnum() and character not in " .,;"


def _wanted(text: str, start: int, end: int) -> bool:
    """Emoji are joined, Indic and Persian letters too; Thai has no blanks to break at; marks belong into Arabic and Hebrew."""
    before, after, run = text[start - 1 : start], text[end : end + 1], text[start:end]
    if run[0] in "\u200e\u200f":
        around = text[max(0, start - 100) : end + 100]
        return _RIGHT_TO_LEFT.search(around) is not None
    if run[0] >= "\U000e0000":
        return before == _TAGGED_FLAG and run[-1] == "\U000e007f"
    if run == "\u200d":
        return before > "\x7f"  # one at the end of an emoji does no harm
    return len(run) == 1 and run in "\u200b\u200c" and (before > "\x7f" or after > "\x7f")
