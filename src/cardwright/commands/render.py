"""`cardwright render`: cards written, compared (--check) or explained (--explain)."""

from __future__ import annotations

import os
import textwrap

from .. import config, discover, errors, source
from ..card import Card
from ..errors import CardwrightError, UsageError
from ..findings import printable
from ..rendering import evalresults, render
from .writing import difference, save

MAX_LISTED = 20  # errors of a card that is refused


def run(asked, console) -> int:
    """Render every folder that is asked for; the worst exit code wins."""
    _agree(asked)
    settings = config.load(asked.config, within=asked.within)
    codes, cards, changed = [], 0, 0
    for folder, card in targets(asked):
        cards += 1
        try:
            code = one(folder, card, asked, settings, console)
            changed += code == errors.FINDINGS
        except CardwrightError as error:
            if asked.debug:
                raise
            code = console.complain(error)
        codes.append(code)
    if asked.discover and asked.check and cards:
        console.err(f"{cards} rendered {'card' if cards == 1 else 'cards'} compared, {changed or 'none'} to render again\n")
    return errors.worst(*codes)


def _agree(asked) -> None:
    if asked.output and len(asked.folders) > 1:
        raise UsageError("--output names one file, and there are several folders")
    if asked.output and asked.discover:
        raise UsageError("--output does not go with --discover")
    if asked.check and asked.explain:
        raise UsageError("--check goes without --explain")
    if asked.format != "text" and not asked.explain:
        raise UsageError(f"--format {asked.format} goes with --explain")


def targets(asked):
    """(folder, path of the card or None) of each card to render. Raises UsageError for what is not there."""
    if asked.discover:
        yield from _managed(asked)
        return
    for path in asked.folders or ["."]:
        if os.path.isdir(path):
            yield path, None if asked.output in (None, "-") else asked.output
        elif os.path.isfile(path) and path.endswith(".md"):
            yield os.path.dirname(path) or ".", path
        else:
            raise UsageError(f"{path}: no such folder" if not os.path.exists(path) else f"{path}: it is no folder",
                             "name the folder that holds the model")  # fmt: skip


def _managed(asked):
    """The cards that hold blocks of ours, in the folders of the files and below the folders that are named."""
    seen = set()
    for path in asked.folders or ["."]:
        beside = os.path.join(os.path.dirname(path) or ".", render.NAME) if os.path.isfile(path) else path
        place = path if path.endswith(".md") else beside
        if not os.path.exists(place):
            if not os.path.exists(path):
                raise UsageError(f"{path}: no such file or folder")
            continue
        for candidate in discover.find([place]):
            origin = source.read(candidate.path, asked.within)
            key = os.path.realpath(candidate.path)
            if origin.text and key not in seen and render.is_ours(Card(origin.text)):
                seen.add(key)
                yield os.path.dirname(candidate.path) or ".", candidate.path


def asked_for(folder: str, card: str | None, asked) -> render.Asked:
    """What the command line asks for, for one folder."""
    flags = {name.removeprefix("fact_"): value for name, value in vars(asked).items() if name.startswith("fact_")}
    return render.Asked(
        folder, card, asked.template, asked.templates, flags, asked.set, asked.facts_from, asked.force, asked.within
    )


def one(folder: str, card: str | None, asked, settings, console) -> int:
    """Render one card; its exit code."""
    made = render.outcome(asked_for(folder, card, asked), settings)
    if asked.explain:
        console.out(explained(made) if asked.format == "text" else as_json(made))
        return errors.CLEAN
    if asked.debug:
        console.err(explained(made))
    more = [beside(made, asked)] if asked.eval_results else []
    if asked.check:
        return errors.worst(_compared(made, console), *(_compared(each, console) for each in more))
    told = _told(made)
    if made.errors:
        console.err(told + _refused(made))
        return errors.FINDINGS
    if asked.output == "-":
        console.err(told)
        console.out(made.new)
        return errors.CLEAN
    for each in (made, *more):
        save(each, asked.within)
    verb = "written" if made.old is None else "nothing to change" if made.old == made.new else "updated"
    console.err(told + f"{printable(made.path)}: {verb}\n")
    return errors.CLEAN


