"""How far cards are filled in, for a terminal or for programs (schemas/progress.schema.json)."""

from __future__ import annotations

from .. import __version__
from ..findings import printable
from ..progress import PRESENT, percent
from . import quantity, valid_unicode

FORMATS = ("text", "json")

_WIDTH = 79
_BAR = 10
_NAME = 42
_DONE, _BEGUN, _OPEN, _DIM, _BOLD, _RESET = "\033[32m", "\033[33m", "\033[31m", "\033[2m", "\033[1m", "\033[0m"


def render(cards, profile: str, format: str, color: bool = False, encoding: str = "utf-8") -> str:
    """A list of progress.Progress as text (bars of # where the encoding has no blocks) or JSON."""
    return _json(cards, profile) if format == "json" else _text(cards, profile, color, _signs(encoding))


def total(cards) -> int:
    """The mean of the cards in percent, 100 only when every card is."""
    return percent([card.percent / 100 for card in cards])


def _signs(encoding: str) -> tuple[str, str, str]:
    try:
        "█░…".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "#", ".", "..."
    return "█", "░", "…"


def _text(cards, profile: str, color: bool, signs) -> str:
    blocks = ["".join(_card(card, profile, color, signs)) for card in cards]
    if len(cards) > 1:
        blocks.append(f"{_ends('all ' + quantity(len(cards), 'card'), f'{total(cards)} %')}\n")
    return "\n".join(blocks)


def _card(card, profile: str, color: bool, signs):
    name = _clip(printable(card.path), _WIDTH - 8, signs)
    yield _paint(_ends(name, f"{card.percent} %"), _BOLD if color else "") + "\n"
    if card.problem:
        yield f"  cannot be read: {printable(card.problem)}\n"
        return
    left = sum(len(row.left) or row.state != PRESENT for row in card.sections)
    yield f"  profile {profile}: {card.filled} of {quantity(card.total, 'field')} filled in, {left} left\n\n"
    for row in card.sections:
        yield from _section(row, color, signs)


def _section(row, color: bool, signs):
    share = percent([row.share])
    done = int(row.share * _BAR)
    bar = signs[0] * done + signs[1] * (_BAR - done)
    tone = (_DONE if share == 100 else _BEGUN if share else _OPEN) if color else ""
    state = f"{row.filled} of {row.total}" if row.state == PRESENT else row.state
    name = _clip(printable(row.heading), _NAME, signs)
    yield f"  {name}{' ' * (_NAME - _columns(name))} {_paint(bar, tone)} {share:>3} %  {state}\n"
    lines: dict[int, list[str]] = {}
    for left in row.left:
        lines.setdefault(left.line, []).append(printable(left.text))
    for line, texts in lines.items():
        shown = _clip(", ".join(texts), _WIDTH - 10, signs)
        yield f"  {line:>5}  {_paint(shown, _DIM if color else '')}\n"


def _ends(left: str, right: str) -> str:
    return f"{left}{' ' * max(1, _WIDTH - _columns(left) - len(right))}{right}"


def _paint(text: str, tone: str) -> str:
    return f"{tone}{text}{_RESET}" if tone else text


def _columns(text: str) -> int:
    from .text import _columns as columns

    return columns(text)


def _clip(text: str, width: int, signs) -> str:
    """Text cut to a width of terminal columns."""
    if _columns(text) <= width:
        return text
    text = text[: width - len(signs[2])]
    while _columns(text) > width - len(signs[2]):
        text = text[:-1]
    return text + signs[2]


def _json(cards, profile: str) -> str:
    import json

    document = {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "profile": profile,
        "percent": total(cards),
        "cards": [_card_json(card) for card in cards],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _card_json(card) -> dict:
    return {
        "path": valid_unicode(card.path),
        "percent": card.percent,
        "fields": {"filled": card.filled, "total": card.total},
        "sections": [_section_json(row) for row in card.sections],
        **({"problem": card.problem} if card.problem else {}),
    }


def _section_json(row) -> dict:
    return {
        "slug": row.slug,
        "heading": row.heading,
        "line": row.line,
        "required": row.required,
        "state": row.state,
        "percent": percent([row.share]),
        "fields": {"filled": row.filled, "total": row.total},
        "left": [left._asdict() for left in row.left],
    }
