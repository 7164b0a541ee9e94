"""`cardwright audit`: many cards checked, added up, compared with an earlier time, and shown."""

from __future__ import annotations

import json
import os

from .. import errors, wanted
from ..audit import run as runs
from ..audit import store
from ..audit.reading.names import Wanted
from ..errors import CardwrightError, UsageError
from ..findings import LEVELS, printable
from ..reporters import quantity
from . import meter


def run(asked, console) -> int:
    _agree(asked)
    if asked.diff:
        return _compared(asked, *asked.diff, console)
    done = None
    if asked.join:
        done = runs.joined(asked.join, asked.output)
    elif asked.sources or asked.ids or asked.org:
        done = _audited(asked, console)
    code = _code(asked, done, console) if done else errors.CLEAN
    if asked.serve:
        from ..audit import serve

        code = errors.worst(code, serve.run(asked.output, asked.port, console) or errors.CLEAN)
    return code


def _agree(asked) -> None:
    """Raise UsageError for options that do not go together."""
    from_somewhere = asked.sources or asked.ids or asked.org or asked.join
    if asked.diff:
        if from_somewhere or asked.since or asked.serve or asked.output:
            raise UsageError("--diff compares two audits and goes with neither sources nor --output", "")
        return
    if not asked.output:
        raise UsageError("say where the audit goes with --output DIR")
    if not from_somewhere and not asked.serve:
        raise UsageError(
            "name what to audit", "a dump, a folder, --ids FILE or --org NAME; `cardwright audit --help` has examples"
        )
    if asked.fail_on_new and not asked.since:
        raise UsageError("--fail-on-new compares with an earlier audit", "name its folder with --since")
    if not 0 <= asked.limit < 1e6:
        raise UsageError(f"--limit {asked.limit:g}: a number of seconds, or 0 for none")
    if asked.join and (asked.sources or asked.ids or asked.org):
        raise UsageError("--join takes audits that are done, and no sources", "audit those first, then name their folder")
    if asked.shard and not (asked.ids or asked.org):
        raise UsageError("--shard goes with --ids or --org", "dumps are shared out by --jobs and --engine ray")
    runs.agree(asked.output, [*([asked.since] if asked.since else ()), *(asked.join or ())])


def _audited(asked, console) -> runs.Done:
    fetched = None
    if asked.ids or asked.org:
        from ..audit.reading import hub

        top = os.path.join(asked.output, store.FETCHED)
        fetched = hub.fetched(asked.ids, asked.org, _shard(asked.shard), top, lambda total: _meter(console, "fetching", total))
    named = Wanted(asked.id_column, asked.card_column)
    job = runs.Asked(asked.sources, named, asked.output, _settings(asked), asked.limit, asked.engine, wanted.jobs(asked.jobs),
                     asked.address, asked.since)  # fmt: skip
    return runs.audited(job, lambda total: _meter(console, "audit", total), fetched)


def _shard(text: str) -> tuple[int, int]:
    """(which, of how many) shares."""
    which, _, many = text.partition("/") if text else ("1", "", "1")
    if not (which.isdecimal() and many.isdecimal() and 1 <= int(which) <= int(many) <= 10_000):
        raise UsageError(f"--shard {text}: write which of how many shares, such as 2/4")
    return int(which), int(many)


def _meter(console, name: str, total: int):
    return meter.Meter(console, name, total, "cards")


def _settings(asked):
    """The settings in force, without what says nothing about a card of an audit: the Hub is not asked about each."""
    asked.within = None  # which `wanted` reads, and an audit has no such option
    return wanted.settings(asked)._replace(online=False, repo=None, baseline=None, fail_on="error")


def _code(asked, done: runs.Done, console) -> int:
    """Say what came of it; the exit code."""
    if done.repeated:
        console.err(f"note: {asked.since} was made with other settings or another version, so every card was checked\n")
    console.out(json.dumps(done.summary, indent=1) + "\n" if asked.format == "json" else text(done.summary, asked.output))
    codes = [_complained(done, console)] if done.undone else []
    if asked.fail_on_new:
        codes.append(_compared(asked, asked.since, asked.output, console))
    elif done.tally.reaches(asked.fail_on or "never"):
        codes.append(errors.FINDINGS)
    return errors.worst(*codes)


_SHOWN = 10  # problems that are listed


def _complained(done: runs.Done, console) -> int:
    for source, what in done.tally.problems[:_SHOWN]:
        console.err(printable(f"{source}: {what}" if source else what) + "\n")
    return console.complain(
        CardwrightError(
            f"{quantity(done.undone, 'thing')} could not be read or checked; all else is done",
            "summary.json lists them under `problems`; the same command tries again what is not done",
        )
    )


def _compared(asked, old: str, new: str, console) -> int:
    """What got better and worse; 1 where something is new that may not be."""
    from ..audit import diff

    told = diff.compared(old, new)
    if not asked.since:
        console.out(json.dumps(told, indent=1) + "\n" if asked.format == "json" else diff.text(told))
    else:
        console.err(diff.text(told))
    level = asked.fail_on or ("error" if asked.fail_on_new else "never")
    worse = level in LEVELS and any(told["findings"]["new"][each] for each in LEVELS[: LEVELS.index(level) + 1])
    return errors.FINDINGS if worse else errors.CLEAN


_KINDS = (
    ("error", "with errors"),
    ("warning", "with warnings, no error"),
    ("note", "with notes alone"),
    ("nothing", "without findings"),
)


def text(told: dict, folder: str) -> str:
    """A summary for people: how the cards stand, the worst rules, where the files are."""
    cards, worst = told["cards"], told["cards_with"]
    share = lambda count: f"{count:>12,}  {count / max(1, cards):6.1%}"
    lines = [f"{cards:>12,}          cards", *(f"{share(worst[level])}  {name}" for level, name in _KINDS)]
    lines += [f"{share(count)}  {state}" for state, count in told["states"].items() if state != "checked"]
    if told["completeness"]["mean"] is not None:
        lines.append(f"{'':12}  {told['completeness']['mean']:6.1%}  complete, in the mean")
    if told["exempt"]:
        lines.append(f"{told['exempt']:>12,}          findings exempt by the policy")
    if told["rules"]:
        lines += ["", "what most cards have:"]
        lines += [f"{share(row['cards'])}  {row['level']:7}  {row['rule']}" for row in told["rules"][:5]]
    paths = [os.path.join(folder, name) for name in ("report.html", "summary.json", "cards.parquet", "findings.parquet")]
    return "".join(printable(line) + "\n" for line in [*lines, "", *(f"  {path}" for path in paths if os.path.exists(path))])
