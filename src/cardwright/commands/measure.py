"""`cardwright measure`: what a model's variants cost and what they are worth."""

from __future__ import annotations

import json
import os

from .. import config, errors
from ..errors import CardwrightError, UsageError
from ..heavy import libraries
from ..measure import evidence, host, memory, models, probe, quality, speed, tasks, text, wording
from ..measure.protocol import Protocol
from ..repository import variants
from ..sources import jsonfiles
from . import meter
from .quantize import fetched


def run(asked, console) -> int:
    root, name, _ = fetched(asked.model, asked.revision, console)
    wanted = evidence.gates(asked.gate, config.load(asked.config).gate)
    protocol = _protocol(asked, _longest(root))
    chosen = _chosen(root, asked.variant)
    found = _measured(root, name or os.path.basename(os.path.abspath(root)), chosen, protocol, asked, console)
    path = asked.output or os.path.join(root, evidence.NAME)
    if path != "-":
        evidence.written(found, path)
    if asked.format == "json" or path == "-":
        console.out(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    else:
        console.out(table(found) + f"\n{path}: written\n")
    if asked.chart:
        from ..measure import charts

        for drawn in charts.drawn(found, os.path.dirname(path) or "." if path != "-" else root):
            console.err(f"{drawn}: drawn\n")
    reasons = evidence.failed(found, wanted)
    for reason in reasons:
        console.err(f"gate: {reason}\n")
    return errors.FINDINGS if reasons else errors.CLEAN


def _longest(root: str) -> int:
    """The tokens that a model takes, as its configuration tells it; a large number where it does not."""
    config, _ = jsonfiles.parsed(os.path.join(root, "config.json"))
    most = config.get("max_position_embeddings")
    return most if type(most) is int and most > 0 else 2**31


def _protocol(asked, longest: int) -> Protocol:
    window = asked.window or min(Protocol().window, longest)
    if window < 16 or asked.tokens < window or not 0 <= asked.stride <= window:
        raise UsageError("--window takes 16 or more, --tokens at least as many, --stride at most that", "")
    if min(asked.batch, asked.prompt, asked.new, asked.repeats) < 1:
        raise UsageError("--batch, --prompt, --new and --repeats take 1 or more", "")
    return Protocol(window, asked.stride or window, asked.tokens, asked.batch, asked.prompt, asked.new, asked.repeats)


def _chosen(root: str, names: list) -> list[str]:
    there = variants.below(root)
    chosen = [name for text in names for name in text.split(",")] or there
    lost = [name for name in chosen if name not in there]
    if lost:
        raise UsageError(
            f"{root} has no variant {lost[0]}", f"it has {', '.join(there)}" if there else "`cardwright quantize` makes some"
        )
    return ["", *chosen]


def _measured(root: str, name: str, chosen: list, protocol: Protocol, asked, console) -> dict:
    """The evidence of the original and its variants, one beside the original at a time: two are in memory at most."""
    device = _device(asked.device)
    rows = {folder: {"folder": folder, "bytes": evidence.bytes_of(os.path.join(root, folder))} for folder in chosen}
    if not asked.no_memory:
        for folder in chosen:
            console.err(f"{folder or 'original'}: memory\n")
            rows[folder]["memory"] = memory.measured(root, folder, device, protocol.prompt, protocol.new)._asdict()
    original = models.loaded(root, "", device)
    _fits(original.model, protocol, bool(asked.text))
    tokenizer = models.tokenizer(root) if asked.text or asked.tasks else None
    windows = text.windows(asked.text, tokenizer, protocol.window, protocol.stride, protocol.tokens) if asked.text else None
    first = (chosen[1:] or [""])[0]
    for folder in chosen[1:] or [""]:
        group = [original, models.loaded(root, folder, device)] if folder else [original]
        for one, found in zip(group, _numbers(group, folder == first, windows, tokenizer, protocol, asked, console)):
            rows[one.folder] = (
                rows[one.folder] | {"held": one.bytes, "expanded": not one.runs, "probe": probe.taken(one, windows)} | found
            )
    return evidence.told(list(rows.values()), windows, protocol, host.described(device), _command(asked, protocol), name)


def _numbers(group: list, first: bool, windows, tokenizer, protocol: Protocol, asked, console) -> list[dict]:
    """Quality and speed of the original and perhaps a variant, side by side."""
    found: list[dict] = [{} for _ in group]
    named = group[-1].folder or "original"
    if windows:
        with meter.Meter(console, f"{named}: quality", windows.tokens, "tokens") as progress:
            for row, each in zip(found, quality.measured(group, windows, progress.add)):
                row["quality"] = each._asdict()
    able = [one for one in group if one.runs]  # of weights that were expanded to run at all, a speed would be of something else
    names = [name.strip() for text in asked.tasks for name in text.split(",") if name.strip()]
    if names:
        console.err(f"{named}: {', '.join(names)}\n")
        fresh = group if first else group[1:]
        scores = tasks.measured(fresh, tokenizer, names, asked.limit, asked.tasks_from, console.watched)
        for row, each in zip(found[-len(fresh) :], scores):
            row["tasks"] = each
    if not asked.no_speed and able:
        ids = windows.ids[0] if windows else list(range(1, protocol.prompt + 1))
        ids = (ids * (protocol.prompt // len(ids) + 1))[: protocol.prompt]
        with meter.Meter(console, f"{named}: speed", len(able) * (protocol.repeats + 1), "runs") as progress:
            fast = speed.measured(able, ids, protocol.batch, protocol.prompt, protocol.new, protocol.repeats, progress.add)
        for row, each in zip(found, fast):
            row["speed"] = each._asdict()
    return found


def _device(asked: str) -> str:
    there = libraries().torch.cuda.is_available()
    if asked == "cuda" and not there:
        raise CardwrightError("torch sees no CUDA device", "--device cpu measures on the processor")
    return "cuda" if there and asked != "cpu" else "cpu"


def _fits(model, protocol: Protocol, reads: bool) -> None:
    most = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    longest = max(protocol.window if reads else 0, protocol.prompt + protocol.new)
    if isinstance(most, int) and longest > most:
        raise UsageError(
            f"the model takes {most:,} tokens at most, and {longest:,} are asked for", f"--window {most} --prompt 64 may do"
        )


def _command(asked, protocol: Protocol) -> str:
    """The command that measures the same again, without where the files lay."""
    parts = ["cardwright measure MODEL"]
    if asked.text:
        parts.append(
            f"--text {os.path.basename(asked.text)} --window {protocol.window} --stride {protocol.stride}"
            f" --tokens {protocol.tokens}"
        )
    if asked.tasks:
        parts.append(f"--tasks {','.join(asked.tasks)}" + (f" --limit {asked.limit}" if asked.limit else ""))
    if not asked.no_speed:
        parts.append(f"--batch {protocol.batch} --prompt {protocol.prompt} --new {protocol.new} --repeats {protocol.repeats}")
    return " ".join(parts)


def table(found: dict) -> str:
    """Evidence as a table, with how it came about below."""
    head = (
        "",
        "weights",
        "of original",
        "peak memory",
        "perplexity",
        "change (95 %)",
        "top-1",
        "KL",
        "prefill/s",
        "decode/s",
        "decode x",
    )
    rows = [head, *map(_cells, found["models"])]
    used = [column for column in range(len(head)) if any(row[column] for row in rows[1:])]
    widths = {column: max(len(row[column]) for row in rows) for column in used}
    lines = ["  ".join(f"{row[c]:{widths[c]}}" if c == 0 else f"{row[c]:>{widths[c]}}" for c in used).rstrip() for row in rows]
    return "\n".join(lines) + "\n\n" + "".join(f"{line}\n" for line in wording.protocol(found))


def _cells(model: dict) -> tuple:
    best, fast, most = model.get("quality") or {}, model.get("speed") or {}, model.get("memory") or {}
    shown = lambda value, form: "" if value is None else form.format(value)
    peak = most.get("device") or most.get("resident")
    return (
        model["folder"] or "original", wording.size(model["bytes"]), shown(model["ratio"], "{:.1%}"),
        wording.size(peak) if peak else "",
        shown(best.get("perplexity"), "{:.3f}"), wording.change(best),
        shown(best.get("top1"), "{:.2%}"), shown(best.get("kl"), "{:.5f}"),
        shown(fast.get("prefill"), "{:,.0f}"), shown(fast.get("decode"), "{:,.1f}"), shown(fast.get("decode_ratio"), "{:.2f}"),
    )  # fmt: skip
