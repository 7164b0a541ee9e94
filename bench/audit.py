"""`cardwright audit` beside the pure check of the same cards: CPU, memory, two processes, Ray.

python bench/audit.py [--cards N ...] [--together N ...] [--ray N] [--rounds N] [--keep]   Markdown tables; needs cardwright[scale]

The cards are those of bench/cards.py, 4 to 8 KB, each with a name and a hash of its own, in Parquet with 1,000 cards a row group. Pure is
the CPU of decoding and checking the same bytes in one process, without its start or any reading. The audit's is all of its processes':
start, reading, hashing, checking, writing and merging, without the page (bench/README.md has that by itself). The two run one
right after the other, and the median of the pairs counts. Everything lies below build/bench/audit and is removed afterwards.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import cards
import peers
from measure import spend

PLACE = peers.CACHE / "audit"
TEMPLATES = 500  # cards that differ in more than their name; making one takes longer than checking it
GROUP = 1000

# The command without the page; it tells how long it took once its engine stood.
AUDIT = """
import sys, time
from cardwright import cli
from cardwright.audit import page
from cardwright.engines import local
page.written = lambda folder: 0
stood = []
def timed(kind):
    enter = kind.__enter__
    kind.__enter__ = lambda self: (enter(self), stood.append(time.perf_counter()))[0]
timed(local.Local)
if "ray" in sys.argv:
    from cardwright.engines import cluster
    timed(cluster.Ray)
code = cli.main(sys.argv[2:])
open(sys.argv[1], "w").write(str(time.perf_counter() - stood[0]))
sys.exit(code)
"""
PURE = """
import sys, time
import pyarrow.parquet as pq
from cardwright import check, rules, source
from cardwright.config import Settings
settings, spent = Settings(), 0.0
chosen = rules.chosen()
for batch in pq.ParquetFile(sys.argv[2]).iter_batches(256, columns=["card"]):
    data = [text.encode() for text in batch.column(0).to_pylist()]
    began = time.process_time()
    for each in data:
        check.check_source(source.decode("README.md", each), settings, chosen)
    spent += time.process_time() - began
open(sys.argv[1], "w").write(str(spent))
"""


def write(path, count: int) -> None:
    """A dump of `count` cards."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [cards.card(seed, 4000 + seed * 7919 % 4000) for seed in range(TEMPLATES)]
    schema = pa.schema([("modelId", pa.string()), ("card", pa.string()), ("createdAt", pa.string()), ("downloads", pa.int64())])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, count, GROUP):
            numbers = range(first, min(count, first + GROUP))
            named = [
                texts[n % TEMPLATES].replace(f"support-sorter-{n % TEMPLATES:04}", f"support-sorter-{n:08}") for n in numbers
            ]
            ids = [f"team-{n % 997}/support-sorter-{n:08}" for n in numbers]
            dates = [f"{2020 + n % 6}-01-01T00:00:00.000Z" for n in numbers]
            writer.write_table(pa.table([ids, named, dates, list(numbers)], schema=schema))


def ran(program: str, *arguments) -> tuple[float, float, float, float]:
    """(CPU seconds, peak MiB, wall seconds, what the program told) of a program."""
    told = PLACE / ("pure" if program is PURE else "audit")
    began = time.perf_counter()
    cpu, peak = spend([sys.executable, "-c", program, str(told), *map(str, arguments)], folder=PLACE)
    return cpu, peak, time.perf_counter() - began, float(told.read_text())


def audited(path, *options) -> tuple[float, float, float, float]:
    shutil.rmtree(PLACE / "out", ignore_errors=True)
    return ran(AUDIT, "audit", path.name, "--output", "out", *options)


def side_by_side(count: int) -> str:
    """Pure and audit at the same time, each on a core of its own, for so many cards that one after the other takes too long."""
    path = PLACE / f"{count}.parquet"
    write(path, count)
    with ThreadPoolExecutor(2) as pool:
        pure, whole = pool.submit(ran, PURE, path), pool.submit(audited, path)
        bare, (cpu, peak, wall, _) = pure.result()[3], whole.result()
    return f"| {count:,} | {bare:.1f} | {cpu:.1f} | **{cpu / bare:.2f}** | {1e6 * cpu / count:.0f} | {peak:.0f} | {wall:.0f} |"


