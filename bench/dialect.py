"""Our reading of front matter against the Hub's own: js-yaml 4.1.0 and the two patterns of huggingface_hub, run in Node.

    python bench/dialect.py CORPUS_DIR [--count N] [--seed N]

Prints every disagreement; the exit code is 1 when there is one that is not in EXPECTED.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import peers
import snippets
from cards import corpus

from cardwright import frontmatter
from cardwright.yaml12 import yamlparse, yamltree
from cardwright.yaml12.yamlvalues import Timestamp

HERE = Path(__file__).parent


def main() -> int:
    sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=3000, help="random snippets and heads (default 3000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="show the expected disagreements too")
    options = parser.parse_args()
    cards = [text for path in corpus(options.corpus) if (text := _text(path)) is not None]
    blocks = [
        text[front.yaml[0] : front.yaml[1]] for text in cards if (front := frontmatter.find(text)).state == frontmatter.FOUND
    ]
    made, heads = snippets.yaml_texts(options.seed, options.count), snippets.heads(options.seed, options.count)
    answers = _hub(blocks + made, cards + heads)
    bad = _report("front matter of cards", zip(blocks, answers["yaml"]), compare_yaml, options.all)
    bad += _report("YAML snippets", zip(made, answers["yaml"][len(blocks) :]), compare_yaml, options.all)
    bad += _report("cards' fences", zip(cards, answers["heads"]), compare_head, options.all)
    bad += _report("made heads", zip(heads, answers["heads"][len(cards) :]), compare_head, options.all)
    return 1 if bad else 0


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _hub(yaml: list[str], heads: list[str]) -> dict:
    modules = peers.node_modules()
    done = subprocess.run(
        ["node", HERE / "hub_reader.mjs", modules],
        input=json.dumps({"yaml": yaml, "heads": heads}).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


# Where we differ and leave it: no card of the corpus does, and following js-yaml there would cost more than it tells.
# A pattern over the text and the difference, and why.
EXPECTED = [
    (r"we refuse: too-", "depth and size are bounded"),
    (r"the alias", "a value that holds itself has no JSON, so the Hub cannot store it"),
    (r"neither is metadata", "no mapping for either, so an error for both; only the reason differs"),
    (r"!!(?:binary|omap|pairs|set|merge)", "tags for bytes, sets and ordered maps: read by kind only"),
    (r"explicit tag|tag suffix", "an explicit tag directly before a comma"),
    (r"unknown directive", "directives cannot stand in front matter: the `---` they need after them closes the block"),
    (r"Unicode character escape|U\+007F|anchor", "escapes beyond Unicode, U+007F in quotes, anchors that are not ASCII words"),
    (
        r"!![a-z]+ (?:&x )?['\w]+ ?:|&k a",
        "js-yaml refuses a tag or an anchor on the first key of a block mapping, YAML allows it",
    ),
    (
        r"\[[-?:]|\{\?|flow (?:collection|node)",
        "`-`, `?` and `:` as words in a flow list, or its words broken over unindented lines",
    ),
    (r"nested arrays|GMT|e-0?7|0000'", "keys that are lists, dates or numbers beyond plain ones"),
    (r"^\?\s+\t", "a tab that indents the value after a `?`"),
    (
        r"line break is expected|expected a single|block node|^- -",
        "a comment glued to a block mark, `...` twice or alone, an empty item of an item",
    ),
]


def _report(title: str, pairs, compare, show_all: bool) -> int:
    total, bad, expected = 0, 0, Counter()
    print(f"## {title}")
    for text, theirs in pairs:
        total += 1
        difference = compare(text, theirs)
        if not difference:
            continue
        known = next((why for pattern, why in EXPECTED if re.search(pattern, f"{text}\n{difference}")), None)
        expected[known] += 1
        bad += known is None
        if known is None or show_all:
            print(f"{text[:160]!r}\n    {difference[:300]}")
    agreed = total - sum(expected.values())
    print(f"{total} compared, {agreed} agree, {bad} disagree, {total - agreed - bad} differ where we leave it")
    print("".join(f"  {count:4} {why}\n" for why, count in expected.most_common() if why))
    return bad


def compare_yaml(text: str, theirs: dict) -> str | None:
    """How our reading of a YAML text differs from js-yaml's, or None."""
    tree = yamlparse.parse(text)
    wrong = _fault(tree)
    difference = _differs(tree, wrong, theirs)
    ours_usable = not wrong and tree.root is not None and tree.root.kind == "mapping"
    if difference and not ours_usable and not isinstance(theirs.get("value"), dict):
        return f"neither is metadata: {difference}"
    return difference


