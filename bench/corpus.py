"""Check a folder of real cards with the default settings: does anything crash, how long does it take, which rules speak?

python bench/corpus.py CORPUS_DIR [SEED ...]             a table of counts per rule
python bench/corpus.py CORPUS_DIR --sample RULE 20       random findings of a rule with their lines, to judge by eye
python bench/corpus.py CORPUS_DIR --top 10 --sample-each 5   the same for the most frequent rules
python bench/corpus.py CORPUS_DIR --markdown             writes the table to bench/corpus.md (counts only)
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path

from cards import corpus

from cardwright import check, findings, rules, source
from cardwright.config import Settings

HERE = Path(__file__).parent


def main() -> int:
    options = _options()
    sys.stdout.reconfigure(errors="backslashreplace")
    settings = Settings()._replace(**({"profile": options.profile} if options.profile else {}))
    paths = corpus(options.corpus) + options.seeds
    began = time.process_time()
    found, crashes = check_all(paths, settings)
    spent = time.process_time() - began
    for path, problem in crashes:
        print(f"CRASH {path}\n{problem}")
    if options.sample:
        sample(found, *options.sample, options)
    elif options.sample_each:
        for rule, _ in _frequent(found, options.top):
            sample(found, rule, str(options.sample_each), options)
    else:
        report(found, crashes, paths, spent, options)
    return 1 if crashes else 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("seeds", type=Path, nargs="*", help="further files, checked too")
    parser.add_argument("--sample", nargs=2, metavar=("RULE", "N"), help="show N random findings of a rule")
    parser.add_argument("--sample-each", type=int, metavar="N", help="show N random findings of each of the most frequent rules")
    parser.add_argument("--top", type=int, default=10, help="how many rules count as the most frequent (default 10)")
    parser.add_argument("--context", type=int, default=1, metavar="LINES", help="lines shown around a finding (default 1)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile")
    parser.add_argument("--markdown", action="store_true", help="write the table to bench/corpus.md")
    return parser.parse_args()


def check_all(paths, settings) -> tuple[list[findings.Finding], list]:
    """All findings, and (path, traceback) for each card that made the checker crash."""
    chosen, found, crashes = rules.chosen(), [], []
    for path in paths:
        try:
            found += check.check_source(source.read(str(path)), settings, chosen)
        except Exception:
            crashes.append((path, traceback.format_exc()))
    return found, crashes


def _frequent(found, top: int) -> list[tuple[str, int]]:
    return Counter(finding.rule for finding in found).most_common(top)


def table(found) -> str:
    """Counts per rule as Markdown, rules that never spoke included."""
    cards = defaultdict(set)
    for finding in found:
        cards[finding.rule].add(finding.path)
    counts, levels = Counter(f.rule for f in found), {f.rule: f.level for f in found}
    known = rules.ids()
    rows = ["| rule | family | level | cards | findings |", "|---|---|---|---|---|"]
    for rule in sorted(known, key=lambda rule: (-len(cards[rule]), -counts[rule], rule)):
        rows.append(f"| {rule} | {known[rule]} | {levels.get(rule, '')} | {len(cards[rule])} | {counts[rule]} |")
    return "\n".join(rows)


def report(found, crashes, paths, spent: float, options) -> None:
    worst = {}
    for finding in found:
        worst[finding.path] = min(worst.get(finding.path, 2), findings.LEVELS.index(finding.level))
    by_level = Counter(worst.values())
    clean = len(paths) - len(worst)
    head = (
        f"{len(paths)} cards, {len(crashes)} crashes, {spent:.2f} CPU s. Worst level of a card: "
        f"error {by_level[0]}, warning {by_level[1]}, note {by_level[2]}, clean {clean}."
    )
    top = ", ".join(f"{rule} ({count})" for rule, count in _frequent(found, options.top))
    text = f"{head}\n\nMost findings: {top}\n\n{table(found)}\n"
    print(text)
    if options.markdown:
        (HERE / "corpus.md").write_text(
            f"# What the rules say about real cards\n\nWritten by `bench/corpus.py --markdown`.\n\n{text}", encoding="utf-8"
        )


def sample(found, rule: str, number: str, options) -> None:
    """Random findings of a rule, each from another card as far as there are enough, with the lines around them."""
    mine = [finding for finding in found if finding.rule == rule]
    random.Random(options.seed).shuffle(mine)
    seen = Counter()
    order = {id(finding): (seen.update([finding.path]) or seen[finding.path]) for finding in mine}
    chosen = sorted(mine, key=lambda finding: order[id(finding)])[: int(number)]
    print(f"## {rule}: {len(chosen)} of {len(mine)} findings in {len(seen)} cards\n")
    for finding in chosen:
        print(f"{finding.path}:{finding.line}:{finding.column} {finding.level}: {findings.printable(finding.message)}")
        _excerpt(finding, options.context)


def _excerpt(finding, context: int) -> None:
    text = source.read(finding.path).text
    if text is None:
        return
    lines = text.removeprefix("\ufeff").split("\n" if "\n" in text else "\r")
    for number in range(max(1, finding.line - context), min(len(lines), max(finding.end_line, finding.line) + context) + 1):
        if number - finding.line > context + 6:
            print("       ...")
            break
        mark = ">" if finding.line <= number <= finding.end_line else " "
        print(f" {mark}{number:>5} {findings.printable(lines[number - 1])[:160]}")
    print()


if __name__ == "__main__":
    sys.exit(main())