def row(count: int, rounds: int) -> str:
    path = PLACE / f"{count}.parquet"
    write(path, count)
    pure, one, two = [], [], []
    for _ in range(rounds):
        pure.append(ran(PURE, path)[3])
        one.append(audited(path))
        two.append(audited(path, "--jobs", "2"))
    ratio = statistics.median(whole[0] / bare for whole, bare in zip(one, pure))
    both = statistics.median(whole[0] / bare for whole, bare in zip(two, pure))
    faster = statistics.median(alone[3] / shared[3] for alone, shared in zip(one, two))
    cpu = statistics.median(whole[0] for whole in one)
    peaks = f"{max(whole[1] for whole in one):.0f}, {max(whole[1] for whole in two):.0f}"
    size = sum(entry.stat().st_size for entry in (PLACE / "out").iterdir() if entry.is_file()) / count
    return (
        f"| {count:,} | {statistics.median(pure):.1f} | {cpu:.1f} | **{ratio:.2f}** | {both:.2f} | {1e6 * cpu / count:.0f} | {peaks}"
        f" | **{faster:.2f}** | {size:.0f} |"
    )


def ray_row(count: int, rounds: int) -> str:
    path = PLACE / f"{count}.parquet"
    if not path.exists():
        write(path, count)
    jobs = str(len(os.sched_getaffinity(0)))
    pairs = []
    for _ in range(rounds):
        local = audited(path, "--jobs", jobs)
        kept = {name: (PLACE / "out" / name).read_bytes() for name in ("cards.parquet", "findings.parquet")}
        other = audited(path, "--jobs", jobs, "--engine", "ray")
        same = all((PLACE / "out" / name).read_bytes() == data for name, data in kept.items())
        pairs.append((local[3], other[3], other[2] - other[3], same))
    ratio = statistics.median(other / local for local, other, *_ in pairs)
    columns = [statistics.median(column) for column in list(zip(*pairs))[:3]]
    return f"| {count:,} | {columns[0]:.1f} | {columns[1]:.1f} | **{ratio:.2f}** | {columns[2]:.1f} | {all(pair[3] for pair in pairs)} |"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, nargs="*", default=[10_000], metavar="N")
    asked.add_argument(
        "--together", type=int, nargs="*", default=[], metavar="N", help="pure and audit side by side, on two cores"
    )
    asked.add_argument("--ray", type=int, default=0, metavar="N", help="cards for Ray against local, on all cores")
    asked.add_argument("--rounds", type=int, default=3, metavar="N")
    asked.add_argument("--keep", action="store_true", help="leave what was made in build/bench/audit")
    asked = asked.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / ".git").mkdir(exist_ok=True)  # ends the search for a configuration
    try:
        if asked.cards:
            print(
                "| cards | pure CPU s | audit CPU s | ratio | with --jobs 2 | CPU µs a card | peak MiB, one and two | two processes | bytes a card |"
            )
            print("|---|---|---|---|---|---|---|---|---|")
        for count in asked.cards:
            print(row(count, asked.rounds), flush=True)
        if asked.together:
            print(
                "\n| cards | pure CPU s | audit CPU s | ratio | CPU µs a card | peak MiB | wall s |\n|---|---|---|---|---|---|---|"
            )
        for count in asked.together:
            print(side_by_side(count), flush=True)
        if asked.ray:
            print(
                "\n| cards | local wall s | Ray wall s, once it stands | ratio | its start s | same bytes |\n|---|---|---|---|---|---|"
            )
            print(ray_row(asked.ray, asked.rounds), flush=True)
    except subprocess.SubprocessError as error:
        sys.exit(str(error))
    finally:
        if not asked.keep:
            shutil.rmtree(PLACE, ignore_errors=True)


if __name__ == "__main__":
    main()
