"""The managed blocks of a card. Every byte outside them is its author's.

    <!-- cardwright:begin results sha256=0123456789ab -->      a block; the checksum tells whether somebody wrote in it
    ...
    <!-- cardwright:end results -->
    <!-- cardwright:absent citation changelog -->              blocks with nothing to say yet
    <!-- cardwright:template capstone -->                      the template, where it is not the usual one
NAME/bare is a block below a heading of the author's own, and has none itself.
"""

from __future__ import annotations

import hashlib
from collections import namedtuple

from ..errors import CardwrightError
from ..lazy import Lazy

Text = namedtuple("Text", "text")
Text.__doc__ = "The author's own, byte for byte."
Block = namedtuple("Block", "name bare checksum content text line")
Block.__doc__ = """A managed block.

bare      whether it has no heading
checksum  the one in its marker, None without
content   what stands in it; text: the whole of it with its markers
line      the line it begins on
"""
Absent = namedtuple("Absent", "names text line")
Absent.__doc__ = """A marker of blocks that have nothing to say: (name, bare) pairs."""

_MARK = Lazy(r"<!--[ \t]{0,9}cardwright:(begin|end|absent|template)((?:[ \t]+[^\s<>]{1,80}){1,200})[ \t]{0,9}-->\Z")
_BARE = "/bare"


def is_managed(card) -> bool:
    """Whether a card holds blocks of ours, or names its template; markers in code are somebody's example."""
    return "<!-- cardwright:" in card.text and next(_marks(card), None) is not None


def checksum(content: str) -> str:
    """Twelve hexadecimal digits of a block's content, however its lines end."""
    return hashlib.sha256(content.replace("\r\n", "\n").strip("\n").encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _marks(card):
    """(start, end, word, arguments) of every marker outside code."""
    for start, end in card.body.comments:
        match = _MARK.match(card.text[start:end])
        if match and card.body.block(start) == "comment":
            yield start, end, match[1], match[2].split()


def line_end(text: str) -> str:
    """How the lines of a card end."""
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def template(card) -> str | None:
    """The template that a card says it is made from."""
    return next((arguments[0] for _, _, word, arguments in _marks(card) if word == "template"), None)


def segments(card, path: str) -> list:
    """The body as Text, Block and Absent, in order. Raises CardwrightError for markers that do not pair."""
    found, reached, opened, seen = [], card.front.body, None, set()
    for start, end, word, arguments in _marks(card):
        line = card.position(start)[0]
        if word == "template":
            continue
        names = [_named(argument) for argument in arguments if "=" not in argument]
        if opened and (word != "end" or names[:1] != [opened[1]]):
            raise _wrong(path, line, f"`{opened[1][0]}`, which begins on line {opened[3]}, is not ended before this marker")
        if word == "end":
            if not opened:
                raise _wrong(path, line, f"`{names[0][0]}` ends here and begins nowhere")
            found.append(_block(card.text, opened, (start, end)))
            opened = None
        else:
            _once(seen, names, path, line)
            found.append(Text(card.text[reached:start]))
            if word == "begin":
                sums = [argument[7:] for argument in arguments if argument.startswith("sha256=")]
                opened = start, names[0], (end, sums[0] if sums else None), line
            else:
                found.append(Absent(tuple(names), card.text[start:end], line))
        reached = end
    if opened:
        raise _wrong(path, opened[3], f"`{opened[1][0]}` begins here and ends nowhere")
    return [*found, Text(card.text[reached:])]


def _wrong(path: str, line: int, message: str) -> CardwrightError:
    return CardwrightError(
        f"{path}:{line}: {message}", "put the markers right, or take both of the block's away to make it yours"
    )


def _once(seen: set, names, path: str, line: int) -> None:
    for name, _ in names:
        if name in seen:
            raise _wrong(path, line, f"there is a second block `{name}`")
        seen.add(name)


def _named(argument: str) -> tuple[str, bool]:
    return argument.removesuffix(_BARE), argument.endswith(_BARE)


def _block(text: str, opened, closing) -> Block:
    start, (name, bare), (inside, checksum), line = opened
    return Block(name, bare, checksum, text[inside : closing[0]], text[start : closing[1]], line)


def edited(block: Block) -> bool:
    """Whether somebody wrote in a block since it was rendered."""
    return bool(block.content.strip()) if block.checksum is None else checksum(block.content) != block.checksum


def written(name: str, bare: bool, content: str) -> str:
    """A block with its markers; its lines end in \\n."""
    content = content.strip("\n")
    mark = name + (_BARE if bare else "")
    return f"<!-- cardwright:begin {mark} sha256={checksum(content)} -->\n{content}\n<!-- cardwright:end {mark} -->"


def absent(names) -> str:
    return f"<!-- cardwright:absent {' '.join(name + (_BARE if bare else '') for name, bare in names)} -->"


def marked_template(name: str) -> str:
    return f"<!-- cardwright:template {name} -->"


def composed(parts) -> str:
    """A new card's body: (name, content) pairs, the name "" for text that is not managed from now on."""
    pieces, waiting = [], []
    for name, content in parts:
        if name and not content.strip():
            waiting.append((name, False))
            continue
        if not content.strip():
            continue
        pieces += [absent(waiting)] if waiting else []
        waiting = []
        pieces.append(written(name, False, content) if name else content.strip("\n"))
    return "\n\n".join([*pieces, *([absent(waiting)] if waiting else [])]) + "\n"


def updated(found: list, content, line_end: str) -> str:
    """The body with every block's content anew. `content(name, bare)` is a block's text, "" for none, None to leave it alone.

    A block that says what it said keeps its bytes.
    """
    pieces = []
    for segment in found:
        if isinstance(segment, Text):
            pieces.append(segment.text)
        elif isinstance(segment, Absent):
            pieces.append(_arrived(segment, content, line_end))
        else:
            new = content(segment.name, segment.bare)
            same = new is None or (checksum(new) == checksum(segment.content) and bool(new.strip()))
            if same and (new is None or segment.checksum == checksum(new)):
                pieces.append(segment.text)
            elif new.strip():
                pieces.append(written(segment.name, segment.bare, new).replace("\n", line_end))
            else:
                pieces.append(absent([(segment.name, segment.bare)]))
    return "".join(pieces)


def _arrived(segment: Absent, content, line_end: str) -> str:
    """A marker of absent blocks, with those in their places that have something to say by now."""
    pieces, waiting = [], []
    for name, bare in segment.names:
        new = content(name, bare)
        if new and new.strip():
            pieces += [absent(waiting)] if waiting else []
            pieces.append(written(name, bare, new))
            waiting = []
        else:
            waiting.append((name, bare))
    if not pieces:
        return segment.text
    return "\n\n".join([*pieces, *([absent(waiting)] if waiting else [])]).replace("\n", line_end)


def headless(content: str) -> str:
    """A block's text without the heading it begins with."""
    first, _, rest = content.strip("\n").partition("\n")
    return rest.strip("\n") if first.startswith("#") else content
