"""A plan for people: a row for each kind of layer, what became of it and why."""

from __future__ import annotations

import re
from collections import Counter

from . import plan as plans
from . import record

_NUMBER = re.compile(r"(?<=\.)\d+(?=\.)")


def rows(plan) -> list[dict]:
    """Layers that share a name but for its numbers, a shape and a fate, as one row."""
    found = Counter(
        (_NUMBER.sub("*", one.name), one.kind, one.shape, one.scheme.name if one.scheme else "", one.group, one.why)
        for one in plan.layers
    )
    return [
        {"name": name, "kind": kind, "layers": count, "shape": list(shape), "scheme": scheme or None, "group_size": group or None,
         "why": why or None}
        for (name, kind, shape, scheme, group, why), count in found.items()
    ]  # fmt: skip


def files(plan) -> list[dict]:
    return [{"name": file.name, "bytes": file.size} for file in plan.files]


def summary(plan) -> str:
    """Its size and what is quantized, in a line."""
    size = plans.size(plan)
    of = plan.checkpoint.size or plan.source_bytes
    own = sum(bool(one.scheme) for one in plan.layers)
    linear = sum(one.kind == "linear" for one in plan.layers)
    return (
        f"{size:,} bytes, {size / of:.1%} of the original's {of:,}; {own} of {linear} linear layers quantized,"
        f" {plans.share(plan):.1%} of {plan.parameters:,} parameters"
    )


def text(plan) -> str:
    """The table of a plan."""
    head = f"{plan.scheme.name}: {plan.scheme.title}" + (f"; groups of {plan.group}" if plan.group else "")
    table = [("layers", "", "shape", "", "")]
    for row in rows(plan):
        shape = " x ".join(f"{length:,}" for length in row["shape"])
        fate = row["scheme"] or (
            "does not fit" if row["kind"] == "linear" and row["why"].startswith(("its ", "torchao")) else "kept"
        )
        table.append((row["name"], f"{row['layers']} x", shape, fate, row["why"] or ""))
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    lines = [head, ""]
    lines += [
        "  " + f"{n:{widths[0]}}  {c:>{widths[1]}}  {s:>{widths[2]}}  {f:{widths[3]}}  {w}".rstrip()
        for n, c, s, f, w in table[1:]
    ]
    lines += ["", *(f"  {file.name:{widths[0]}}  {file.size:,} bytes" for file in plan.files), ""]
    lines.append(f"  {summary(plan)}")
    needs = ", ".join(f"{package} {least}" for package, least in record.minimum(plan).items())
    runs = "; ".join(f"{device} ({what})" if what else device for device, what in plan.scheme.runs)
    lines.append(f"  loads with {needs} or newer; runs on {runs}")
    lines += [f"  note: {note}" for note in (*plan.scheme.notes, *plan.problems)]
    return "\n".join(lines) + "\n\n"
