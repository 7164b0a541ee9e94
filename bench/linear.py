"""CPU time of a check against the size of the card, 1 KB to 5 MB: ordinary cards, and what would make a careless pattern slow.

python bench/linear.py [--quick] [TEXT ...]     a table, and the plot bench/linear.svg; TEXT picks families by name

Each point is a process of its own, forked from one that has checked a card before, so that imports and patterns are warm.
The exponent is the slope of a line through the points from 100 KB up, both axes logarithmic: 1 is linear, 2 quadratic.
The exit code is 1 when a family that takes long enough to tell has a slope over the limit. --quick ends at 1 MB.
"""

from __future__ import annotations

import math
import os
import pickle
import resource
import signal
import sys
import time
from pathlib import Path

import growth
import plot

from cardwright import check_text, source

SIZES = (1_000, 10_000, 100_000, 300_000, 1_000_000, 2_500_000, 4_900_000)  # source.MAX_BYTES is 5 MB
UPPER = 100_000
PATIENCE = 60  # CPU seconds of a point; the family's larger ones are left out after it
STEEP = 1.2  # of the exponent: between linear and n log n with the caches of a real processor, and anything quadratic
LEAST = 0.1  # CPU seconds of a point; repeated until then
TELLING = 0.5  # CPU seconds below which the largest point says nothing about growth


def seconds(text: str | bytes) -> float:
    """CPU seconds of one check; the mean of many where it is short, since some systems count CPU time in steps of 10 ms."""
    began, rounds, spent = time.process_time(), 0, 0.0
    while spent < LEAST:
        check_text(text)
        rounds, spent = rounds + 1, time.process_time() - began
    return spent / rounds


def point(family: str, size: int) -> tuple[float, int] | None:
    """(CPU seconds, peak KiB) in a process of its own; None when it is out of patience."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        try:
            text = growth.FAMILIES[family](size)
            assert len(text if isinstance(text, bytes) else text.encode()) <= source.MAX_BYTES, "no check, only a refusal"
            resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + PATIENCE, PATIENCE * 10))
            os.write(writing, pickle.dumps(seconds(text)))
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    _, _, usage = os.wait4(pid, 0)
    return (pickle.loads(answer), usage.ru_maxrss) if answer else None


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the least squares line through the upper points, both axes logarithmic."""
    upper = [(math.log(size), math.log(cpu)) for size, cpu in points if size >= UPPER]
    middle = [sum(axis) / len(upper) for axis in zip(*upper)]
    spread = sum((x - middle[0]) ** 2 for x, _ in upper)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in upper) / spread if spread else math.nan


def measure(family: str, sizes) -> tuple[list[tuple[int, float]], float]:
    """(size, CPU seconds) of each size, and the peak MiB of the largest."""
    points, peak = [], 0.0
    for size in sizes:
        found = point(family, size)
        if found is None:
            points.append((size, float(PATIENCE)))
            break
        points.append((size, found[0]))
        peak = max(peak, found[1] / 1024)
    return points, peak


def row(family: str, points, slope: float, peak: float) -> str:
    cells = [f"`{family}`".replace("|", "\\|"), *(f"{1000 * cpu:,.1f}" for size, cpu in points if size >= 10_000)]
    cells += ["-"] * (len(SIZES) - 1 - len(cells) + 1)
    return f"| {' | '.join(cells)} | {slope:.2f} | {peak:.0f} |"


def main() -> int:
    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    sizes = [size for size in SIZES if "--quick" not in sys.argv or size <= 1_000_000]
    check_text("---\nlicense: x\n---\n# A model\n\n[More Information Needed]\n")
    heads = [f"{size / 1e6:g} MB" if size >= 1e6 else f"{size // 1000} KB" for size in SIZES[1:]]
    print(f"| CPU ms | {' | '.join(heads)} | exponent | peak MiB |\n|---|{'---|' * (len(heads) + 2)}")
    measured, steep = {}, []
    for family in growth.FAMILIES:
        if wanted and not any(text in family for text in wanted):
            continue
        points, peak = measure(family, sizes)
        slope = exponent(points)
        print(row(family, points, slope, peak), flush=True)
        measured[family] = points
        if slope > STEEP and points[-1][1] >= TELLING:
            steep.append(f"{family} ({slope:.2f})")
    if not wanted and len(sizes) == len(SIZES):
        Path(__file__).with_suffix(".svg").write_text(plot.chart(measured), encoding="utf-8", newline="\n")
    print(f"\n{len(measured)} families; steeper than {STEEP}: {', '.join(steep) or 'none'}")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