def _differs(tree, wrong: str, theirs: dict) -> str | None:
    if wrong or "error" in theirs:
        if bool(wrong) == ("error" in theirs):
            return None
        return (
            f"we refuse: {wrong}; Hub: {json.dumps(theirs['value'])}"
            if wrong
            else f"Hub refuses: {theirs['error']}; we read {_ours(tree)}"
        )
    ours, hub = _comparable(yamltree.to_python(tree.root)), _comparable(_decode(theirs["value"]))
    return None if ours == hub else f"ours: {ours}  Hub: {hub}"


def _ours(tree) -> str:
    return repr(_comparable(yamltree.to_python(tree.root)))


def _fault(tree) -> str:
    if tree.problem:
        return f"{tree.problem.kind}: {tree.problem.message}"
    return (
        f"duplicate key {tree.duplicates[0][1].text!r}"
        if tree.duplicates
        else f"unknown tag {tree.tags[0].tag}"
        if tree.tags
        else ""
    )


def _decode(value):
    if isinstance(value, dict):
        return {key: _decode(item) for key, item in value["$map"]}
    if value in (["$date"], ["$bytes"]):
        return value[0]
    if isinstance(value, list) and value[:1] == ["$number"]:
        return float({"infinity": "inf", "-infinity": "-inf"}.get(value[1], value[1]))
    return [_decode(item) for item in value] if isinstance(value, list) else value


def _comparable(value):
    """A value that == compares as JavaScript would: one kind of number, truth values apart from them."""
    if isinstance(value, dict):
        return {_stand_ins(key): _comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, Timestamp):
        return "$date"
    if isinstance(value, bytes):
        return "$bytes"
    if isinstance(value, str):
        return _stand_ins(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return repr(value) if isinstance(value, bool) else value
    return "nan" if math.isnan(number := _double(value)) else number


def _stand_ins(text: str) -> str:
    """The text as yamltree reads it: U+00A0 for the breaks that only YAML 1.1 knows, U+FFFD for half a surrogate pair."""
    halves = re.sub("[\ud800-\udfff]|[\U00010000-\U0010ffff]", lambda m: "\ufffd" * (1 if m.group() < "\U00010000" else 2), text)
    return re.sub("[\x85\u2028\u2029]", "\u00a0", halves)


def _double(value) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def compare_head(text: str, theirs: dict) -> str | None:
    """How the block we find differs from the Hub's, or None."""
    front = frontmatter.find(text)
    if front.state == frontmatter.EMPTY:  # on purpose: nothing stands between the fences, whatever fence comes later
        return None
    found = front.state == frontmatter.FOUND
    for name, end in (("new", front.body if found else None), ("old", _old_body(text, front))):
        hub = theirs[name]
        if (end is None) != (hub is None):
            return f"{name} form: we say {front.state}, Hub: {str(hub)[:200]!r}"
        if hub and text[end:] != hub["body"]:
            return f"{name} form: the body begins elsewhere: {text[end:][:60]!r}, Hub {hub['body'][:60]!r}"
    if found and theirs["new"] and text[front.yaml[0] : front.yaml[1]] != theirs["new"]["yaml"]:
        return f"the YAML is {text[front.yaml[0] : front.yaml[1]][:80]!r}, Hub {theirs['new']['yaml'][:80]!r}"
    return None


def _old_body(text: str, front) -> int | None:
    if front.old_closing is None:
        return None
    end = front.old_closing[1]
    return end + (2 if text.startswith("\r\n", end) else 1 if text.startswith("\n", end) else 0)


if __name__ == "__main__":
    sys.exit(main())
