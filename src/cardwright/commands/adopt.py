"""`cardwright adopt`: blocks for hand-written cards."""

from __future__ import annotations

import os

from .. import config, errors
from ..errors import CardwrightError, UsageError
from ..findings import printable
from ..rendering import adopt, render
from .writing import difference, save


def run(asked, console) -> int:
    """Adopt the card of every folder that is asked for; the worst exit code wins."""
    settings = config.load(asked.config, within=asked.within)
    codes = []
    for path in asked.folders or ["."]:
        try:
            codes.append(_one(path, asked, settings, console))
        except CardwrightError as error:
            if asked.debug:
                raise
            codes.append(console.complain(error))
    return errors.worst(*codes)


def _one(path: str, asked, settings, console) -> int:
    if not os.path.exists(path):
        raise UsageError(f"{path}: no such file or folder", "name the folder that holds the card, or the card")
    folder, card = (path, None) if os.path.isdir(path) else (os.path.dirname(path) or ".", path)
    wanted = render.Asked(folder, card, asked.template, asked.templates, {}, asked.set, asked.facts_from, False, asked.within)
    made = adopt.adopted(wanted, settings)
    if asked.check:
        difference(made, console)
        return errors.CLEAN if made.new == made.old else errors.FINDINGS
    save(made, asked.within)
    console.err(_told(made, folder))
    return errors.CLEAN


def _told(made, folder: str) -> str:
    lines = []
    if made.placed:
        lines.append(f"{made.path}: {len(made.placed)} blocks placed below its headings: {', '.join(made.placed)}")
    if made.keys:
        lines.append(f"{made.path}: metadata keys that are cardwright's now, as the facts say the same: {', '.join(made.keys)}")
    if made.new == made.old:
        lines.append(f"{made.path}: nothing to adopt: no further heading is one that a block is for")
    if made.unplaced and made.placed:
        lines.append(f"  blocks without a heading here: {', '.join(made.unplaced)}")
        lines.append(f"  to have one, put this where it should be: <!-- cardwright:absent {made.unplaced[0]} -->")
    lines += [f"  now `cardwright render {folder}` fills them"] if made.placed else []
    return "".join(printable(line) + "\n" for line in lines)
