"""`cardwright schemes`: the ways to quantize, and what this machine can make and run."""

from __future__ import annotations

import json

from .. import errors
from ..quantize import machine, schemes


def run(asked, console) -> int:
    here = machine.look()
    rows = [_row(scheme, here) for scheme in schemes.SCHEMES]
    console.out(json.dumps(rows, indent=1) + "\n" if asked.format == "json" else "".join(_text(row) for row in rows) + _end(here))
    return errors.CLEAN


def _row(scheme, here) -> dict:
    return {
        "name": scheme.name,
        "title": scheme.title,
        "also": list(scheme.aliases),
        "bits": scheme.bits,
        "group_sizes": list(scheme.groups),
        "makes": machine.making(scheme, here) or True,
        "runs": machine.running(scheme, here) or True,
        "runs_on": [f"{device}: {needs}" if needs else device for device, needs in scheme.runs],
        "requires": dict(scheme.minimum),
        "portable": bool(scheme.portable),
        "notes": list(scheme.notes),
    }


def _text(row: dict) -> str:
    said = lambda what: "yes" if what is True else f"no: {what}"
    lines = [
        f"{row['name']}: {row['title']}",
        f"  make here   {said(row['makes'])}",
        f"  run here    {said(row['runs'])}",
        f"  runs on     {'; '.join(row['runs_on'])}",
        "  loads with  " + ", ".join(f"{package} {least}" for package, least in row["requires"].items()) + " or newer",
        *(["  portable    yes: torchao 0.16 to 0.18 read that form"] if row["portable"] else []),
        *(f"  note        {note}" for note in row["notes"]),
    ]
    return "\n".join(lines) + "\n\n"


def _end(here) -> str:
    known = ", ".join(f"{package} {version}" for package, version in here.versions.items() if version and package != "mslk")
    return f"Here: {known or 'nothing of it installed'}; {here.cuda or 'no GPU'}.\n"
