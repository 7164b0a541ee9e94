"""A fault at every request of a publish in turn: a Markdown table of what was struck, how often the command ran, and what went wrong.

    python bench/faults.py [--quick] [--only WORD ...]

The sweeps of tests/sweep.py over the loopback Hub. --quick leaves out Xet, the long listings and the deaths; --only picks rows by what is
in them (`--only xet reset`, `--only kill`). What went wrong is told below the table, and the exit code is 1.
"""

import argparse
import os
import sys
import tempfile
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
HEAD = "| fault | transport | files | requests struck | runs | violations | seconds |\n|---|---|---|---|---|---|---|"
SAID = {
    "lost": "answer lost",
    "reset": "connection reset",
    "500-html": "500, HTML",
    "kill": "SIGKILL before",
    "kill-after": "SIGKILL after",
}


def row(found) -> str:
    """A sweep as a line of the table."""
    said = SAID.get(found.kind, found.kind)
    return (
        f"| {said} | {found.transport} | {found.files} | {found.requests} | {found.runs} | {len(found.violations)} "
        f"| {found.seconds:.1f} |"
    )


def wanted(sweeps, deaths, asked):
    """(kind, transport, files more) of the rows that are asked for."""
    every = [*sweeps, *((kind, "lfs", 0) for kind in deaths)]
    if asked.quick:
        every = [one for one in every if one[1:] == ("lfs", 0) and one[0] not in deaths]
    return [one for one in every if all(any(word in str(part) for part in one) for word in asked.only)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="WORD", default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        os.environ["HF_HOME"] = place  # the client reads it once, as it is imported
        import sweep

        warnings.filterwarnings("ignore", "Use 'content=<...>'", DeprecationWarning)  # of huggingface_hub 2.4 by httpx2
        print(HEAD, flush=True)
        every = []
        for number, (kind, transport, extra) in enumerate(wanted(sweep.SWEEPS, sweep.DEATHS, asked)):
            work = Path(place) / str(number)
            every.append(sweep.killed(kind, work) if kind in sweep.DEATHS else sweep.swept(kind, transport, extra, work))
            print(row(every[-1]), flush=True)
    total = [sum(getattr(one, key) for one in every) for key in ("requests", "runs")]
    wrong = [text for one in every for text in one.violations]
    print(f"| all | | | {total[0]} | {total[1]} | {len(wrong)} | {sum(one.seconds for one in every):.0f} |")
    print("".join(f"\n{text}" for text in wrong), end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
