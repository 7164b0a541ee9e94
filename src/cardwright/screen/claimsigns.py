"""Whether a card may hold what the rules about claims look for, told at a glance: most cards make none that could be wrong."""

from __future__ import annotations

from .. import modelindex
from ..lazy import Lazy

# Words of which each claim about quantization holds one (savings.py), and those of a quantized model.
_SAVED = frozenset(b"memory size vram storage smaller reduction faster speed speedup loss degradation drop".split())
_QUANTIZED = frozenset(b"gguf awq gptq nf fp int uint bit bits q".split())
# Words of which the header of a column of each role holds one (columns.py), unless it has letters outside ASCII.
COLUMNS = {
    "delta": frozenset(b"improvement improvements delta gain gains uplift change diff difference".split()),
    "status": frozenset(b"status verdict pass passed met ok fail passes meets".split()),
    "rate": frozenset(b"rate pass success".split()),
}
# Words of which the name of each metric without a limit holds one (metrics.py).
FREE = frozenset(b"perplexity ppl loss mse rmse squared fid".split())
# A number that may be above 100, in a line and where a cell begins.
_HIGH = Lazy(r"(?<![0-9.,])[0-9]{3}|[0-9],[0-9]{3}|[0-9][ \t]{0,3}[kmbeKMBE]")
_HIGH_CELL = Lazy(  # the words: about, approx., up to
    r"[|\n][^|0-9A-Za-z\n]{0,14}(?:[A-Za-z]{2,6}[. ]{1,2}){0,2}[^|0-9A-Za-z\n]{0,9}"
    r"(?:[0-9]{1,2}(?:[0-9]|,[0-9]{3})|[0-9.,]{1,40}[ \t]{0,3}[kmbeKMBE])"
)
_LONGEST = 300  # characters of a line that readings.lines reads, and more


def quantized(context) -> bool:
    """Whether a card may tell what quantization saves or costs."""
    words = context.card.words
    return not words.isdisjoint(_SAVED) and (not words.isdisjoint(_QUANTIZED) or "quanti" in context.lower)


def column(context, role: str) -> bool:
    """Whether a table has a column of a role."""
    card = context.card
    if "|" not in card.text or (card.words.isdisjoint(COLUMNS[role]) and card.text.isascii()):
        return False
    return role in context.column_roles


def beyond(context) -> bool:
    """Whether a number in a table or in per cent may be above 100, or a number in per cent of a metric without a limit."""
    text = context.card.text
    percent = "%" in text or not text.isascii() or b"percent" in context.card.words
    free = percent and not FREE.isdisjoint(context.card.words)
    for table in context.tables:
        if free or table.is_weighty or (_HIGH.search(text, *table.reach) and _HIGH_CELL.search(text, *table.reach)):
            return True
    return "%" in text and (free or any(_HIGH.search(text, *line) for line in _with_percent(text, context.card.body.start)))


def _with_percent(text: str, at: int):
    """The beginnings of the lines that hold a %."""
    at = text.find("%", at)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield start, min(end, start + _LONGEST)
        at = text.find("%", end)


def alike(context) -> bool:
    """Whether two rows of a table may begin with the same words."""
    return any(_alike(table) for table in context.tables)


def _alike(table) -> bool:
    if table.is_weighty:
        return True
    labels = [label for label in table.labels() if label]
    return len(set(labels)) < len(labels)


_PLACES = 1000  # of a number that are looked at


def all_told(card) -> bool:
    """Whether the text has every number of the model-index as it stands there: a look that spares most cards the comparison."""
    for _, metric in modelindex.metrics(card):
        value = metric.get("value")
        form = str(value) if isinstance(value, (int, float)) else ""
        if len(form) < 3 or not stands(card.text, form, card.front.body):
            return False
    return True


def stands(text: str, number: str, at: int) -> bool:
    """Whether a number stands in a text from an offset on, and not as a part of a longer one; its first places count."""
    for _ in range(_PLACES):
        at = text.find(number, at)
        if at < 0:
            return False
        end = at + len(number)
        before, after = text[max(0, at - 1) : at], text[end : end + 20]
        after = after.lstrip("0")[:1] if "." in number else after[:1]  # 0.8530 is 0.853
        if not (before.isdecimal() or before == "." or after.isdecimal()):
            return True
        at += 1
    return True
