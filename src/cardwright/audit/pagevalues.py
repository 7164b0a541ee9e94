"""What the page of an audit shows of its summary: tiles, tables, the texts of charts, and the choices of its filters."""

from __future__ import annotations

import json

from markupsafe import Markup

from .. import catalog
from .. import rules as known
from ..findings import printable
from . import embedded

_LEVELS = {"error": "Cards with errors", "warning": "Warnings, no errors", "note": "Only notes", "nothing": "Nothing found"}
_GROUPS = {"license": "licence", "library": "library", "pipeline_tag": "task", "year": "year"}
_UNTOLD, _REST = "not told", "all others"


def of(summary: dict, unknown, live: bool, served: bool) -> dict:
    """What the template needs, for page.html."""
    shown = _printable(summary)
    years = _years(shown)
    values = {"summary": shown, "cards": shown["cards"], "live": live, "sources": _sources(shown["sources"])}
    values |= {"tiles": _tiles(shown), "stack": _stack(shown), "states": _most_first(shown["states"]), "rules": _rules(summary)}
    values |= {"groups": _groups(shown), "filters": _filters(summary, shown), "years": years}
    values |= {"stack_text": _told((title, f"{number:,}") for title, number in _standing(shown))}
    values |= {"years_text": "Cards with errors by year: " + _told((year, f"{share} %") for year, share in years)}
    bins = shown["completeness"]["bins"]
    steps = ((f"{5 * at} to {5 * at + 5} %", f"{count:,}") for at, count in enumerate(bins))
    values["bins_text"] = "Cards by completeness: " + _told(steps)
    return values | {"data": _data(shown, years, {"unknown": [*unknown], "live": live, "served": served})}


def _data(shown: dict, years: list, told: dict) -> Markup:
    """What the script reads, as JSON in which no tag can begin."""
    told |= {"summary": shown, "years": years}
    told |= {"coded": embedded.CODED, "numbers": embedded.NUMBERS, "chunk": embedded.CHUNK}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _printable(value):
    """A value of the summary with every text in it harmless to read."""
    if isinstance(value, dict):
        return {_printable(key): _printable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def _told(pairs) -> str:
    return "; ".join(f"{name}: {value}" for name, value in pairs) + "."


def _most_first(counts: dict) -> list[tuple]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _sources(sources: list[str]) -> str:
    return sources[0] if len(sources) == 1 else f"{len(sources):,} sources"


def _standing(shown: dict) -> list[tuple]:
    return [(title, shown["cards_with"].get(level, 0)) for level, title in _LEVELS.items()]


def _tiles(shown: dict) -> list[dict]:
    return [{"level": level, "title": title, "cards": shown["cards_with"].get(level, 0)} for level, title in _LEVELS.items()]


def _stack(shown: dict) -> list[dict]:
    """The tiles as parts of one bar, in per cent of it."""
    start, found = 0.0, []
    for tile in _tiles(shown):
        width = 100 * tile["cards"] / max(1, shown["cards"])
        found.append({"level": tile["level"], "start": start, "width": width})
        start += width
    return found


def _rules(summary: dict) -> list[dict]:
    numbers = {rule: number for number, rule in enumerate(embedded.rules(summary))}
    return [_printable(row) | {"number": numbers[row["rule"]], "title": _title(row["rule"])} for row in summary["rules"]]


def _title(rule: str) -> str:
    """What a rule is about, in a line; nothing for one of an organisation's own."""
    try:
        return catalog.title(known.get(rule))
    except KeyError:
        return ""


def _groups(shown: dict) -> list[dict]:
    found = []
    for name, title in _GROUPS.items():
        rows = [_group(row, number) for number, row in enumerate(shown["by"].get(name, ()))]
        if name == "year":
            rows.sort(key=lambda row: (row["number"] is None, row["value"] is None, str(row["value"])))
        if any(row["value"] is not None for row in rows):
            found.append({"name": name, "title": title, "head": title.capitalize(), "rows": rows})
    return found


def _group(row: dict, number: int) -> dict:
    """A row of a breakdown; what follows the largest is the rest of them together, and no value to filter by."""
    rest = number >= embedded.LARGEST
    return row | {"number": None if rest else number, "label": _REST if rest else _label(row["value"])}


def _label(value) -> str:
    return _UNTOLD if value is None or value == "" else str(value)


def _filters(summary: dict, shown: dict) -> list[dict]:
    """The choices beside the search: what is picked is a number into the summary, so that no value has to travel."""
    found = [{"name": "level", "head": "Worst finding", "options": [(level, title) for level, title in _LEVELS.items()]}]
    found.append({"name": "rule", "head": "Rule", "options": [*enumerate(map(printable, embedded.rules(summary)))]})
    for group in _groups(shown):
        options = [(row["number"], row["label"]) for row in group["rows"] if row["number"] is not None]
        found.append({"name": group["name"], "head": group["head"], "options": options})
    if len(shown["states"]) > 1:
        found.append({"name": "state", "head": "State", "options": [*enumerate(shown["states"])]})
    return found


def _years(shown: dict) -> list[tuple]:
    """Year and the per cent of its cards that have errors, the earliest first."""
    rows = [row for row in shown["by"].get("year", ())[: embedded.LARGEST] if row["value"] is not None and row["cards"]]
    return sorted((row["value"], round(100 * row["with_errors"] / row["cards"], 1)) for row in rows)
