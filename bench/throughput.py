"""1,000 cards of 4 to 8 KB in one process: what a run over a whole organisation costs.

python bench/throughput.py [--quick] [TEXT]      a Markdown table; --quick leaves the peers out, TEXT picks rows by name
"""

from __future__ import annotations

import sys

import measure
import peers
import setups
from measure import Row

COUNT = 1000


def rows(place) -> list[Row]:
    names = place / "names"
    names.write_text("\n".join(str(path) for path in sorted((place / "cards").glob("*/README.md"))))
    return [
        Row("floor: read + `bytes.find`", setups.python("clean", "python", peers.ROOT / "bench/floor.py", f"@{names}"), 9),
        Row("**`cardwright check`**", setups.python("cardwright", "cardwright", "check", place / "cards"), 5, (0,), place),
    ]


def peer_rows(place) -> list[Row]:
    found, yaml = place / "cards", place / "yaml"
    three, every = (  # exit code 1: MD043 wants the first card's title of every card
        ("check", "--no-cache", "--config", place / "rumdl-3.toml"),
        ("check", "--no-cache", "--config", place / "rumdl-all.toml"),
    )
    schema = place / "cards" / "schema.json"
    lint, every_md = "markdownlint-cli2/markdownlint-cli2-bin.mjs", place / "markdownlint" / "all.markdownlint.json"
    return [
        Row("rumdl 0.3.0, MD043 + MD061 + MD082", setups.python("rumdl", "rumdl", *three, found), 5, (0, 1)),
        Row("rumdl 0.3.0, all rules but MD013", setups.python("rumdl", "rumdl", *every, found), 5, (0, 1)),
        Row(
            "huggingface_hub 2.4.0 `ModelCard.load`",
            setups.python("huggingface_hub", "python", "-c", setups.HUB_FOLDER),
            3,
            (0,),
            found,
        ),
        Row(
            "yamllint 1.38 on the front matters",
            setups.python("yamllint", "yamllint", "-c", place / "yamllint.yaml", yaml),
            3,
            (0,),
        ),
        Row(
            "check-jsonschema 0.39 on the front matters",
            setups.python("check-jsonschema", "check-jsonschema", "--schemafile", schema, *sorted(yaml.glob("*.yaml"))),
            3,
            (0,),
        ),
        Row(
            "markdownlint-cli2 0.22.1, all rules", setups.node(lint, "--config", every_md, "cards/*/README.md"), 2, (0, 1), place
        ),
        Row("remark 12 + schema 3.15 + no-empty-sections 4", setups.remark(place, "."), 1, (0, 1), found),
    ]


def main() -> None:
    place = setups.folder("throughput", COUNT)
    chosen = measure.picked(rows, peer_rows, place, sys.argv[1:])
    print(measure.table(chosen, "cards / CPU s", lambda result: f"{COUNT / result.cpu:,.0f}"))


if __name__ == "__main__":
    main()
