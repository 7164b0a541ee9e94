"""What got better and worse between two audits, asked from their Parquet files through DuckDB, so that millions of cards fit.

A finding is the same one when card, rule, message and line say the same, wherever the line stands now: moving text changes
nothing. Of several that are alike, as many are the same as both audits have.
"""

from __future__ import annotations

import os

from .. import doors
from ..errors import CardwrightError
from ..findings import LEVELS, printable

_SHOWN = 100  # cards that are named
_SAME = "id, rule, family, level, message, text"
# A finding and how many of its like stand before it, so that two alike are two; what only one of the audits has.
_VIEWS = f"""
create temp view {{name}}_numbered as
    select {_SAME}, row_number() over (partition by {_SAME}) as nth from read_parquet($findings);
"""
_CARDS = """
select count(*) filter (old is null), count(*) filter (new is null),
       count(*) filter (old is not null and new is not null and old <> new), count(*) filter (old = new)
from (select id, string_agg(sha256, ' ' order by sha256) as old from read_parquet($old) group by id)
full join (select id, string_agg(sha256, ' ' order by sha256) as new from read_parquet($new) group by id) using (id)
"""
_ONLY = f"create temp table {{name}} as select {_SAME} from {{one}} anti join {{other}} using ({_SAME}, nth)"
_RULES = """
select rule, any_value(family), level, count(*) filter (new), count(*) filter (not new)
from (select rule, family, level, true as new from appeared union all select rule, family, level, false from mended)
group by rule, level order by count(*) desc, rule, level
"""
_WORSE = """
select id, level, rule, message from appeared
order by array_position(['error', 'warning', 'note'], level), id, rule, message limit $most
"""


def compared(old: str, new: str) -> dict:
    """What differs between two audits' folders, as `--format json` prints it. Raises CardwrightError where one is no audit."""
    paths = {
        (which, name): _path(folder, name) for which, folder in (("old", old), ("new", new)) for name in ("cards", "findings")
    }
    duckdb = doors.duck()
    with duckdb.connect() as base:
        base.execute("set preserve_insertion_order = false")
        try:
            cards = base.execute(_CARDS, {"old": paths["old", "cards"], "new": paths["new", "cards"]}).fetchone()
            for which in ("old", "new"):
                quoted = "'" + paths[which, "findings"].replace("'", "''") + "'"
                base.execute(_VIEWS.format(name=which).replace("$findings", quoted))
            base.execute(_ONLY.format(name="appeared", one="new_numbered", other="old_numbered"))
            base.execute(_ONLY.format(name="mended", one="old_numbered", other="new_numbered"))
            rules, worse = base.execute(_RULES).fetchall(), base.execute(_WORSE, {"most": _SHOWN}).fetchall()
        except duckdb.Error as error:
            raise CardwrightError(f"the audits cannot be compared: {' '.join(str(error).split())[:200]}") from None
    return _told(old, new, cards, rules, worse)


def _path(folder: str, name: str) -> str:
    path = os.path.abspath(os.path.join(folder, f"{name}.parquet"))
    if not os.path.isfile(path):
        raise CardwrightError(f"{folder}: no audit in it", "name the folder that --output of an earlier one named")
    return path.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")  # to DuckDB a path is a pattern


def _told(old: str, new: str, cards, rules, worse) -> dict:
    sums = lambda at: {level: sum(row[at] for row in rules if row[2] == level) for level in LEVELS}
    return {
        "version": 1,
        "old": old,
        "new": new,
        "cards": dict(zip(("new", "gone", "changed", "same"), cards)),
        "findings": {"new": sums(3), "mended": sums(4)},
        "rules": [dict(zip(("rule", "family", "level", "new", "mended"), row)) for row in rules],
        "worst": [dict(zip(("id", "level", "rule", "message"), row)) for row in worse],
    }


def text(told: dict) -> str:
    """The same for people."""
    cards, findings = told["cards"], told["findings"]
    lines = [f"cards: {cards['new']:,} new, {cards['gone']:,} gone, {cards['changed']:,} changed, {cards['same']:,} the same"]
    for name in ("new", "mended"):
        lines.append(f"findings {name}: " + ", ".join(f"{findings[name][level]:,} {level}s" for level in LEVELS))
    if told["rules"]:
        lines += ["", f"{'new':>10} {'mended':>10}"]
        lines += [f"{row['new']:>10,} {row['mended']:>10,}  {row['level']:7}  {row['rule']}" for row in told["rules"][:20]]
    errors = [row for row in told["worst"] if row["level"] == LEVELS[0]][:10]
    if errors:
        lines += ["", "new errors:", *(f"  {row['id']}: {row['message']} [{row['rule']}]" for row in errors)]
    return "".join(printable(line) + "\n" for line in lines)
