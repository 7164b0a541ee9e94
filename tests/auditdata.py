"""Made-up audits by the contract of `cardwright audit`: cards.parquet, findings.parquet and summary.json, the same for the same seed."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

RULES = {  # rule: family, level, message; {} is what of the card it names
    "license-unknown": ("metadata", "error", "license: {} is not one of the Hub's; use one of its identifiers, or `other`"),
    "key-missing": ("metadata", "warning", "the metadata has no {}; the Hub lists the card under nothing without it"),
    "tag-too-long": ("metadata", "note", "the tag {} has more characters than anyone reads"),
    "language-unknown": ("metadata", "error", "language: {} is no ISO 639 code"),
    "section-missing": ("sections", "warning", "there is no section on {}"),
    "heading-skips-level": ("sections", "note", "the heading {} skips a level"),
    "placeholder-left": ("placeholders", "error", "{} is a placeholder nobody filled in"),
    "link-dead": ("links", "warning", "the link to {} leads nowhere"),
    "snippet-syntax": ("snippets", "error", "the code does not parse: {}"),
    "mojibake": ("text", "warning", "{} was decoded with the wrong encoding"),
}
LICENCES = ("apache-2.0", "mit", "other", "cc-by-4.0", "llama3.1", "gemma", "openrail", "bsd-3-clause", "afl-3.0", None, None)
LIBRARIES = ("transformers", "diffusers", "peft", "sentence-transformers", "gguf", "timm", "stable-baselines3", None)
TASKS = ("text-generation", "text-classification", "text-to-image", "fill-mask", "reinforcement-learning", None)
WORDS = ("otter", "heron", "maple", "quartz", "delta", "lumen", "sable", "tundra", "cobalt", "ember", "fjord", "willow")
GROUPS = ("license", "library", "pipeline_tag", "year")
LEVELS = ("error", "warning", "note")


def schemas():
    """The two schemas of the contract."""
    import pyarrow as pa

    text, whole = pa.string(), pa.int32()
    cards = {"id": text, "source": text, "sha256": text, "bytes": pa.int64(), "state": text, "errors": whole, "warnings": whole,
             "notes": whole, "license": text, "library": text, "pipeline_tag": text, "base_model": text, "author": text,
             "year": pa.int16(), "downloads": pa.int64(), "completeness": pa.float32(), "exempt": whole}  # fmt: skip
    findings = {"id": text, "source": text, "rule": text, "family": text, "level": text, "line": whole, "column": whole,
                "end_line": whole, "end_column": whole, "message": text, "text": text, "fixable": pa.bool_()}  # fmt: skip
    return pa.schema(cards), pa.schema(findings)


def make(folder, cards: int, seed: int = 7) -> Path:
    """An audit of so many made-up cards in a folder."""
    chance = random.Random(seed)
    made = [_card(number, chance) for number in range(cards)]
    problems = [{"source": "dump-07.parquet", "what": "row group 3 cannot be read: its data page is cut short"}]
    return write(folder, made, problems=problems)


def card(name: str, findings=(), **more) -> tuple[dict, list[dict]]:
    """A card and its findings; a finding is a mapping with at least its rule."""
    counts = Counter(each.get("level") or RULES[each["rule"]][1] for each in findings)
    row = {"id": name, "source": "dump.parquet", "sha256": "0" * 64, "bytes": 4000, "state": "checked", "license": None, "library": None,
           "pipeline_tag": None, "base_model": None, "author": name.partition("/")[0], "year": None, "downloads": None,
           "completeness": 0.5, "errors": counts["error"], "warnings": counts["warning"], "notes": counts["note"],
           "exempt": 0} | more  # fmt: skip
    return row, [_finding(row, **each) for each in findings]


def _finding(row: dict, rule: str, line: int = 1, message: str = "made up", text: str = "a line", **more) -> dict:
    family, level, _ = RULES[rule]
    return {"id": row["id"], "source": row["source"], "rule": rule, "family": family, "level": level, "line": line, "column": 1,
            "end_line": line, "end_column": 9, "message": message, "text": text, "fixable": False} | more  # fmt: skip


def _card(number: int, chance: random.Random) -> tuple[dict, list[dict]]:
    word = chance.choice
    author = f"{word(WORDS)}-{chance.randrange(3000)}"
    name = f"{author}/{word(WORDS)}-{word(WORDS)}-{chance.randrange(100)}b-{number:x}"
    state = chance.choices(("checked", "missing", "too-large", "not-utf8"), (96, 3, 0.5, 0.5))[0]
    told = state == "checked"
    findings = [] if not told or chance.random() < 0.2 else [_made(chance) for _ in range(chance.randrange(1, 12))]
    findings.sort(key=lambda each: each["line"])
    more = {"source": f"dump-{number * 8 // 100000:02}.parquet", "sha256": f"{chance.getrandbits(256):064x}", "state": state}
    more |= {"license": told and word(LICENCES) or None, "library": told and word(LIBRARIES) or None}
    more |= {"pipeline_tag": told and word(TASKS) or None, "year": word((2021, 2022, 2023, 2023, 2024, 2024, 2025, None))}
    more |= {"bytes": chance.randrange(60, 20000), "downloads": int(10 ** (chance.random() * 6)), "author": author}
    more |= {"base_model": f"{word(WORDS)}-lab/{word(WORDS)}-{chance.randrange(40)}b" if chance.random() < 0.4 else None}
    more |= {"completeness": round(min(1, max(0, chance.gauss(0.45, 0.22))), 3) if told else None}
    return card(name, findings, **more)


def _made(chance: random.Random) -> dict:
    rule = chance.choice(tuple(RULES))
    what = f"`{chance.choice(WORDS)} {chance.choice(WORDS)} {chance.randrange(10000)}`"
    line = chance.randrange(1, 200)
    text = f"{' '.join(chance.choice(WORDS) for _ in range(chance.randrange(4, 14)))} {what} {chance.randrange(100000)}"
    return {"rule": rule, "line": line, "message": RULES[rule][2].format(what), "text": text, "fixable": chance.random() < 0.3}


def write(folder, made: list[tuple[dict, list[dict]]], **more) -> Path:
    """Cards with their findings, as the three files of an audit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    cards, findings = [row for row, _ in made], [each for _, listed in made for each in listed]
    for name, rows, schema in zip(("cards", "findings"), (cards, findings), schemas()):
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / f"{name}.parquet", compression="zstd", row_group_size=20000)
    told = json.dumps(summary(cards, findings) | more, ensure_ascii=False, indent=1)
    (folder / "summary.json").write_text(told + "\n", encoding="utf-8")
    return folder


