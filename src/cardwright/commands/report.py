"""`cardwright report`: the final report of a fine-tuning, from the facts of its card, with a verdict on each criterion."""

from __future__ import annotations

import os
from collections import namedtuple

from .. import errors, output, schema
from ..errors import CardwrightError, UsageError
from ..facts import gather
from ..files import Files
from ..findings import printable
from ..rendering import render
from ..report import content, criteria, finaljson, page, pages
from . import writing

ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".md": "markdown"}
_Made = namedtuple("_Made", "path old new")


def run(asked, console) -> int:
    if not os.path.isdir(asked.folder):
        raise UsageError(f"{asked.folder}: no such folder", "name the folder that holds the model")
    if asked.fail_on_criteria and not asked.criteria:
        raise UsageError("--fail-on-criteria goes with --criteria FILE")
    wanted = criteria.load(asked.criteria, asked.within) if asked.criteria else ()
    files = Files((asked.folder, asked.within, None))
    flags = {name.removeprefix("fact_"): value for name, value in vars(asked).items() if name.startswith("fact_")}
    facts = gather.gather(files, flags, asked.set, asked.facts_from)
    if not facts.known:
        raise CardwrightError(f"{asked.folder}: nothing is known of a model here", "name its folder")
    evidence = evidence_of(facts, files)
    verdicts = criteria.judged(wanted, facts, evidence)
    text = written(_format(asked), facts, verdicts, evidence, files.own_name)
    if asked.output in (None, "-"):
        console.out(text)
    else:
        save(asked.output, text, asked.within)
    console.err(_said(verdicts) + ("" if asked.output in (None, "-", os.devnull) else f"{printable(asked.output)}: written\n"))
    return errors.FINDINGS if asked.fail_on_criteria and not criteria.reached(verdicts) else errors.CLEAN


def evidence_of(facts, files) -> dict | None:
    """What the evidence holds that the facts' measurements come from; None where they come from elsewhere."""
    fact = facts.known.get("measurements")
    found = files.json(fact.file) if fact and fact.key == "models" else None
    return found if isinstance(found, dict) and not schema.violations(found, "evidence.schema.json") else None


def _format(asked) -> str:
    ending = os.path.splitext(asked.output or "")[1].lower()
    return asked.format or ENDINGS.get(ending, "html")


def written(form: str, facts, verdicts=(), evidence: dict | None = None, folder: str = "") -> str:
    """The report as html, json or markdown."""
    if form == "json":
        return finaljson.written(facts, verdicts, evidence)
    return (page if form == "html" else pages).written(content.report(facts, verdicts, evidence, folder))


def save(path: str, text: str, within: str | None) -> None:
    """Write a report over none, or over one of ours. Raises CardwrightError where somebody else's file is."""
    if os.path.exists(path) and not os.path.isfile(path):  # /dev/stdout, a pipe: nothing of anybody's is lost
        with output.File(path) as file:
            file.write(text)
        return
    old = render.existing(path, within)
    if old and not any(mark in old[:1500] for mark in (page.MARK, pages.MARK, finaljson.MARK)):
        raise CardwrightError(
            f"{path}: there is a file that is no report; nothing is written over it", "name another with --output"
        )
    writing.save(_Made(path, old, text), within)


def _said(verdicts) -> str:
    lines = [f"{each.criterion.name}: {each.status}" + (f": {each.reason}" if each.reason else "") for each in verdicts]
    return "".join(printable(line) + "\n" for line in lines)
