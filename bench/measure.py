"""CPU time of child processes as a ratio to `python -c pass`, paired: the two run one right after the other, and the median
of the pairs counts. On a shared machine that is the only figure that stays the same from day to day."""

from __future__ import annotations

import os
import statistics
from collections import namedtuple

import peers

Row = namedtuple("Row", "name command rounds codes folder", defaults=(15, (0, 1), None))
Row.__doc__ = """command: a list, or a function that makes it and may raise peers.Missing; codes: exit codes that mean it worked;
folder: where it runs."""

Result = namedtuple("Result", "cpu ratio low high peak")


def spend(command: list[str], codes=(0,), folder=None) -> tuple[float, float]:
    """CPU seconds (user + system, threads included) and peak MiB of one run. Raises Missing when it fails."""
    pid = os.fork()
    if pid == 0:
        _become(command, folder)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in codes:
        raise peers.Missing(f"exit code {code}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _become(command: list[str], folder) -> None:
    try:
        if folder:
            os.chdir(folder)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execv(command[0], command)
    finally:
        os._exit(126)


def measure(row: Row, command: list[str], base: list[str]) -> Result:
    spend(command, row.codes, row.folder)  # compiles and fills the page cache
    pairs = []
    for _ in range(row.rounds):
        floor, _ = spend(base)
        cpu, peak = spend(command, row.codes, row.folder)
        pairs.append((cpu / floor, cpu, peak))
    ratios = [ratio for ratio, _, _ in pairs]
    return Result(
        statistics.median(p[1] for p in pairs), statistics.median(ratios), min(ratios), max(ratios), max(p[2] for p in pairs)
    )


def picked(own, others, place, arguments: list[str]) -> list[Row]:
    """Our rows, the peers' too without --quick, of those only the ones whose name holds a further argument."""
    rows = own(place) + ([] if "--quick" in arguments else others(place))
    wanted = [argument for argument in arguments if not argument.startswith("-")]
    return [row for row in rows if not wanted or any(text in row.name for text in wanted)]


def table(rows: list[Row], extra: str = "", column=lambda result: "") -> str:
    """The rows measured, as a Markdown table; a row that cannot be measured says why."""
    base = [str(peers.python_venv("clean") / "python"), "-c", "pass"]
    head = ["command", "CPU s", "CPU ratio", "[min-max]", "peak MiB", *([extra] if extra else [])]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        try:
            command = row.command() if callable(row.command) else row.command
            result = measure(row, [str(part) for part in command], base)
        except peers.Missing as why:
            lines.append([row.name, f"not installed: {why}", *[""] * (len(head) - 2)])
            continue
        cells = [
            row.name,
            f"{result.cpu:.3f}",
            f"**{result.ratio:.2f}**",
            f"{result.low:.2f}-{result.high:.2f}",
            f"{result.peak:.0f}",
        ]
        lines.append(cells + ([column(result)] if extra else []))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
