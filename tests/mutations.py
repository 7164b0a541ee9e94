"""Cards to hold laws against: all cases, what hypothesis makes of them (lines dropped, doubled, swapped and cut, cards
spliced), and with CARDWRIGHT_CORPUS=FOLDER every .md file below that folder.
"""

import os
from pathlib import Path

from hypothesis import strategies as st

CASES = sorted((Path(__file__).parent / "cases").rglob("*.md")) + [Path(__file__).parent / "data" / "good-card.md"]
CORPUS = sorted(Path(os.environ["CARDWRIGHT_CORPUS"]).rglob("*.md")) if os.environ.get("CARDWRIGHT_CORPUS") else []
TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in CASES]
SPLICES = [
    "---",
    "",
    "```",
    "~~~",
    "<!--",
    "-->",
    "# ",
    "[x]",
    "{{ y }}",
    "<name>",
    "no",
    "é",
    "\ufeff",
    "\t",
    "a: &b",
    "|",
    "`",
    "\r",
    "\u200b",
    "\u2028",
    "\u00a0",
    "\x1b[0m",
    "â€œ",
    "](htps://example.org/a",
    "<!-- cardwright: ignore key-missing -->",
]


@st.composite
def mutated(draw):
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del lines[at : at + draw(st.integers(1, 5))]
            case 1:
                lines[at:at] = lines[at : at + draw(st.integers(1, 3))]
            case 2:
                other = draw(st.sampled_from(TEXTS)).split("\n")
                start = draw(st.integers(0, len(other) - 1))
                lines[at:at] = other[start : start + draw(st.integers(1, 8))]
            case 3:
                lines[at] = lines[at][: draw(st.integers(0, 40))]
            case 4:
                cut = draw(st.integers(0, 20))
                lines[at] = lines[at][:cut] + draw(st.sampled_from(SPLICES)) + lines[at][cut:]
            case 5:
                lines.insert(at, draw(st.sampled_from(SPLICES)))
        lines = lines or [""]
    return "\n".join(lines)
