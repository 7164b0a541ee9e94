"""How well links.find agrees with a Markdown parser on real cards.

    python bench/links.py CORPUS_DIR [-v]

Compares the targets of links and images with markdown-it-py (commonmark and tables). Targets that the parser takes from a
definition, and addresses in <>, count where links.find has them as a definition or a bare address.
"""

import sys
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from cards import corpus
from markdown_it import MarkdownIt

from cardwright import source
from cardwright.card import Card
from cardwright.linking import links

PARSER = MarkdownIt("commonmark").enable("table")


def plain(target: str) -> str:
    return unquote(unescape(target)).replace("\\", "")


def parsed(tokens):
    for token in tokens:
        if token.type in ("link_open", "image"):
            yield plain(token.attrGet("href" if token.type == "link_open" else "src"))
        yield from parsed(token.children or ())


def compare(card: Card) -> tuple[Counter, Counter, Counter]:
    """Targets that both found, that only we found, that only the parser found."""
    theirs = Counter(parsed(PARSER.parse(card.text[card.body.start :])))
    found = links.find(card)
    ours = Counter(plain(link.target) for link in found if link.kind in (links.LINK, links.IMAGE))
    elsewhere = {plain(link.target) for link in found}
    missed = Counter({target: n for target, n in (theirs - ours).items() if target not in elsewhere})
    return ours & theirs, ours - theirs, missed


def main() -> None:
    both, extra, missed = Counter(), [], []
    for path in corpus(Path(sys.argv[1])):
        text = source.read(str(path)).text
        if text is not None:
            same, ours, theirs = compare(Card(text))
            both.update(same)
            extra += [(path.name, target) for target in ours.elements()]
            missed += [(path.name, target) for target in theirs.elements()]
    print(f"{both.total()} found by both, {len(extra)} only by links.find, {len(missed)} only by the parser")
    for label, rows in (("only ours", extra), ("only the parser's", missed)) if "-v" in sys.argv else ():
        for name, target in rows:
            print(f"{label}: {name}: {target}")


if __name__ == "__main__":
    main()
