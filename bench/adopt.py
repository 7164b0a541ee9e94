"""Real cards through `adopt`, `render` and `render` again: how many blocks find a heading, whether a word is lost, whether the second
run changes anything.

python bench/adopt.py CORPUS      a Markdown table; CORPUS is any folder with cards

What is done and compared is tests/test_adopt.py's: the same facts beside each card, the same measure of an author's words.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path

import peers

sys.path.insert(0, str(peers.ROOT / "tests"))

import test_adopt  # noqa: E402

from cardwright.card import Card  # noqa: E402
from cardwright.config import Settings  # noqa: E402
from cardwright.errors import CardwrightError  # noqa: E402
from cardwright.rendering import adopt, render  # noqa: E402

PLACE = peers.CACHE / "adopt"


def one(path: Path, count: Counter) -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    folder, asked = test_adopt.folder(PLACE, path.read_bytes()), render.Asked(str(PLACE))
    try:
        made = adopt.adopted(asked, Settings())
        count["cards with a heading that a block is for"] += bool(made.placed)
        count["blocks placed"] += len(made.placed)
        if not render.is_ours(Card(made.new)):
            count["cards without such a heading or key, left as they are"] += 1
            return
        (folder / "README.md").write_bytes(made.new.encode())
        first = render.outcome(asked, Settings()).new
        (folder / "README.md").write_bytes(first.encode())
        count["cards rendered"] += 1
        count["cards that lost a word"] += test_adopt.words(Card(first)) != test_adopt.words(Card(made.old), made.keys)
        count["cards that a second run changed"] += render.outcome(asked, Settings()).new != first
    except CardwrightError:
        count["cards refused (no text, front matter that cannot be read)"] += 1


def main() -> None:
    paths = sorted(Path(sys.argv[1]).rglob("*.md"))
    count = Counter({"cards": len(paths), "cards that lost a word": 0, "cards that a second run changed": 0})
    try:
        for path in paths:
            one(path, count)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)
    print("| adopt, render, render again | |\n|---|---|")
    for name, number in count.items():
        print(f"| {name} | {number:,} |")


if __name__ == "__main__":
    main()
