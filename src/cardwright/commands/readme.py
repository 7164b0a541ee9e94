"""`cardwright readme`: the README of the project, apart from the card, and never over a file that is there."""

from __future__ import annotations

import os

from .. import config, errors, output
from ..errors import CardwrightError, UsageError
from ..facts import gather
from ..files import Files
from ..rendering import context
from ..templating import engine, filling, loading
from . import render as rendering

NAME, TEMPLATE = "PROJECT.md", "project"


def run(asked, console) -> int:
    if not os.path.isdir(asked.folder):
        raise UsageError(f"{asked.folder}: no such folder", "name the folder that holds the model")
    settings = config.load(asked.config)
    path = asked.output or os.path.normpath(os.path.join(asked.folder, NAME))
    if path != "-" and os.path.lexists(path):
        raise CardwrightError(f"{path}: there is a file; nothing is written over it", "name another with --output, or -")
    files = Files((asked.folder, None, None))
    flags = {name.removeprefix("fact_"): value for name, value in vars(asked).items() if name.startswith("fact_")}
    facts = gather.gather(files, flags, asked.set, asked.facts_from)
    text, missing = page(facts, files, asked.templates or settings.templates)
    if path == "-":
        console.out(text)
    else:
        with output.File(path) as file:
            file.write(text)
    told = "".join(line + "\n" for line in rendering.unknown(missing))
    console.err(told + ("" if path == "-" else f"{path}: written\n"))
    return errors.CLEAN


def page(facts, files, templates: str | None) -> tuple[str, list[str]]:
    """(the project's README, names of the facts it would have told and nobody knows)."""
    values, _ = context.values(facts, files.own_name)
    text, run = engine.render(loading.environment(templates), TEMPLATE, values)
    parts = filling.filled(filling.parts(text), run)
    return "".join(part.text for part in parts).strip("\n") + "\n", list(dict.fromkeys(run.missing))