def beside(made, asked):
    """The Outcome of the file of results beside a card. Raises CardwrightError where somebody else wrote one of its name."""
    folder = os.path.dirname(made.path)
    path = os.path.join(folder, *evalresults.NAME.split("/"))
    old = render.existing(path, asked.within)
    if old is not None and not old.startswith(evalresults.HEAD):
        hint = "rename it, or leave --eval-results out"
        raise CardwrightError(f"{path}: it is not cardwright's; nothing is written over it", hint)
    new, reasons = evalresults.text(made.facts)
    new = new or (None if old is None else evalresults.HEAD + "[]\n")
    return made._replace(path=path, old=old, new=new, unknown=[], left=reasons, notes=[], errors=())


def _compared(made, console) -> int:
    """Show what would change."""
    if made.new == made.old:
        return errors.CLEAN
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from ..reporters import github

        console.command(github.drifted(made.path))
    difference(made, console)
    console.err(_told(made) + (_refused(made) if made.errors else ""))
    return errors.FINDINGS


def _told(made) -> str:
    """What the sources disagreed about, what else is to be said, what is left out."""
    from ..facts import origin

    lines = [
        f"{name}: {_short(new.value)} ({origin(new)}) instead of {_short(old.value)} ({origin(old)})"
        for old, new in made.facts.replaced
        for name in (new.name,)
    ]
    lines += [f"note: {note}" for note in made.notes]
    lines += [f"left out: {text}" for text in made.left]
    lines += unknown(made.unknown)
    return "".join(printable(line) + "\n" for line in lines)


def unknown(names: list[str]) -> list[str]:
    """The facts that are not known: by name those that people are asked for, by number the others."""
    from ..facts import declared

    asked = [name for name in names if "x-question" in declared.properties().get(name, {})]
    more = len(names) - len(asked)
    if not names:
        return []
    told = ", ".join([*asked, *([f"{more} {'others' if asked else 'facts'}"] if more else [])])
    lines = textwrap.wrap(f"left out, as nothing says it: {told}", 110, subsequent_indent="  ", break_long_words=False,
                          break_on_hyphens=False)  # fmt: skip
    return [*lines, "  `cardwright init` asks for what no file knows; `cardwright render --explain` lists all"]


def _short(value) -> str:
    from ..schema import clip

    return clip(str(value), 60)


def _refused(made) -> str:
    found = made.errors[:MAX_LISTED]
    lines = [f"{made.path}:{f.line}:{f.column}: error: {f.message} [{f.rule}]" for f in found]
    more = len(made.errors) - len(found)
    lines += [f"and {more} more"] if more else []
    number = f"{len(made.errors)} error" + ("s" if len(made.errors) > 1 else "")
    lines.append(f"{made.path}: not written: the card would have {number} that a check reports")
    return "".join(printable(line) + "\n" for line in lines)


def as_json(made) -> str:
    """The same for programs."""
    import json

    facts = [fact._asdict() for _, fact in sorted(made.facts.known.items())]
    replaced = [{"fact": old._asdict(), "by": new._asdict()} for old, new in made.facts.replaced]
    told = {"path": made.path, "template": made.template, "facts": facts, "replaced": replaced}
    told |= {"unknown": made.unknown, "left": made.left, "notes": made.notes}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def explained(made) -> str:
    """Every fact with its value and where it came from; what was replaced; what is not known."""
    from ..facts import declared, origin

    lines = [f"{made.path}, from the template {made.template}:", ""]
    width = max(map(len, made.facts.known), default=0)
    for name in sorted(made.facts.known):
        fact = made.facts.known[name]
        lines.append(f"  {name:{width}}  {_short(fact.value)}    <- {origin(fact)}")
        lines += [f"  {'':{width}}  instead of {_short(old.value)}    <- {origin(old)}" for old, new in made.facts.replaced
                  if new.name == name]  # fmt: skip
    not_known = [f"{name}: {declared.properties()[name]['description']}" if name in declared.properties() else name
                 for name in made.unknown]  # fmt: skip
    for title, told in (("notes", made.notes), ("left out", made.left), ("left out, as nothing says it", not_known)):
        lines += ["", f"{title}:", *(f"  {text}" for text in told)] if told else []
    return "".join(printable(line) + "\n" for line in lines)
