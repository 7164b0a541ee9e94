"""Comments that leave findings out: what they name, what they cover, and which of them silenced nothing.

    <!-- cardwright: ignore RULE [RULE ...] -->        in the body: its own line; alone on it, the next line or code block too
    # cardwright: ignore RULE                          in the front matter, the same
    ... ignore-file RULE                               the whole file
A RULE is an id or a family. After ` -- ` or `:` follows the reason. Names are separated by blanks or commas.
"""

from __future__ import annotations

from collections import namedtuple
from itertools import islice

from . import rules
from .findings import Fix, replace
from .lazy import Lazy

MARK = "cardwright:"
OWN = frozenset(("suppression-unused", "suppression-unknown"))  # silenced by id only, never by their family
WORDS = ("ignore", "ignore-file")

Name = namedtuple("Name", "text start end")
Suppression = namedtuple("Suppression", "word names start end head places alone")
Suppression.__doc__ = """One comment.

word    "ignore", "ignore-file", or what was written for it
names   tuple of Name
head    offset after the word
places  what it covers: line numbers, ("fence", offset) of a code block, spans of what is missing, None for the whole file
alone   whether nothing else stands on its line
"""

_LIMIT = 10_000  # comments of a card that are looked at
_REACH = 500  # characters of a line beside a comment that are looked at
_LONGEST = 2000  # characters of a comment
_HTML = Lazy(r"<!--[ \t\r\n]{0,20}cardwright:[ \t\r\n]{0,20}([A-Za-z][\w-]{0,40})?")
_YAML = Lazy(r"(?:^|(?<=[ \t\r\n]))#[ \t]{0,20}cardwright:[ \t]{0,20}([A-Za-z][\w-]{0,40})?")
_REASON = Lazy(r"\s--(?:\s|\Z)|\s[—–]\s|:")
_NAME = Lazy(r"[^\s,]+")
_COMMENT = Lazy(r"<!--(?:[^-]|-(?!->))*-->")
_BLANKS = Lazy(r"[\s>]*")
_GOES_ON = Lazy(r"[ \t]|[-*+>]|[0-9]{1,9}[.)]")  # may belong to the list item above


def find(card) -> tuple[Suppression, ...]:
    """The suppression comments of a card, in reading order."""
    if MARK not in card.text:
        return ()
    return (*_in_front(card), *_in_body(card))


def _in_front(card):
    first, end = card.front.yaml
    found = list(islice(_YAML.finditer(card.text, first, end), _LIMIT))
    quoted = _scalars(card) if found else []
    top, below, stop, key = True, first, first, 0
    for match in found:
        start = match.start()
        if start < stop or any(a <= start < b for a, b in quoted):
            continue
        line, column = card.position(start)
        line_start, stop = start - column + 1, start - column + 1 + len(card.line_text(line))
        alone = not card.text[line_start:start].strip()
        top = top and not _content(card.text[below : max(below, line_start)])
        places = [line, *([card.opening_fence, card.body_first_line] if top else ())]
        if alone:
            key = key if line < key else _next_key(card, start, end) or card.position(end)[0] + 1
            places.append(key)
        top, below = top and alone, start
        yield _made(card, match, stop, places, alone)


