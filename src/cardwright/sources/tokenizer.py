"""The tokenizer's files: whether there is a chat template. How long training examples were is not theirs to say."""

from __future__ import annotations

from ..facts import Fact
from .jsonfiles import each

NAME = "tokenizer_config.json"
_TEMPLATES = ("chat_template.jinja", "chat_template.json")


def read(files):
    yield from each(files, (NAME,), _configured)
    for name in _TEMPLATES:
        if files.size(name):
            yield Fact("has_chat_template", True, name)


def _configured(content: dict, file: str):
    yield Fact("has_chat_template", bool(content.get("chat_template")), file, "chat_template")
