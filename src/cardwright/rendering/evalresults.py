"""`.eval_results/cardwright.yaml`: results of benchmarks that the Hub has registered, in its newer form, where that is asked for.

The Hub wants the id of the benchmark's data set and of its task (hub-docs, eval-results.md), so only rows that give both,
`dataset_id` and `task_id`, are written. The file is ours as a whole: its first line says so.
"""

from __future__ import annotations

from ..sources.evalresults import OURS as NAME
from . import yamltext

HEAD = "# Written by `cardwright render --eval-results`; it is written anew each time.\n"


def text(facts) -> tuple[str, list[str]]:
    """(the file's text, "" without any result; why other benchmarks are not in it)."""
    rows = [row for fact in ("metrics", "benchmarks") for row in facts.get(fact, ())]
    there = [row for row in rows if "dataset_id" in row and "task_id" in row]
    left = [row["name"] for row in facts.get("benchmarks", ()) if row not in there]
    reasons = (
        [f"not in {NAME}: {', '.join(left)}; give `dataset_id` and `task_id` of a benchmark that the Hub has"] if left else []
    )
    if not there:
        return "", reasons
    body = yamltext.entry("results", [_entry(row, facts.get("release_date")) for row in there])
    return HEAD + "".join(line + "\n" for line in body.splitlines()[1:]), reasons


def _entry(row: dict, date: str | None) -> dict:
    entry = {"dataset": {"id": row["dataset_id"], "task_id": row["task_id"]}, "value": row["value"], "date": date}
    entry["notes"] = row.get("notes")
    return {key: value for key, value in entry.items() if value is not None}
