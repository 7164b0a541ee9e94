"""The results that a card's text tells of its own model: lines such as `- Accuracy: 0.91`, and tables that can mean no other.

Where a table has columns or rows of several models, nothing is read from it: a wrong accusation is worse than silence.
"""

from __future__ import annotations

from collections import namedtuple

from ..body import BOLD_LEVEL
from ..lazy import Lazy
from ..tables import MAX_REACH
from . import columns, metrics, quantities

Reading = namedtuple("Reading", "name quantity start end about table")
Reading.__doc__ = """One number.

name        the metrics.Name
quantity    the quantities.Quantity
start, end  where the number stands
about       what stands around it in lower case: the heading above (not the title), and the words of its row
table       the tables.Table or None for a line
"""

_LINE = Lazy(
    r"^[ \t>]{0,12}(?:[-*+•][ \t]{1,4})?[*_`]{0,3}([A-Za-z][^:=|\n*`]{0,40}?)[*_`]{0,3}[ \t]?[:=][*_`]{0,3}[ \t]{1,4}[*_`]{0,3}"
    r"((?:[~≈<>]=?[ \t]?)?[-+]?[0-9.][^\n|]{0,40}?)[*_` \t\r]{0,6}$",
    8,  # re.MULTILINE
)
_NOT_SCORES = frozenset(("delta", "target", "count", "status", "base", "rate"))


def lines(card):
    """Readings of lines of the text outside code and comments."""
    body = card.body
    for match in _LINE.finditer(body.text, body.start, body.start + MAX_REACH):
        name = metrics.named(match[1])
        quantity = quantities.parse(match[2]) if name else None
        if quantity and not body.block(match.start(2)) and not body.block(match.start()):
            about = f"{_above(body, match.start())} {match[1].lower()}"
            yield Reading(name, quantity, match.start(2), match.end(2), about, None)


_BROKEN = Lazy(
    r"^[ \t>]{0,12}(?:[-*+][ \t]{1,4})?[*_`]{0,3}([A-Za-z][^:=|\n*`]{0,40}?)[*_`]{0,3}[ \t]?[:=][*_`]{0,3}[ \t]{1,4}[*_`]{0,3}"
    r"(-?(?:nan|inf(?:inity)?|∞))[*_`% \t\r]{0,6}$",
    10,  # re.MULTILINE | re.IGNORECASE
)


def broken(card):
    """(label, start, end) of lines such as `- Loss: nan`."""
    for match in _BROKEN.finditer(card.body.text, card.body.start, card.body.start + MAX_REACH):
        if metrics.named(match[1]) and card.body.region(match.start()) == "text":
            yield match[1], match.start(2), match.end(2)


def own(context) -> list[Reading]:
    """Every reading that can only be of the card's own model."""
    body = context.card.body
    found = list(lines(context.card))
    for table in context.tables:
        above = _above(body, table.start)
        found += (item for item in (*_by_rows(table, above), *_by_columns(table, above)))
    return found


def _above(body, offset: int) -> str:
    """The words of the heading that an offset stands below, lower case; "" below the title of the card."""
    index = body.above(offset)
    if index < 0 or (body.headings[index].level == 1 and index == 0):
        return ""
    title = body.headings[index].title.lower()
    parent = index - 1
    while parent > 0 and body.headings[parent].level >= body.headings[index].level:
        parent -= 1
    outer = body.headings[parent] if parent > 0 and body.headings[index].level in (3, 4, 5, BOLD_LEVEL) else None
    return f"{outer.title.lower()} {title}" if outer else title


def _by_rows(table, above: str):
    """Tables with a metric a row and one column of scores."""
    values = numeric(table)
    scores = [index for index in values if columns.roles(table)[index] not in _NOT_SCORES]
    named = "score" if "score" in columns.roles(table) else ""
    if len(scores) != 1 or (len(values) > 1 and columns.roles(table)[scores[0]] != named):
        return
    for row in table.rows:
        name = metrics.named(row[0].text)
        about = f"{above} {_words(row, scores[0])} {table.header[scores[0]].text.lower()}"
        yield from _reading(name, row, scores[0], about, table)


def _by_columns(table, above: str):
    """Tables with a metric a column and a single row."""
    if len(table.rows) != 1:
        return
    row = table.rows[0]
    for index, head in enumerate(table.header):
        yield from _reading(metrics.named(head.text), row, index, f"{above} {_words(row, index)} {head.text.lower()}", table)


def _words(row, index: int) -> str:
    return " ".join(cell.text.lower() for i, cell in enumerate(row) if i != index and not quantities.parse(cell.text))


def _reading(name, row, index: int, about: str, table):
    quantity = quantities.parse(row[index].text) if name else None
    if quantity and quantity.exact:
        yield Reading(name, quantity, row[index].start, row[index].end, about, table)


def numeric(table) -> list[int]:
    """The columns beside the first that hold numbers."""
    return [i for i in range(1, len(table.header)) if any(quantities.parse(row[i].text) for row in table.rows)]
