"""The rows of an audit asked from its Parquet files through DuckDB: the same filters, order and findings as those of the page.

Whatever a browser sends is a parameter of a statement or a key into our own tables, never part of a statement.
"""

from __future__ import annotations

import os
from collections import namedtuple

from .. import doors
from ..errors import CardwrightError
from ..findings import printable
from . import embedded

MOST_ROWS, MOST_WORDS, MOST_FINDINGS = 500, 10, 5000  # of an answer; of a search; of a card
SHOWN = ("id", *embedded.CODED, *embedded.NUMBERS)
# By the worst that was found in a card, as the summary counts them.
LEVELS = {
    "error": "errors > 0",
    "warning": "errors = 0 and warnings > 0",
    "note": "errors + warnings = 0 and notes > 0",
    "nothing": "errors + warnings + notes = 0",
}
# What a sort goes by. Texts are sorted as the page does, without their case.
ORDERS = {name: f"lower({name})" for name in ("id", "state", "license", "library", "pipeline_tag")}
ORDERS |= {name: name for name in ("year", "downloads", "completeness", "errors", "warnings", "notes")}
_SEARCHED = ("id", "base_model", "license", "library", "pipeline_tag")

Query = namedtuple("Query", "text level rule picked sort down offset limit", defaults=("", "", None, (), "", False, 0, 100))
Query.__doc__ = """text: words that must all be found; level: one of LEVELS; rule: its name; picked: pairs of a column and the
value it must have, None included; sort: one of ORDERS, or as the audit has them; down: the largest first."""


class Audit:
    """An audit's Parquet files, to be asked by several threads at a time."""

    def __init__(self, folder: str) -> None:
        files = [os.path.abspath(os.path.join(folder, f"{name}.parquet")) for name in ("cards", "findings")]
        for path in files:
            if not os.path.isfile(path):
                raise CardwrightError(f"{path}: no such file", "name the folder that an audit was written to")
        self._base = _connected(files)

    def rows(self, query: Query) -> dict:
        """How many cards a query finds, and those from its `offset` on: lists in the order of `columns`."""
        where, values = _where(query)
        total = self._ask(f"select count(*) from cards where {where}", values)[0][0]
        names = ", ".join(SHOWN)
        order = f"{ORDERS[query.sort]} {'desc' if query.down else 'asc'} nulls last, n" if query.sort else "n"
        found = self._ask(
            f"select n, {names} from cards where {where} order by {order} limit ? offset ?", [*values, query.limit, query.offset]
        )
        return {"total": total, "columns": ["card", *SHOWN], "rows": [[_shown(each) for each in row] for row in found]}

    def findings(self, card: int) -> list[dict]:
        """The findings of the card of a number, by line."""
        found = self._ask(
            f"select {', '.join(map(_name, embedded.SHOWN))} from findings, starts "
            "where starts.n = ? and k >= start and k < start + count order by k limit ?",
            [card, MOST_FINDINGS],
        )
        return [{name: _shown(value) for name, value in zip(embedded.SHOWN, row)} for row in found]

    def close(self) -> None:
        self._base.close()

    def _ask(self, statement: str, values: list) -> list[tuple]:
        duckdb = doors.duck()
        cursor = self._base.cursor()
        try:
            return cursor.execute(statement, values).fetchall()
        except duckdb.Error as error:
            raise CardwrightError(f"the Parquet files cannot be read: {str(error).splitlines()[0]}") from None
        finally:
            cursor.close()


def _connected(files: list[str]):
    """A connection that may read these two files and nothing else, with a view of each and where each card's findings begin."""
    duckdb = doors.duck()
    base = duckdb.connect(":memory:")
    try:
        listed = ", ".join(map(_quoted, files))
        base.execute(f"set allowed_paths = [{listed}]")
        base.execute("set enable_external_access = false")
        base.execute("set lock_configuration = true")
        for name, number, path in zip(("cards", "findings"), "nk", files):
            rows = f"read_parquet({_quoted(path)}, file_row_number = true)"
            base.execute(f"create view {name} as select *, file_row_number as {number} from {rows}")
        base.execute(
            "create table starts as select n, (sum(count) over (order by n) - count)::bigint as start, count from "
            "(select n, errors + warnings + notes as count from cards) where count > 0"
        )
        base.execute("select 1 from findings limit 1")
    except duckdb.Error as error:
        base.close()
        raise CardwrightError(f"the Parquet files cannot be read: {str(error).splitlines()[0]}", "run the audit again") from None
    return base


def _name(column: str) -> str:
    """One of our own names of columns, as SQL: `column` and `text` are words of it."""
    return f'"{column}"'


def _quoted(path: str) -> str:
    """A path as a text of SQL: views and settings take no parameters."""
    return "'" + path.replace("'", "''") + "'"


def _where(query: Query) -> tuple[str, list]:
    """The condition of a query and the values for its question marks."""
    parts, values = ["true"], []
    for word in query.text.lower().split()[:MOST_WORDS]:
        parts.append("(" + " or ".join(f"contains(lower({name}), ?)" for name in _SEARCHED) + ")")
        values += [word] * len(_SEARCHED)
    if query.level:
        parts.append(LEVELS[query.level])
    if query.rule is not None:
        # Which card a finding belongs to is told by its place: an id can be there twice.
        parts.append("n in (select starts.n from findings asof join starts on k >= start where findings.rule = ?)")
        values.append(query.rule)
    for name, value in query.picked:
        if name not in (*embedded.GROUPS, "state"):
            raise ValueError(name)
        parts.append(f"{name} is not distinct from ?")
        values.append(value)
    return " and ".join(parts), values


def _shown(value):
    if isinstance(value, float) and value != value:
        return None
    return printable(value) if isinstance(value, str) else value