def _content(text: str) -> bool:
    """Whether lines of YAML hold more than comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _scalars(card) -> list[tuple[int, int]]:
    """Where texts of the metadata stand that hold our mark, so that it is no comment there."""
    found, waiting, seen = [], [card.tree.root] if card.tree.root else [], set()
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            waiting += [*node.items, *(part for entry in node.entries for part in entry)]
            if node.kind == "scalar" and card.text.find(MARK, node.start, node.end) >= 0:
                found.append(node.span)
    return found


def _in_body(card):
    found = []
    for match in islice(_HTML.finditer(card.text, card.front.body), _LIMIT):
        start, closed = match.start(), card.text.find("-->", match.end(), match.end() + _LONGEST)
        if closed >= 0 and card.body.comments_between(start, start + 1) == ((start, closed + 3),):
            found.append((match, closed))
    below: dict[int, object] = {}  # line of a comment that stands alone -> what it covers below: the same for several
    made = []
    for match, closed in reversed(found):
        line, last = (card.position(offset)[0] for offset in (match.start(), closed))
        places, alone = [*range(line, last + 1)], _alone(card.text, match.start(), closed + 3)
        if alone:
            place = _next(card, closed + 3)
            below[line] = below.get(place, place)
            places.append(below[line])
        if match is found[0][0] and not card.text[card.front.body : match.start()].strip():
            places += _missing(card)
        made.append(_made(card, match, closed, places, alone))
    return reversed(made)


def _missing(card) -> list:
    """Where it is reported that something is missing, for a comment that opens the body."""
    return [card.body_first_line, *([] if card.front.closing else [card.opening_fence])]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether only other comments and marks of a quotation stand beside a comment."""
    low = text.rfind("\n", max(0, start - _REACH), start) + 1
    high = text.find("\n", end, end + _REACH)
    before, after = text[low or max(0, start - _REACH) : start], text[end : high if high >= 0 else end + _REACH]
    return not _COMMENT.sub("", before).strip(" \t>") and not _COMMENT.sub("", after).strip()


def _next(card, start: int):
    """What a comment that stands alone covers below it: a line's number, or ("fence", offset) of a code block; 0 for nothing."""
    start = _BLANKS.match(card.text, start).end()
    fence = card.body.fence_at(start)
    return ("fence", fence.start) if fence else card.position(start)[0] if start < len(card.text) else 0


def _next_key(card, start: int, end: int) -> int:
    """The line of the front matter below a comment, and below those that follow it; 0 for none."""
    while start >= 0:
        start = _BLANKS.match(card.text, start, end).end()
        if start == end:
            break
        if card.text[start] != "#":
            return card.position(start)[0]
        start = card.text.find("\n", start, end)
    return 0


def _made(card, match, stop: int, places, alone: bool) -> Suppression:
    word, head = match.group(1) or "", match.end()
    said = card.text[head:stop]
    reason = _REASON.search(said)
    said = said[: reason.start()] if reason else said
    names = tuple(Name(name[0], head + name.start(), head + name.end()) for name in _NAME.finditer(said))
    end = stop + 3 if match[0].startswith("<") else stop
    return Suppression(word, names, match.start(), end, head, (None,) if word == "ignore-file" else tuple(places), alone)


class Sieve:
    """Holds back the findings that a card's suppressions cover, and remembers which names did something.

    A finding is (where, rule, ...) as check.py has it before positions.
    """

    def __init__(self, card, suppressions) -> None:
        self.card = card
        self._waiting: dict[tuple, list[Name]] = {}  # (place, rule or family) -> the names that have not been of use yet
        self._used: set[Name] = set()
        for suppression in suppressions:
            for name in suppression.names if suppression.word in WORDS else ():
                for place in suppression.places:
                    self._waiting.setdefault((place, name.text), []).append(name)

    def passes(self, item) -> bool:
        """Whether no suppression covers a finding."""
        where, rule = item[:2]
        fence = self.card.body.fence_at(where[0])
        places = (None, where, self.card.position(where[0])[0], ("fence", fence.start) if fence else None)
        names = (rule.id,) if rule.id in OWN else (rule.id, rule.family)
        covers = [key for place in dict.fromkeys(places) for name in names if (key := (place, name)) in self._waiting]
        for key in covers:
            self._used.update(self._waiting[key])
            self._waiting[key] = []
        return not covers

    def idle(self, suppression: Suppression) -> tuple[Name, ...]:
        """The names of a suppression that silenced nothing."""
        return tuple(name for name in suppression.names if suppression.word in WORDS and name not in self._used)


