#!/usr/bin/env python3
"""Coverage-guided fuzzing of every target (`make fuzz FUZZ_TIME=600`), by atheris where it is installed, else by a loop of our own.

python tests/fuzz/run.py [--seconds N] [--target NAME] [--own]     what it found lies in build/fuzz; exit code 1 when there is any
python tests/fuzz/run.py --minimise NAME FILE                      the smallest input with the same failure
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLACE = ROOT / "build" / "fuzz"
sys.path[0] = str(HERE.parent)

from fuzz import mutate  # noqa: E402

HANG = 120  # seconds of wall time for one input: a machine may be busy, and `pumped` looks at CPU time
PATIENCE = 3.0  # CPU seconds for a pumped card
Tally = namedtuple("Tally", "name seeds executions kept seconds failures")


def main() -> int:
    options = _options()
    if options.minimise:
        return minimise(*options.minimise)
    if options.libfuzzer:
        return under_atheris(options.libfuzzer)
    from fuzz import targets

    names = options.target or list(targets.TARGETS)
    run = own if options.own or not _has_atheris() else atheris
    tallies = [run(name, options.seconds / len(names)) for name in names]
    print("\n| target | by | seeds | executions | a second | inputs kept | failures |\n|---|---|---|---|---|---|---|")
    for t in tallies:
        rate = t.executions / max(t.seconds, 1)
        print(f"| {t.name} | {run.__name__} | {t.seeds} | {t.executions:,} | {rate:.0f} | {t.kept} | {len(t.failures)} |")
    print(f"\n{covered(names)}")
    for path in (path for tally in tallies for path in tally.failures):
        print(f"FAILED {path}")
    return 1 if any(tally.failures for tally in tallies) else 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--target", action="append")
    parser.add_argument("--own", action="store_true", help="our own loop even where atheris is installed")
    parser.add_argument("--minimise", nargs=2, metavar=("NAME", "FILE"))
    parser.add_argument("--libfuzzer", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser.parse_args()


def _has_atheris() -> bool:
    return subprocess.run([sys.executable, "-c", "import atheris"], capture_output=True).returncode == 0


def corpus(name: str) -> Path:
    """The folder of a target's inputs, with the cases in it."""
    folder = PLACE / name / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(mutate.seeds()):
        (folder / f"case-{number:04}").write_bytes(data)
    return folder


def atheris(name: str, seconds: float) -> Tally:
    """One target by libFuzzer, started again after a failure until the time is up."""
    folder, until, executions, began = corpus(name), time.monotonic() + seconds, 0, time.monotonic()
    failed = PLACE / name / "failed"
    failed.mkdir(exist_ok=True)
    before = set(failed.iterdir())
    while (left := until - time.monotonic()) > 1:
        flags = [f"-max_total_time={int(left)}", f"-max_len={mutate.LONGEST}", f"-timeout={HANG}", "-rss_limit_mb=4096"]
        flags += [f"-artifact_prefix={failed}/", "-print_final_stats=1", "-verbosity=0", f"-report_slow_units={HANG}"]
        command = [sys.executable, str(HERE / "run.py"), "--libfuzzer", name, *flags, str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, errors="replace")
        executions += sum(map(int, re.findall(r"stat::number_of_executed_units: +(\d+)", ran.stderr)))
        if ran.returncode:
            print(ran.stdout[-3000:] + ran.stderr[-1500:], flush=True)
    kept = sum(not path.name.startswith("case-") for path in folder.iterdir())
    found = sorted(path for path in set(failed.iterdir()) - before if not path.name.startswith("slow-unit"))
    return Tally(name, len(mutate.seeds()), executions, kept, time.monotonic() - began, found)


def under_atheris(arguments: list[str]) -> int:
    import atheris

    import cardwright

    (name, *flags), package = arguments, Path(cardwright.__file__).parent
    with atheris.instrument_imports(include=["cardwright"]):
        from fuzz import targets

        for module in sorted(package.rglob("*.py")):  # what is imported lazily is watched too
            if module.stem not in ("__main__", "action", "__init__"):
                __import__(".".join(module.relative_to(package.parent).with_suffix("").parts))
    targets.patience[0] = PATIENCE * 4  # counting coverage costs about as much again

    def mutator(data: bytes, longest: int, seed: int) -> bytes:
        pick = random.Random(seed)
        return atheris.Mutate(data, longest) if pick.random() < 0.3 else mutate.mutated(data, pick, longest=longest)

    atheris.Setup([sys.argv[0], *flags], targets.TARGETS[name], custom_mutator=mutator)
    atheris.Fuzz()
    return 0


def own(name: str, seconds: float) -> Tally:
    """One target by a loop of our own: what runs a line that nothing ran before is kept and mutated further."""
    from fuzz import targets, watch

    targets.patience[0] = PATIENCE * 20  # tracing lines is slow
    folder, began, lines, pick = corpus(name), time.monotonic(), watch.Lines(), random.Random(time.time_ns())
    inputs, failures, executions, kept = mutate.seeds(), [], 0, []
    while time.monotonic() - began < seconds:
        data = inputs[executions] if executions < len(inputs) else mutate.mutated(pick.choice(inputs + kept * 3), pick, inputs)
        before = len(lines.seen)
        failure = _failure(targets.TARGETS[name], data, lines)
        executions += 1
        if failure and failure not in {known for known, _ in failures}:
            path = PLACE / name / f"failed-{len(failures)}"
            path.write_bytes(data)
            failures.append((failure, path))
            print(name, *failure, flush=True)
        if len(lines.seen) > before and executions > len(inputs):
            kept.append(data)
            (folder / f"kept-{len(kept):05}").write_bytes(data)
    return Tally(name, len(inputs), executions, len(kept), time.monotonic() - began, [path for _, path in failures])


def _failure(target, data: bytes, lines=None):
    """What is wrong, as (exception, file, line), or None."""
    from contextlib import nullcontext

    try:
        with lines.watching() if lines else nullcontext():
            target(data)
    except Exception as error:
        last = error.__traceback__
        while last.tb_next:
            last = last.tb_next
        return f"{type(error).__name__}: {str(error)[:200]}", last.tb_frame.f_code.co_filename, last.tb_lineno
    return None


def minimise(name: str, file: str) -> int:
    from fuzz import targets

    targets.patience[0] = PATIENCE
    data = Path(file).read_bytes()
    wanted = _failure(targets.TARGETS[name], data)
    if wanted is None:
        print("it does not fail")
        return 0
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            failure = _failure(targets.TARGETS[name], shorter)
            data, at = (shorter, at) if failure and failure[1:] == wanted[1:] else (data, at + size)
        size //= 2
    print(wanted, data, sep="\n")
    return 1


def covered(names: list[str]) -> str:
    """The share of the package's lines that the inputs kept run; in a process of its own, without atheris's own counting."""
    from fuzz import targets, watch

    lines = watch.Lines()
    for name in names:
        until = time.process_time() + 20  # watching lines is slow, and the last thousand inputs run few that are new
        for path in sorted(corpus(name).iterdir(), key=lambda path: path.stat().st_mtime):
            if time.process_time() > until:
                break
            _failure(targets.TARGETS[name], path.read_bytes(), lines)
    possible = watch.executable()
    seen = lines.seen & possible
    return f"{len(seen):,} of {len(possible):,} lines inside functions of the modules that checking loads: {len(seen) / len(possible):.1%}"


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main())
