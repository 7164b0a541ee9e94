"""`cardwright quantize`: plans and makes the variants of a model."""

from __future__ import annotations

import json
import os
import time
from contextlib import nullcontext

from .. import engines, errors
from ..errors import CardwrightError, UsageError
from ..quantize import apply, checkpoint, layout, machine, plan, planned, record, schemes, tree
from . import meter


def run(asked, console) -> int:
    chosen = schemes.several(asked.scheme)
    if not chosen:
        raise UsageError("say what to make with --scheme", "`cardwright schemes` lists them; `--scheme int8` runs everywhere")
    if asked.group_size and not any(scheme.groups for scheme in chosen):
        raise UsageError(
            f"--group-size is not of {chosen[0].name}, which has one scale a row", "`cardwright schemes` tells which have groups"
        )
    choice = _choice(asked)
    found, output = _opened(asked, console)
    if not found.tensors and not asked.dry_run:
        raise UsageError(f"{found.folder} holds no weights in safetensors", "--dry-run plans from config.json alone")
    grown = tree.grown(found, asked.dtype)
    told, codes = [], []
    with _engine(asked) as engine:
        for scheme in chosen:
            try:
                told.append(_one(scheme, choice, found, grown, output, asked, console, engine))
            except CardwrightError as error:  # the others are made all the same
                codes.append(console.complain(error))
    if asked.format == "json":
        console.out(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    return errors.worst(*codes)


def _engine(asked):
    """The engine that shares the work, as a context; nothing where this process does it."""
    if asked.engine == "local":
        if asked.address:
            raise UsageError("--address goes with --engine ray", "")
        return nullcontext()
    return engines.engine(asked.engine, asked.jobs or os.cpu_count() or 1, asked.address)


def _choice(asked) -> plan.Choice:
    rows = []
    for text in asked.layer:
        pattern, _, name = text.rpartition("=")
        if not pattern:
            raise UsageError(
                f"--layer {text!r} is no PATTERN=SCHEME", "such as --layer 'down_proj=int8' or --layer 'layers.0.*=keep'"
            )
        rows.append((pattern, name))
    if not 0 <= asked.floor <= 100:
        raise UsageError(f"--floor {asked.floor:g} is no percentage", "give a number from 0 to 100")
    if asked.jobs < 0:
        raise UsageError("--jobs takes 0, for one a core, or more", "")
    return plan.Choice(tuple(asked.include), tuple(asked.exclude), tuple(rows), asked.group_size, asked.portable, asked.dtype,
                       layout.bytes_of(asked.max_file_size), asked.floor / 100)  # fmt: skip


def _opened(asked, console):
    """(Checkpoint, the folder that the variants go to)."""
    folder, name, revision = fetched(asked.source, asked.revision, console)
    if name and not asked.output and not asked.dry_run:
        raise UsageError(f"say where the variants of {name} go with --output", "`--output .` makes them here")
    if asked.merge_adapter:
        from ..quantize import merging

        base, base_name, base_revision = fetched(asked.merge_adapter, "", console)
        return merging.opened(folder, base, base_name, base_revision), asked.output or folder
    return checkpoint.opened(folder, name, revision), asked.output or folder


def fetched(source: str, revision: str, console) -> tuple[str, str, str]:
    """(folder, id on the Hub or "", commit or "") of a model that is a folder here, or is on the Hub."""
    from ..hub import download

    if os.path.isdir(source) or not download.is_id(source):
        if revision:
            raise UsageError(f"--revision is of models on the Hub, and {source} is a folder", "")
        return source, "", ""
    console.err(f"{source}: fetching\n")
    folder, commit = download.fetched(source, revision)
    return folder, source, commit


def _one(scheme, choice, found, grown, output: str, asked, console, engine) -> dict:
    made = plan.made(found, scheme, choice, grown)
    if asked.dry_run:
        if asked.format == "text":
            console.out(planned.text(made))
        plan.floor(made, choice.floor)
        return record.of(made) | {"files": planned.files(made), "rows": planned.rows(made)}
    plan.floor(made, choice.floor)
    device = machine.device(scheme, asked.device, engine.gpus if engine else None)
    began = time.monotonic()
    with meter.Meter(console, scheme.name, found.size) as progress:
        place = apply.done(made, output, device, asked.jobs, progress.add, engine)
    took = time.monotonic() - began
    for problem in made.problems:
        console.err(f"note: {problem}\n")
    if asked.format == "text":
        console.out(f"{place}: {planned.summary(made)}, in {took:.1f} s\n")
    return record.of(made) | {"folder": place, "seconds": round(took, 2)}