def apply(raw: list, context, chosen: dict, said, most: int) -> list:
    """What the suppressions of a card leave of its findings; what they did not silence is kept as context.idle.

    chosen  what rules.chosen gave; said(rule, context) gives a rule's findings, at most `most` of them
    """
    sieve, counts = Sieve(context.card, context.suppressions), {}
    for item in raw:
        counts[item[1].id] = counts.get(item[1].id, 0) + 1
    left = [item for item in raw if sieve.passes(item)]
    selected = {rule_id for ids in chosen.values() for rule_id in ids}
    if "suppression-unused" not in selected:
        return left
    named = {name.text for suppression in context.suppressions for name in suppression.names}
    meant = {name: [r for r, family in rules.ids().items() if name in (r, family) and r not in OWN] for name in named}
    for rule_id in sorted({rule_id for ids in meant.values() for rule_id in ids} - selected):
        if not _ignored(rule_id, context):  # not asked for in this run, so asked here
            for item in said(rules.get(rule_id), context):
                sieve.passes(item)
    judged = {name for name, ids in meant.items() if ids and all(_judged(r, context, counts.get(r, 0) < most) for r in ids)}
    idle = [(one, [name for name in sieve.idle(one) if name.text in judged]) for one in context.suppressions]
    context.idle = [(one, names) for one, names in idle if names]
    return left + [item for item in said(rules.get("suppression-unused"), context) if sieve.passes(item)]


def _judged(rule_id: str, context, whole: bool) -> bool:
    """Whether a rule spoke about this card, and nothing of it was cut off."""
    return whole and not _ignored(rule_id, context) and rules.get(rule_id).needs in context.met


def _ignored(rule_id: str, context) -> bool:
    return rule_id in context.settings.ignore or rules.ids()[rule_id] in context.settings.ignore


def without(card, one: Suppression, names) -> Fix:
    """The Fix that takes names out of a suppression, and the comment away with the last of them."""
    kept = [name.text for name in one.names if name not in names]
    if kept:
        return replace((one.names[0].start, one.names[-1].end), " ".join(kept))
    separator = "\n" if "\n" in card.text else "\r"
    first = card.text.rfind(separator, 0, one.start) + 1
    last = card.text.find(separator, one.end) % (len(card.text) + 1)  # -1 is the end of the text
    before, after = card.text[first : one.start], card.text[one.end : last]
    sound = one.start >= card.front.body or not card.tree.problem  # in broken YAML a comment may be what keeps lines apart
    if before.strip() or after.strip():
        # A line that begins with a comment is HTML to its end, and a bare `-` below a paragraph makes it a heading.
        safe = sound and bool(before.strip(" \t>*+-|#=.)0123456789")) and not before.lstrip(" \t>").startswith("<!--")
        return replace((len(before.rstrip()) + first if before.strip() else one.start, one.end), "", safe)
    if one.start < card.front.body:
        start, end = card.front.yaml
        return replace((first, last + 1), "", sound and bool((card.text[start:first] + card.text[last + 1 : end]).strip()))
    return replace((first, min(last + 1, len(card.text))), "", _apart(card, first, last + 1))


def _apart(card, first: int, last: int) -> bool:
    """Whether what stands above and below these lines is the same to Markdown without them between."""
    above = [line.strip() for line in card.text[max(card.front.body, first - _LONGEST) : first].splitlines()]
    below = card.text[last : last + _LONGEST].splitlines()
    while above and _is_comment(above[-1]):
        above.pop()
    while below and _is_comment(below[0].strip()):
        del below[0]
    if above and above[-1] and below and below[0].strip():
        return False
    over, under = next(filter(None, reversed(above)), ""), next((line for line in below if line.strip()), "")
    return not over or over.startswith("#") or not _GOES_ON.match(under)


def _is_comment(line: str) -> bool:
    return line.startswith("<!--") and line.endswith("-->")
