"""What `--fix` makes of a folder of real cards: counts per rule, fixes taken back, and diffs to read.

python bench/fixes.py CORPUS_DIR                        a table: rule, findings, fixed safely, fixed with --unsafe-fixes
python bench/fixes.py CORPUS_DIR --sample 60 [--rule R] diffs of random cards that something was fixed in
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

from cards import corpus

from cardwright import source
from cardwright.config import Settings
from cardwright.mending import fix, fixing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--rule", help="only this rule's fixes")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    settings = Settings(select=(options.rule,) if options.rule else ())
    origins = [source.read(str(path)) for path in corpus(options.corpus)]
    runs = {unsafe: [(origin, fix.fixed(origin, settings, unsafe)) for origin in origins] for unsafe in (False, True)}
    if options.sample:
        changed = [(origin, outcome) for origin, outcome in runs[True] if outcome.text != origin.text]
        for origin, outcome in random.Random(options.seed).sample(changed, min(options.sample, len(changed))):
            print(*(f"# {finding.rule}{'' if finding.fix.safe else ' (unsafe)'}" for finding in outcome.fixed))
            print(fixing.diff(origin, outcome, terminal=True, color=False))
    else:
        table(runs)
    return 0


def table(runs) -> None:
    found = Counter(finding.rule for _, outcome in runs[False] for finding in outcome.before)
    safe, more = (Counter(finding.rule for _, outcome in runs[unsafe] for finding in outcome.fixed) for unsafe in (False, True))
    refused = Counter(finding.rule for _, outcome in runs[True] for finding, _ in outcome.refused)
    print("| rule | findings | fixed | with --unsafe-fixes | taken back |\n|---|---|---|---|---|")
    for rule in sorted({*safe, *more, *refused}):
        print(f"| {rule} | {found[rule]} | {safe[rule]} | {more[rule]} | {refused[rule]} |")
    print(f"| all | {sum(found.values())} | {sum(safe.values())} | {sum(more.values())} | {sum(refused.values())} |")
    for unsafe, outcomes in runs.items():
        changed = [outcome for origin, outcome in outcomes if outcome.text != origin.text]
        print(f"{'with' if unsafe else 'without'} --unsafe-fixes: {len(changed)} of {len(outcomes)} cards changed")
    for origin, outcome in runs[True]:
        print(fixing.taken_back(origin, outcome), end="")


if __name__ == "__main__":
    sys.exit(main())
