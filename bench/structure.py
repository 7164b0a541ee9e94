"""How well the structure scanner agrees with a Markdown parser on real cards, and what it costs.

    python bench/structure.py CORPUS_DIR [-v]

Compares headings and code blocks with markdown-it-py (commonmark and tables). HTML headings and bold lines are ours alone
and left out; so is what stands in raw HTML, which the parser does not look into.
"""

import sys
import time
from pathlib import Path

from cards import corpus
from markdown_it import MarkdownIt

from cardwright.card import Card

PARSER = MarkdownIt("commonmark").enable("table").disable("inline")


def parsed(text: str):
    """(headings as (line, level), fenced blocks as (first line, last line), lines of raw HTML) by the parser."""
    headings, fences, html = set(), set(), set()
    for token in PARSER.parse(text):
        if token.type == "heading_open":
            headings.add((token.map[0], int(token.tag[1])))
        elif token.type == "fence":
            fences.add((token.map[0], token.map[1]))
        elif token.type == "html_block":
            html.update(range(*token.map))
    return headings, fences, html


def scanned(card: Card, first: int):
    """The same by the scanner."""
    line = lambda offset: card.position(offset)[0] - first
    headings = {(line(h.start), h.level) for h in card.body.headings if h.kind in ("atx", "setext")}
    fences = {(line(f.start), line(max(f.end - 1, f.start)) + 1) for f in card.body.fences}
    return headings, fences


def differences(card: Card):
    body = card.front.body
    first = card.position(body)[0]
    text = card.text[body:]
    headings, fences, html = parsed(text)
    own_headings, own_fences = scanned(card, first)
    outside = lambda found: {item for item in found if item[0] not in html}
    return {
        "headings": sorted(outside(headings) ^ outside(own_headings)),
        "fences": sorted(outside(fences) ^ outside(own_fences)),
    }


def main(folder: str, verbose: bool) -> None:
    cards = [Card(path.read_bytes().decode("utf-8", "replace")) for path in corpus(Path(folder))]
    names = [path.name for path in corpus(Path(folder))]
    alike = dict.fromkeys(("headings", "fences"), 0)
    for name, card in zip(names, cards):
        for kind, found in differences(card).items():
            alike[kind] += not found
            if found and verbose:
                first = card.position(card.front.body)[0]
                print(name, kind, [(line + first, *rest) for line, *rest in found[:6]])
    times = []
    for _ in range(15):
        fresh = [Card(card.text) for card in cards]
        start = time.process_time()
        for card in fresh:
            card.body
        times.append(time.process_time() - start)
    print(f"headings alike in {alike['headings']} of {len(cards)} cards, fenced blocks in {alike['fences']}")
    print(f"{1e6 * min(times) / len(cards):.0f} us of CPU a card (best of {len(times)} passes)")


if __name__ == "__main__":
    main(sys.argv[1], "-v" in sys.argv[2:])
