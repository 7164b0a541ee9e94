"""`cardwright init`: asks for what no file knows, shows what it would write, and adds it to card.yaml. On no terminal it never
waits: flags and files only, and it lists what is missing.
"""

from __future__ import annotations

import os

from .. import errors, output
from ..errors import CardwrightError, UsageError
from ..facts import Fact, author, declared, gather, origin, typed
from ..files import Files
from ..findings import printable
from ..rendering import render, yamltext


def run(asked, console) -> int:
    if not os.path.isdir(asked.folder):
        raise UsageError(f"{asked.folder}: no such folder", "name the folder that holds the model")
    files = Files((asked.folder, None, None))
    own = author.beside(files)
    path = os.path.normpath(os.path.join(asked.folder, own or author.CARD))
    written = {fact.name for fact in author.facts(author.in_file(path)) if isinstance(fact, Fact)} if own else set()
    flags = {name.removeprefix("fact_"): value for name, value in vars(asked).items() if name.startswith("fact_")}
    said = [fact for fact in author.facts(author.in_flags(flags, asked.set)) if isinstance(fact, Fact)]
    _refuse_changes(said, written, path)
    facts = gather.gather(files, flags, asked.set, asked.facts_from)
    answers = {fact.name: fact.value for fact in said}
    names = [name for name in _questions(asked.all) if name not in written and name not in answers]
    if console.ask and not asked.yes:
        console.err(f"{len(names)} questions for {path}. Enter takes what stands in [brackets], or leaves the fact out.\n")
        _interview(names, facts, answers, console)
        if not _agreed(answers, path, console):
            raise CardwrightError("nothing was written")
    if answers:
        _write(path, bool(own), answers)
        console.err(f"{printable(path)}: {len(answers)} facts {'added' if own else 'written'}\n")
    console.err(_missing(names, facts, answers, asked.folder))
    return errors.CLEAN


def _questions(everything: bool) -> list[str]:
    more = lambda name, how: everything and how["x-class"] == declared.ASKED and declared.is_flag(name)
    return [name for name, how in declared.properties().items() if "x-question" in how or more(name, how)]


def _refuse_changes(said, written: set[str], path: str) -> None:
    for fact in said:
        if fact.name in written:
            raise UsageError(f"{path} has a `{fact.name}` already", "change it there: no line of the file is ever rewritten")


def _interview(names: list[str], facts, answers: dict, console) -> None:
    """Ask for each fact; what follows from an answer is asked right after it."""
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        value = _ask(name, facts, console)
        if value is _STOP:
            console.err("\n")
            return
        if value is not None:
            answers[name] = value
            waiting = [each for each, how in declared.properties().items() if how.get("x-when") == f"{name}={value}"] + waiting


_STOP = object()


def _ask(name: str, facts, console):
    """The answer as a value of the fact's type; None for none, _STOP at the end of the input."""
    how = declared.properties()[name]
    known = facts.known.get(name)
    console.err(f"\n{how.get('x-question', how['description'])}\n  {how['description']} Wanted: {how['x-say']}.\n")
    if known:
        console.err(printable(f"  found: {known.value} ({origin(known)})\n"))
    several = declared.kind(name) in ("list", "table") and "of a" not in how["x-say"] and "code" not in how["x-say"]
    if several:
        console.err("  One on each line; an empty line ends.\n")
    while True:
        text = _answer(f"{name}{' [as found]' if known else ''}: ", console, several)
        if text is None or not text:
            return _STOP if text is None else None
        try:
            return typed.value(name, text)
        except (typed.Invalid, typed.Blank) as why:
            console.err(printable(f"  {why}; once more, or Enter to leave it out\n"))


def _answer(prompt: str, console, several: bool):
    """A line, or lines up to an empty one; None at the end of the input."""
    lines = []
    while True:
        line = console.ask(prompt)
        if not line:
            return lines or None
        line = line.strip()
        if not several:
            return line
        if not line:
            return lines
        lines.append(line)


def _agreed(answers: dict, path: str, console) -> bool:
    if not answers:
        return True
    console.err(f"\nThis goes into {path}:\n\n" + "".join(printable(line) + "\n" for line in _text(answers).splitlines()) + "\n")
    return console.ask("Write it? [Y/n] ").strip().lower() in ("", "y", "yes")


def _text(answers: dict) -> str:
    parts = []
    for name in declared.properties():
        if name in answers:
            parts.append(f"# {declared.properties()[name]['description']}\n{yamltext.entry(name, answers[name])}")
    return "".join(parts)


def _write(path: str, there: bool, answers: dict) -> None:
    """The file with the answers below what it holds, byte for byte."""
    before = render.existing(path, None) if there else ""
    if before and not before.endswith("\n"):
        before += "\n"
    with output.File(path) as file:
        file.write(before + _text(answers))


def _missing(names: list[str], facts, answers: dict, folder: str) -> str:
    left = [name for name in names if name not in answers and name not in facts.known]
    lines = [f"  {name:20} {declared.properties()[name].get('x-question', '')}" for name in left]
    told = ["still missing, and no file knows it:", *lines] if left else []
    return "".join(printable(line) + "\n" for line in [*told, f"now `cardwright render {folder}` makes the card"])