def summary(cards: list[dict], findings: list[dict]) -> dict:
    """What summary.json says of these rows."""
    worst = Counter(next((level for level in LEVELS if row[f"{level}s"]), "nothing") for row in cards)
    done = [row["completeness"] for row in cards if row["completeness"] is not None]
    bins = Counter(min(19, int(each * 20)) for each in done)
    return {
        "version": 1,
        "tool": {"name": "cardwright", "version": "0.1.0"},
        "profile": "hub",
        "sources": sorted({row["source"] for row in cards}),
        "cards": len(cards),
        "states": dict(Counter(row["state"] for row in cards)),
        "counts": {level: sum(row[f"{level}s"] for row in cards) for level in LEVELS},
        "exempt": sum(row["exempt"] for row in cards),
        "cards_with": {level: worst[level] for level in (*LEVELS, "nothing")},
        "rules": _rules(findings),
        "by": {group: _by(group, cards) for group in GROUPS},
        "completeness": {"mean": _mean(done), "bins": [bins[number] for number in range(20)]},
        "problems": [],
    }


def _mean(numbers: list[float]):
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def _rules(findings: list[dict]) -> list[dict]:
    kinds = {(each["rule"], each["family"], each["level"]) for each in findings}
    number = Counter(each["rule"] for each in findings)
    cards = Counter(rule for rule, *_ in {(each["rule"], each["id"], each["source"]) for each in findings})
    row = lambda rule, *rest: dict(
        zip(("rule", "family", "level", "findings", "cards"), (rule, *rest, number[rule], cards[rule]))
    )
    rows = [row(*kind) for kind in kinds]
    return sorted(rows, key=lambda row: (-row["cards"], row["rule"], row["level"]))


def _by(group: str, cards: list[dict]) -> list[dict]:
    counted = Counter(row[group] for row in cards)
    ordered = sorted(counted, key=lambda value: (-counted[value], str(value)))
    rows = [_share(value, [row for row in cards if row[group] == value]) for value in ordered[:30]]
    others = set(ordered[30:])
    return rows + ([_share("other", [row for row in cards if row[group] in others])] if others else [])


