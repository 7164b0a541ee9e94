"""Where a notebook uses what a library took out, by the tables of removed.py."""

from __future__ import annotations

import re
from collections import namedtuple

from . import calls, removed
from .modules import home

Gone = namedtuple("Gone", "start end shown row")

# Classes of other libraries that are loaded the same way and still take the keyword.
_OTHERS = re.compile(r"(?:Fast\w*Model|Peft|Pipeline|SentenceTransformer|ORT|OV|Dataset|Unsloth|Trl|Leo|QPipe)")
_STRING_TYPES = removed.Row(
    "transformers",
    "5.23",
    'TorchAoConfig("...")',
    "pass the config object, `TorchAoConfig(Int8WeightOnlyConfig())`",
    "quantizers/torchao",
)


def find(book):
    """Yield a Gone for each name, keyword and task that is no longer there."""
    if not removed.maybe(book.text):
        return
    for one in book.imports:
        row = removed.find(removed.NAMES, one.name, one.library)
        if row:
            yield Gone(*calls.span(one.cell, one.node), one.name, row)
    for call in book.calls:
        yield from _attribute(call)
        yield from _keywords(call)
        yield from _arguments(call)


def _attribute(call):
    """transformers.AutoModelWithLMHead.from_pretrained(...)"""
    library, _, rest = call.name.partition(".")
    row = removed.find(removed.NAMES, rest.partition(".")[0], library) if rest else None
    if row:
        yield Gone(*calls.span(call.cell, call.node.func), ".".join(call.name.split(".")[:2]), row)


def _keywords(call):
    owner, _, last = call.name.rpartition(".")
    for row in removed.KEYWORDS.get(last, ()):
        word = calls.keyword(call, row.names)
        if word is None or last == "from_pretrained" and (_OTHERS.search(owner) or not _is_transformers(owner)):
            continue
        yield Gone(*calls.span(call.cell, word), f"{row.names}=", row)


def _is_transformers(owner: str) -> bool:
    return owner.startswith("transformers.") or "from transformers" in home(owner)


def _arguments(call):
    last = call.name.rpartition(".")[2]
    first = call.node.args[0] if call.node.args else None
    if last == "pipeline":
        word = calls.keyword(call, "task")
        node = first if first is not None else word.value if word else None
        task = calls.text(node)
        row = removed.find(removed.TASKS, task) if task else None
        if row:
            yield Gone(*calls.span(call.cell, node), f'pipeline("{task}")', row)
    elif last == "TorchAoConfig" and calls.text(first):
        yield Gone(*calls.span(call.cell, first), f'TorchAoConfig("{calls.text(first)}")', _STRING_TYPES)


_PIN = r"(?<![\w-]){}(?:\[[\w, ]*\])?[\"' ]{{0,2}}(==|<=|<|~=)[ ]?v?(\d+)\.?(\d*)"


def pinned(text: str, row) -> bool:
    """Whether a card asks for a release of the library that still had it."""
    wanted = tuple(map(int, row.version.split(".")))
    for match in re.finditer(_PIN.format(row.library.replace("_", "[-_]")), text):
        version = (int(match[2][:6]), int(match[3][:6] or 0))
        if version < wanted or match[1] == "<" and version <= wanted:
            return True
    return False
