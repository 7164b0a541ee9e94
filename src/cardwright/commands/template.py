"""`cardwright template`: which templates there are, what one says, what is wrong with one."""

from __future__ import annotations

import json
import os

from .. import config, errors
from ..errors import UsageError
from ..findings import printable
from ..rendering import context
from ..templating import inspect, loading


def run(asked, console) -> int:
    folder = asked.templates or config.load(asked.config).templates
    if folder and not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder of templates")
    if asked.action == "list":
        console.out(_listing(loading.listed(folder), asked.format))
        return errors.CLEAN
    if asked.action == "show":
        if len(asked.names) != 1:
            raise UsageError("template show: name one template", "`cardwright template list` lists them")
        name, home = loading.at_path(asked.names[0], folder)
        with open(loading.find(name, home), encoding="utf-8") as file:
            console.out(file.read())
        return errors.CLEAN
    names = asked.names or [each.name for each in loading.listed(folder) if each.own or not folder]
    looked = [inspect.look(*loading.at_path(name, folder), context.names()) for name in names]
    console.out(_report(looked, asked.format))
    return errors.FINDINGS if any(each.problems for each in looked) else errors.CLEAN


def _listing(found, format: str) -> str:
    if format == "json":
        return json.dumps([each._asdict() for each in found], indent=1, ensure_ascii=False) + "\n"
    width = max(len(each.name) for each in found)
    return "".join(f"{each.name:{width}}  {'your own; ' if each.own else ''}{printable(each.description)}\n" for each in found)


def _report(looked, format: str) -> str:
    if format == "json":
        rows = [each._asdict() | {"problems": [problem._asdict() for problem in each.problems]} for each in looked]
        return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    lines = []
    for each in looked:
        lines += [f"{problem.path}:{problem.line}: error: {problem.message}" for problem in each.problems]
        if not each.problems:
            lines.append(
                f"{each.path}: fine; {len(each.blocks)} blocks, {len(each.variables)} variables: {', '.join(each.variables)}"
            )
    return "".join(printable(line) + "\n" for line in lines)
