"""Peak memory of one process over many cards, and how CPU and wall time scale with --jobs.

python bench/memory.py [--quick]      a Markdown table; --quick ends at 10,000 cards

The cards are made below build/bench/memory and removed afterwards. Peak RSS is the process's own, as the kernel counts it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import cards
import peers
from measure import spend

PLACE = peers.CACHE / "memory"
TEMPLATES = 50  # cards that differ; the rest are copies, since making one takes longer than checking it
BLANK = "\n[More Information Needed]\n"


def write(count: int, blanks: int) -> None:
    """`count` clean cards of 4 to 8 KB, or the same with `blanks` unfilled places each."""
    shutil.rmtree(PLACE, ignore_errors=True)
    texts = [cards.card(seed, 4000 + seed * 7919 % 4000) + BLANK * blanks for seed in range(TEMPLATES)]
    data = [text.encode() for text in texts]
    for number in range(count):
        folder = PLACE / "cards" / f"{number // 1000:03}" / f"{number % 1000:03}"
        folder.mkdir(parents=True)
        (folder / "README.md").write_bytes(data[number % TEMPLATES])
    (PLACE / ".git").mkdir()  # ends the search for a configuration


def command(*arguments: str) -> list[str]:
    return [str(peers.python_venv("cardwright") / "cardwright"), "check", *arguments, str(PLACE / "cards")]


def rows(counts):
    """(cards, findings a card, arguments)"""
    for count in counts:
        yield count, 0, ("--format", "text")
    for count in counts[:-1]:
        for name in ("text", "json"):
            yield count, 10, ("--format", name)


def offers_jobs() -> bool:
    said = subprocess.run([*command()[:2], "--help"], capture_output=True, text=True).stdout
    return "--jobs" in said


def jobs_rows(count: int):
    """A row for each number of jobs, as far as there are cores."""
    if not offers_jobs():
        yield "| `--jobs` | this version has none | | | |"
        return
    write(count, 0)
    for jobs in (1, 2, 4, 8, 16):
        if jobs > (os.cpu_count() or 1):
            break
        began = time.perf_counter()
        cpu, peak = spend(command("--jobs", str(jobs)), (0, 1))
        yield f"| `--jobs {jobs}`, {count:,} clean cards | {cpu:.2f} | {time.perf_counter() - began:.2f} | {peak:.0f} | |"


def main() -> None:
    counts = (1_000, 10_000) if "--quick" in sys.argv else (1_000, 10_000, 100_000)
    print("| run | CPU s | wall s | peak MiB | bytes a finding |\n|---|---|---|---|---|")
    try:
        made, floor = None, 0.0
        for count, blanks, arguments in rows(counts):
            if made != (count, blanks):
                write(count, blanks)
                made = (count, blanks)
            began = time.perf_counter()
            cpu, peak = spend(command(*arguments), (0, 1))
            wall = time.perf_counter() - began
            floor = floor or peak
            each = f"{(peak - floor) * 1024 * 1024 / (count * blanks):,.0f}" if blanks else ""
            what = f"{count:,} cards, {blanks} blanks each" if blanks else f"{count:,} clean cards"
            print(f"| {what}, {arguments[-1]} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {each} |", flush=True)
        for row in jobs_rows(counts[1]):
            print(row, flush=True)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)


if __name__ == "__main__":
    main()
