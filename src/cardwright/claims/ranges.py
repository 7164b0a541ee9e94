"""Numbers of a card that lie outside what their metric can be."""

from __future__ import annotations

from . import columns, metrics, quantities, readings

_RELATIVE = (
    "relative",
    "retention",
    "retained",
    "recover",
    " of ",
    "vs",
    "change",
    "gain",
    "improve",
    "delta",
    "increase",
    "ratio",
)
_STEPS = frozenset(("delta", "target", "count", "status"))


def shares(context):
    """(name, Quantity, where) of every share above 100 %."""
    for table in context.tables:
        for index, head in enumerate(table.header):
            if columns.roles(table)[index] not in _STEPS and _is_share(head.text):
                cells = [(row[index], head.text) for row in table.rows if not _is_relative(row[0].text)]
                yield from _beyond(cells)
        if metrics.named(table.header[0].text) is None:
            cells = [(row[i], row[0].text) for row in table.rows if _is_share(row[0].text) for i in _scores(table)]
            yield from _beyond(cells)
    for reading in _percent_lines(context):
        quantity = reading.quantity
        if reading.name.metric.kind == "share" and quantity.unit == "%" and quantity.exact and quantity.value > 100:
            yield reading.name.metric.key, quantity, (reading.start, reading.end)


def unlimited(context):
    """(name, Quantity, where) of every number in per cent of a metric that knows none."""
    for table in context.tables:
        if "delta" in columns.roles(table):
            continue
        for row in table.rows:
            name = metrics.named(row[0].text)
            for index in _scores(table) if name and name.metric.kind == "free" else ():
                quantity = quantities.parse(row[index].text)
                if _in_percent(quantity) and (columns.roles(table)[index] == "score" or quantity.value > 100):
                    yield row[0].text, quantity, (row[index].start, row[index].end)
    for reading in _percent_lines(context):
        if reading.name.metric.kind == "free" and _in_percent(reading.quantity):
            yield reading.name.metric.key, reading.quantity, (reading.start, reading.end)


def _percent_lines(context):
    return readings.lines(context.card) if "%" in context.card.text else ()


def _in_percent(quantity) -> bool:
    return bool(quantity) and quantity.unit == "%" and quantity.exact and not quantity.signed and quantity.mark == ""


def _is_share(name: str) -> bool:
    return metrics.kind_of(name) == "share" and not _is_relative(name)


def _is_relative(name: str) -> bool:
    return any(word in name.lower() for word in _RELATIVE)


def _scores(table) -> list[int]:
    """The columns beside the first that hold scores, as far as their headers tell."""
    told = columns.roles(table)
    return [i for i in range(1, len(told)) if told[i] not in _STEPS and not _is_relative(table.header[i].text)]


def _beyond(cells):
    """What is beyond 100 in cells of one kind; nothing where that is the rule and not the exception."""
    told = [(quantities.parse(cell.text), cell, name) for cell, name in cells]
    told = [(q, cell, name) for q, cell, name in told if q and q.exact and q.unit in ("", "%") and quantities.is_finite(q)]
    wrong = [item for item in told if _is_beyond(item[0])]
    if len(wrong) * 2 > len(told) and len(told) > 1:
        return
    for quantity, cell, name in wrong:
        yield name, quantity, (cell.start, cell.end)


def _is_beyond(quantity) -> bool:
    return not quantity.signed and quantity.value > 100 and (quantity.unit == "%" or quantity.step < 1 or quantity.value < 1000)
