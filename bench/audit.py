"""`cardwright audit` beside the pure check of the same cards: CPU, memory, two processes, Ray.

python bench/audit.py [--cards N ...] [--corpus FOLDER] [--processes N] [--ray N] [--rounds N] [--keep]   Markdown; needs cardwright[scale]

The cards are those of bench/cards.py, 4 to 8 KB, each with a name and a hash of its own, in Parquet with 1,000 cards a row group; of a
corpus, its cards in turn. Pure is the CPU of decoding and checking the same bytes in one process, without its start or any reading. The
audit's is all of its processes': start, reading, hashing, checking, writing and merging, without the page (bench/audit_page.py has
that). The two run at the same time, each on a core of its own: one after the other, what else the machine does in between is more
than what is measured. The median of the rounds counts. Everything lies below build/bench/audit and is removed afterwards.
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
from pathlib import Path

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
    data = batch.column(0).to_pylist()
    began = time.process_time()
    for each in data:
        check.check_source(source.decode("README.md", each), settings, chosen)
    spent += time.process_time() - began
open(sys.argv[1], "w").write(str(spent))
"""


def dump(count: int, corpus: list[bytes] | None = None) -> Path:
    """A dump of `count` cards; made once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = PLACE / f"{'corpus' if corpus else 'cards'}-{count}.parquet"
    if path.exists():
        return path
    texts = corpus or [cards.card(seed, 4000 + seed * 7919 % 4000).encode() for seed in range(TEMPLATES)]
    schema = pa.schema([("modelId", pa.string()), ("card", pa.binary()), ("createdAt", pa.string()), ("downloads", pa.int64())])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, count, GROUP):
            numbers = range(first, min(count, first + GROUP))
            named = [
                texts[n % len(texts)].replace(b"support-sorter-%04d" % (n % TEMPLATES), b"support-sorter-%08d" % n)
                for n in numbers
            ]
            ids = [f"team-{n % 997}/support-sorter-{n:08}" for n in numbers]
            dates = [f"{2020 + n % 6}-01-01T00:00:00.000Z" for n in numbers]
            writer.write_table(pa.table([ids, named, dates, list(numbers)], schema=schema))
    return path


def ran(program: str, *arguments) -> tuple[float, float, float, float]:
    """(CPU seconds, peak MiB, wall seconds, what the program told) of a program."""
    told = PLACE / ("pure" if program is PURE else "audit")
    began = time.perf_counter()
    cpu, peak = spend([sys.executable, "-c", program, str(told), *map(str, arguments)], folder=PLACE)
    return cpu, peak, time.perf_counter() - began, float(told.read_text())


def audited(path: Path, *options) -> tuple[float, float, float, float]:
    shutil.rmtree(PLACE / "out", ignore_errors=True)
    return ran(AUDIT, "audit", path.name, "--output", "out", *options)


def middle(rows) -> list[float]:
    """The median of each column."""
    return [statistics.median(column) for column in zip(*rows)]


def row(path: Path, count: int, rounds: int) -> str:
    """Pure beside audit."""
    told = []
    for _ in range(rounds):
        with ThreadPoolExecutor(2) as pool:
            pure, whole = pool.submit(ran, PURE, path), pool.submit(audited, path)
            bare, (cpu, peak, wall, _) = pure.result()[3], whole.result()
        told.append((bare, cpu, cpu / bare, peak, wall))
    bare, cpu, ratio, peak, wall = middle(told)
    size = sum(entry.stat().st_size for entry in (PLACE / "out").iterdir() if entry.is_file()) / count
    each = f"{1e6 * bare / count:.0f} | {1e6 * cpu / count:.0f}"
    return f"| {path.stem.partition('-')[0]}, {count:,} | {bare:.1f} | {cpu:.1f} | **{ratio:.2f}** | {each} | {peak:.0f} | {wall:.0f} | {size:.0f} |"


def processes(count: int, rounds: int) -> str:
    """One process beside two, one after the other."""
    path, told = dump(count), []
    for _ in range(rounds):
        one, two = audited(path), audited(path, "--jobs", "2")
        told.append((one[3], two[3], one[3] / two[3], one[0], two[0], two[1]))
    one, two, faster, alone, shared, peak = middle(told)
    return f"| {count:,} | {one:.1f} | {two:.1f} | **{faster:.2f}** | {alone:.1f} | {shared:.1f} | {peak:.0f} |"


def ray(count: int, rounds: int) -> str:
    """Ray beside the local engine, on all cores."""
    path, jobs, told, same = dump(count), str(len(os.sched_getaffinity(0))), [], True
    for _ in range(rounds):
        local = audited(path, "--jobs", jobs)
        kept = {name: (PLACE / "out" / name).read_bytes() for name in ("cards.parquet", "findings.parquet")}
        other = audited(path, "--jobs", jobs, "--engine", "ray")
        same &= all((PLACE / "out" / name).read_bytes() == data for name, data in kept.items())
        told.append((local[3], other[3], other[3] / local[3], other[2] - other[3]))
    local, other, ratio, start = middle(told)
    return f"| {count:,} | {local:.1f} | {other:.1f} | **{ratio:.2f}** | {start:.1f} | {'yes' if same else 'NO'} |"


HEADS = {
    row: "cards | pure CPU s | audit CPU s | ratio | pure µs a card | audit µs a card | peak MiB | wall s | bytes a card",
    processes: "cards | one, wall s | two, wall s | faster by | one, CPU s | two, CPU s | peak MiB of two",
    ray: "cards | local wall s | Ray wall s, once it stands | ratio | its start s | same bytes",
}


def head(kind) -> None:
    print(f"\n| {HEADS[kind]} |\n{'|---' * (HEADS[kind].count('|') + 1)}|", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, nargs="*", default=[10_000], metavar="N", help="pure and audit side by side")
    asked.add_argument("--corpus", type=Path, metavar="FOLDER", help="the same with real cards, ten times over")
    asked.add_argument("--processes", type=int, default=0, metavar="N", help="cards for two processes against one")
    asked.add_argument("--ray", type=int, default=0, metavar="N", help="cards for Ray against local, on all cores")
    asked.add_argument("--rounds", type=int, default=3, metavar="N")
    asked.add_argument("--keep", action="store_true", help="leave what was made in build/bench/audit")
    asked = asked.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / ".git").mkdir(exist_ok=True)  # ends the search for a configuration
    try:
        if asked.cards or asked.corpus:
            head(row)
        for count in asked.cards:
            print(row(dump(count), count, asked.rounds), flush=True)
        if asked.corpus:
            real = [path.read_bytes() for path in cards.corpus(asked.corpus)]
            print(row(dump(10 * len(real), real), 10 * len(real), asked.rounds), flush=True)
        for kind, count in ((processes, asked.processes), (ray, asked.ray)):
            if count:
                head(kind)
                print(kind(count, asked.rounds), flush=True)
    except subprocess.SubprocessError as error:
        sys.exit(str(error))
    finally:
        if not asked.keep:
            shutil.rmtree(PLACE, ignore_errors=True)


if __name__ == "__main__":
    main()
