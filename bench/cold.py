"""One 6 KB card with 20 headings, checked in a fresh process: what a pre-commit hook or an editor waits for.

python bench/cold.py [--quick] [TEXT]      a Markdown table; --quick leaves the peers out, TEXT picks rows by their name
"""

from __future__ import annotations

import sys

import cards
import measure
import peers
import setups
from measure import Row


def rows(place) -> list[Row]:
    card = place / "cards" / "model-0000" / "README.md"
    card.write_text(cards.card(0, 6000), encoding="utf-8")
    wrong = place / "wrong.md"
    wrong.write_text(card.read_text().replace("license: apache-2.0", "license: Apache 2.0"), encoding="utf-8")
    return [
        Row("`python -c pass` (clean venv)", setups.python("clean", "python", "-c", "pass"), 31),
        Row("floor: read + `bytes.find`", setups.python("clean", "python", peers.ROOT / "bench/floor.py", card), 31),
        Row("**`cardwright check`**, clean card", setups.python("cardwright", "cardwright", "check", card), 31, (0,), place),
        Row("`cardwright check`, one schema error", setups.python("cardwright", "cardwright", "check", wrong), 21, (1,), place),
        Row("`cardwright --version`", setups.python("cardwright", "cardwright", "--version"), 31, (0,)),
    ]


def peer_rows(place) -> list[Row]:
    card, yaml = place / "cards" / "model-0000" / "README.md", place / "yaml" / "model-0000.yaml"
    schema = place / "cards" / "schema.json"
    three, every = (
        ("check", "--no-cache", "--config", place / "rumdl-3.toml"),
        ("check", "--no-cache", "--config", place / "rumdl-all.toml"),
    )
    lint, relative = "markdownlint-cli2/markdownlint-cli2-bin.mjs", "cards/model-0000/README.md"
    three_md, every_md = (place / "markdownlint" / f"{name}.markdownlint.json" for name in ("three", "all"))
    return [
        Row("rumdl 0.3.0, MD043 + MD061 + MD082", setups.python("rumdl", "rumdl", *three, card), 31, (0,)),
        Row("rumdl 0.3.0, all rules but MD013", setups.python("rumdl", "rumdl", *every, card), 31, (0,)),
        Row(
            "yamllint 1.38 on the front matter",
            setups.python("yamllint", "yamllint", "-c", place / "yamllint.yaml", yaml),
            15,
            (0,),
        ),
        Row(
            "check-jsonschema 0.39 on the front matter",
            setups.python("check-jsonschema", "check-jsonschema", "--schemafile", schema, yaml),
            15,
            (0,),
        ),
        Row(
            "huggingface_hub 2.4.0 `ModelCard.load`", setups.python("huggingface_hub", "python", "-c", setups.HUB, card), 15, (0,)
        ),
        Row("`node -e 0`", lambda: [setups.shutil.which("node") or setups._no_node(), "-e", "0"]),
        Row("markdownlint-cli2 0.22.1, MD043", setups.node(lint, "--config", three_md, relative), 11, (0, 1), place),
        Row("markdownlint-cli2 0.22.1, all rules", setups.node(lint, "--config", every_md, relative), 11, (0, 1), place),
        Row(
            "remark 12 + schema 3.15 + no-empty-sections 4",
            setups.remark(place, "model-0000/README.md"),
            11,
            (0, 1),
            place / "cards",
        ),
    ]


def main() -> None:
    place = setups.folder("cold", 1)
    print(measure.table(measure.picked(rows, peer_rows, place, sys.argv[1:])))


if __name__ == "__main__":
    main()
