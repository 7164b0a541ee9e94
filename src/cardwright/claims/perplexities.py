"""Pairs of a loss and a perplexity that a card tells of the same measurement."""

from __future__ import annotations

from math import exp

from .. import modelindex
from . import metrics, quantities, readings

_ROOM = 0.02  # a mean of batches is not the mean of tokens; that moves the perplexity by a per cent or so


def wrong(context):
    """(loss, perplexity, where, exp(loss)) of every pair that rounding does not explain, as a message names them."""
    for loss, perplexity, where in _pairs(context):
        if not _agree(loss, perplexity):
            yield quantities.shown(loss), quantities.shown(perplexity), where, f"{exp(loss.value):.4g}"


def _agree(loss, perplexity) -> bool:
    if not 0 < loss.value < 30 or not perplexity.value > 0 or loss.unit or perplexity.unit:
        return True
    # A loss may have been cut instead of rounded, and be counted in bits.
    low, high = loss.value - loss.step, loss.value + loss.step
    near, far = perplexity.value - perplexity.step, perplexity.value + perplexity.step
    return any(base**low * (1 - _ROOM) <= far and near <= base**high * (1 + _ROOM) for base in (exp(1), 2.0))


def _pairs(context):
    yield from _of_lines(list(readings.lines(context.card)), context.card.text)
    for table in context.tables:
        yield from _of_table(table)
    yield from _of_index(context.card)


def _is(name, key: str) -> bool:
    return name is not None and name.metric.key == key and not name.how


def _of_lines(told, text: str):
    """A perplexity and the loss nearest above or below it in the same list, of the same split."""
    for spot in told:
        if _is(spot.name, "perplexity"):
            near = [item for item in told if _is(item.name, "loss") and _together(item, spot, text)]
            same = [item for item in near if item.name.split == spot.name.split] or [i for i in near if i.name.split != "train"]
            if len(same) == 1 and (not spot.name.split or spot.name.split == same[0].name.split):
                yield same[0].quantity, spot.quantity, (spot.start, spot.end)


def _together(one, other, text: str) -> bool:
    start, end = sorted((one.start, other.start))
    return end - start < 400 and "\n\n" not in text[start:end].replace("\r", "")


def _of_table(table):
    heads = [metrics.named(cell.text) for cell in table.header]
    losses = [i for i, name in enumerate(heads) if _is(name, "loss") and name.split != "train"]
    spots = [i for i, name in enumerate(heads) if _is(name, "perplexity") and name.split != "train"]
    if len(losses) == len(spots) == 1:
        yield from _cells((row[losses[0]], row[spots[0]]) for row in table.rows)
    names = [(metrics.named(row[0].text), row) for row in table.rows]
    losses = [row for name, row in names if _is(name, "loss") and name.split != "train"]
    spots = [row for name, row in names if _is(name, "perplexity") and name.split != "train"]
    if len(losses) == len(spots) == 1:
        yield from _cells(zip(losses[0][1:], spots[0][1:]))


def _cells(pairs):
    for loss, spot in pairs:
        first, second = quantities.parse(loss.text), quantities.parse(spot.text)
        if first and second and first.exact and second.exact and not (first.signed or second.signed):
            yield first, second, (spot.start, spot.end)


def _of_index(card):
    for path, result in modelindex.results(card):
        told = {}
        for index, metric in enumerate(result["metrics"] if isinstance(result.get("metrics"), list) else ()):
            if isinstance(metric, dict) and isinstance(metric.get("type"), str):
                start, end = card.value_span((*path, "metrics", index, "value"))
                quantity = quantities.parse(card.text[start:end].strip("\"'"))
                told.setdefault(metric["type"].lower(), []).append((quantity, (start, end)))
        if len(told.get("loss", ())) == len(told.get("perplexity", ())) == 1:
            (loss, _), (spot, where) = told["loss"][0], told["perplexity"][0]
            if loss and spot:
                yield loss, spot, where
