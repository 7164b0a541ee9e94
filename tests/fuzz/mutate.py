"""Cards and what becomes of them: mutations that know lines, tokens, keys and blocks. Everything random comes from `pick`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "cases"
LONGEST = 8_000  # bytes; larger ones only slow the search down

# What the grammar of a card is made of, and what its readers stumble over.
TOKENS = [token.encode() for token in (
    "---", "---\n", "\n---\n", "...", "\n", "\r\n", "\r", "\t", " ", "    ", "\ufeff", "\u2028", "\x85", "\0", "é", "😀", "模型", "\u200d", "\u202e", "İ",
    "# ", "## ", "###### ", "=\n", "***", "- ", "* ", "1. ", "> ", "```", "```python\n", "~~~", "`", "``", "|", "|---|", "\\", "**", "__", "$",
    "[", "]", "(", ")", "](", "![", "[x](#)", "[x]: ", "[^1]", "<", ">", "<!--", "-->", "<h2>", "</h2>", "<a href=\"", "<img src=", "<br>", "<div>", "&amp;",
    ": ", "key: ", "? ", "!!str ", "!x ", "&a ", "*a", "<<: *a", "{", "}", "[a, b]", "{a: b}", "|\n  ", ">-\n  ", "\"", "'", "''", "\\u", "\\ud83d", "%", "@", "#",
    "no", "null", "~", "1e5", "0x1", "0123", ".inf", "2020-01-01", "1_000", "-0", "license: ", "language: ", "tags:\n", "base_model: ", "model-index:\n", "results:\n", "metrics:\n",
    "datasets: ", "widget:\n", "pipeline_tag: ", "library_name: ", "license_name: ", "co2_eq_emissions:\n", "extra_gated_fields:\n", "new_version: ",
    "[More Information Needed]", "{{ x }}", "{% if %}", "<your-name>", "TODO", "XX.X%", "your-username/your-model", "https://huggingface.co/", "www.", "http://",
    "from transformers import ", "import os\n", "pip install ", "<!-- cardwright: ignore ", "# cardwright: ignore ", "license-unknown",
)]  # fmt: skip


@cache
def seeds() -> list[bytes]:
    """Every card of the cases, smallest first."""
    found = {path.read_bytes() for path in CASES.rglob("*.md")}
    return sorted(found, key=lambda data: (len(data), data))


def mutated(data: bytes, pick, others=None, longest: int = LONGEST) -> bytes:
    """`data` after one to four mutations; `others` are cards to take parts from."""
    for _ in range(pick.randint(1, 4)):
        data = pick.choice(_MUTATIONS)(data, pick, others or seeds())[:longest]
    return data


def _cut(data: bytes, pick) -> tuple[int, int]:
    start = pick.randrange(len(data) + 1)
    return start, min(len(data), start + pick.choice((1, 2, 4, 16, 64)))


def _lines(data: bytes, pick) -> tuple[list[bytes], int]:
    lines = data.splitlines(keepends=True) or [b""]
    return lines, pick.randrange(len(lines))


def _token(data, pick, others):
    at = pick.randrange(len(data) + 1)
    return data[:at] + pick.choice(TOKENS) + data[at:]


def _token_line(data, pick, others):
    lines, at = _lines(data, pick)
    lines.insert(at, pick.choice(TOKENS) + b"\n")
    return b"".join(lines)


def _instead(data, pick, others):
    start, end = _cut(data, pick)
    return data[:start] + pick.choice(TOKENS) + data[end:]


def _drop(data, pick, others):
    start, end = _cut(data, pick)
    return data[:start] + data[end:]


def _drop_lines(data, pick, others):
    lines, at = _lines(data, pick)
    del lines[at : at + pick.randint(1, 4)]
    return b"".join(lines)


def _double(data, pick, others):
    start, end = _cut(data, pick)
    return data[:end] + data[start:end] * pick.choice((1, 1, 2, 20, 200)) + data[end:]


def _swap_lines(data, pick, others):
    lines, at = _lines(data, pick)
    other = pick.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)


def _splice(data, pick, others):
    lines, at = _lines(data, pick)
    more, start = _lines(pick.choice(others), pick)
    lines[at:at] = more[start : start + pick.randint(1, 8)]
    return b"".join(lines)


def _indent(data, pick, others):
    lines, at = _lines(data, pick)
    for number in range(at, min(len(lines), at + pick.randint(1, 5))):
        lines[number] = pick.choice((b" ", b"  ", b"    ", b"\t", b"> ", b"- ")) + lines[number]
    return b"".join(lines)


def _flip(data, pick, others):
    if not data:
        return bytes([pick.randrange(256)])
    at = pick.randrange(len(data))
    return data[:at] + bytes([pick.randrange(256)]) + data[at + 1 :]


def _ends(data, pick, others):
    return data.replace(b"\n", pick.choice((b"\r\n", b"\r", b"\n\n")))


def _front(data, pick, others):
    return b"---\n" + data + b"\n---\n# A model\n"


_TWICE = [_token, _token_line, _instead, _drop_lines, _splice, _double]  # what finds most
_MUTATIONS = _TWICE * 2 + [_drop, _swap_lines, _indent, _flip, _ends, _front]
