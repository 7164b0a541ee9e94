"""Score the placeholders family against hand-labelled cards.

    python bench/labels.py CORPUS            the score table
    python bench/labels.py CORPUS --show     every finding with its line, to read by eye
    python bench/labels.py CORPUS --part odd|even    only the labelled cards with an odd or even id
    python bench/labels.py CORPUS --time     microseconds per card over all cards

CORPUS holds cards/*.md, labels.jsonl and score_labels.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cardwright import check_text, config
from cardwright.card import Card
from cardwright.placeholders import find


def predictions(card: Path):
    """The error findings of one card's placeholders."""
    settings = config.Settings(select=("placeholders",))
    return [f for f in check_text(card.read_bytes(), config=settings).findings if f.level == "error"]


def show(cards) -> None:
    for card in cards:
        for finding in predictions(card):
            print(
                f"{card.stem}:{finding.line}:{finding.column} {finding.rule} | {finding.source.strip()[:160]} | {finding.message}"
            )


def score(corpus: Path, part: str | None, verbose: bool) -> int:
    rows = [json.loads(line) for line in (corpus / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    if part:
        rows = [row for row in rows if int(row["id"]) % 2 == (part == "odd")]
    with tempfile.TemporaryDirectory() as folder:
        labels, found = Path(folder, "labels.jsonl"), Path(folder, "predictions.jsonl")
        labels.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with found.open("w", encoding="utf-8") as file:
            for row in rows:
                for finding in predictions(corpus / "cards" / f"{row['id']}.md"):
                    file.write(json.dumps({"id": row["id"], "line": finding.line}) + "\n")
        command = [sys.executable, str(corpus / "score_labels.py"), str(labels), str(found)]
        return subprocess.run(command + ["-v"] * verbose, check=False).returncode


def measure(cards) -> None:
    """What finding the blanks adds to a card whose structure is known, and the structure for comparison."""
    texts = [card.read_text(encoding="utf-8", errors="replace") for card in cards]
    best = {}
    for _ in range(5):
        parsed = [Card(text) for text in texts]
        for name, step in (("structure", lambda card: (card.front, card.body)), ("placeholders", find)):
            began = time.process_time()
            for card in parsed:
                step(card)
            best[name] = min(best.get(name, 1e9), time.process_time() - began)
    for name, seconds in best.items():
        print(f"{name}: {seconds / len(texts) * 1e6:.0f} us/card over {len(texts)} cards")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--part", choices=("odd", "even"))
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    cards = sorted((options.corpus / "cards").glob("*.md"))
    if options.show:
        show(cards)
    elif options.time:
        measure(cards)
    else:
        return score(options.corpus, options.part, options.verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main())