def _share(value, cards: list[dict]) -> dict:
    done = [row["completeness"] for row in cards if row["completeness"] is not None]
    return {"value": value, "cards": len(cards), "with_errors": sum(row["errors"] > 0 for row in cards),
            "errors": sum(row["errors"] for row in cards), "completeness": _mean(done)}  # fmt: skip


# Of hostile authors


HOSTILE = (
    "</script><script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 2">',
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe\u202c",
    "'; drop table cards; --",
    "a\x00b\x1b[31m",
    "__proto__",
    "ünïcode 🦦 مرحبا",
)


def hostile(folder) -> Path:
    """An audit whose every text is one of HOSTILE."""
    made = []
    for number, text in enumerate(HOSTILE):
        more = {name: text for name in ("license", "library", "pipeline_tag", "base_model", "source", "author")}
        found = [{"rule": "link-dead", "line": 3, "message": text, "text": text}, {"rule": "license-unknown", "message": text}]
        made.append(card(text, found[: number % 3 or 2], **more, state="checked" if number % 2 else "missing"))
    problems = [{"source": text, "what": text} for text in HOSTILE]
    return write(folder, made, profile=HOSTILE[0], sources=[*HOSTILE], problems=problems)


# Read back, and asked the slow way


def rows_of(folder, name="cards") -> list[dict]:
    """The rows of one of the Parquet files."""
    import pyarrow.parquet as pq

    return pq.read_table(Path(folder) / f"{name}.parquet").to_pylist()


def findings_of(folder) -> list[list[dict]]:
    """The findings of each card, in the order of the cards."""
    rest = iter(rows_of(folder, "findings"))
    return [[next(rest) for _ in range(row["errors"] + row["warnings"] + row["notes"])] for row in rows_of(folder)]


def summary_of(folder) -> dict:
    """The summary of an audit."""
    return json.loads((Path(folder) / "summary.json").read_text(encoding="utf-8"))


# Filters, column to sort by, whether the largest come first.
QUESTIONS = {
    "as it opens": ({}, "errors", True),
    "by name": ({}, "id", False),
    "by name, backwards": ({}, "id", True),
    "by what is not told everywhere": ({}, "completeness", False),
    "by licence": ({}, "license", True),
    "by year": ({}, "year", True),
    "a search": ({"text": "OTTER mit"}, "downloads", True),
    "a search for nothing there is": ({"text": "' or 1=1 --"}, "errors", True),
    "a search with the signs of patterns": ({"text": "%"}, "errors", True),
    "warnings": ({"level": "warning"}, "warnings", True),
    "nothing found": ({"level": "nothing"}, "id", False),
    "a rule": ({"rule": "snippet-syntax"}, "notes", False),
    "a licence that is not told": ({"license": None}, "id", False),
    "all of it": (
        {"text": "a", "level": "error", "rule": "link-dead", "year": 2024, "library": "peft", "state": "checked"},
        "library",
        False,
    ),
}


def wanted(folder, filters: dict, sort: str, down: bool) -> list[str]:
    """The ids of the cards that a question finds, worked out row by row."""
    cards = rows_of(folder)
    broken = [{each["rule"] for each in found} for found in findings_of(folder)]
    found = [number for number, row in enumerate(cards) if _fits(row, broken[number], **filters)]
    keys = [cards[number][sort].lower() if isinstance(cards[number][sort], str) else cards[number][sort] for number in found]
    told = sorted((pair for pair in zip(keys, found) if pair[0] is not None), key=lambda pair: pair[0], reverse=down)
    if down:  # of what is alike, the first still comes first
        told.sort(key=lambda pair: pair[1])
        told.sort(key=lambda pair: pair[0], reverse=True)
    return [cards[number]["id"] for _, number in told] + [cards[number]["id"] for key, number in zip(keys, found) if key is None]


def _fits(row: dict, broken: set, text: str = "", level: str = "", rule: str = "", **values) -> bool:
    searched = [
        str(row[name]).lower() for name in ("id", "base_model", "license", "library", "pipeline_tag") if row[name] is not None
    ]
    worst = next((each for each in LEVELS if row[f"{each}s"]), "nothing")
    named = all(any(word in each for each in searched) for word in text.lower().split())
    return (
        named
        and level in ("", worst)
        and (not rule or rule in broken)
        and all(row[name] == value for name, value in values.items())
    )
