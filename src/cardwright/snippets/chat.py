"""What becomes of apply_chat_template in a notebook: the names its result is bound to, and the generate() it goes into."""

from __future__ import annotations

from collections import namedtuple

from . import calls

MOST = 200  # calls of a kind that are looked at

Template = namedtuple("Template", "call name dictionary prompt tokenized")
Template.__doc__ = """A call of apply_chat_template whose arguments are all visible.

name        what its result is bound to, or None
dictionary  whether it says return_dict=True (None: it says nothing)
prompt      whether it says add_generation_prompt (or continues a message)
tokenized   whether tokens come of it
"""


def templates(book):
    """Every Template of the notebook."""
    names = {id(value): name for name, values in book.assigned.items() for value in map(_inner, values)}
    for call in [call for call in book.calls if call.name.endswith("apply_chat_template")][:MOST]:
        words = {word.arg: getattr(word.value, "value", None) for word in call.node.keywords}
        if None not in words:
            prompt = bool({"add_generation_prompt", "continue_final_message"} & set(words)) or len(call.node.args) > 3
            yield Template(call, names.get(id(call.node)), words.get("return_dict"), prompt, words.get("tokenize") is not False)


def _inner(node):
    """The call at the heart of `tokenizer.apply_chat_template(...).to(device)`."""
    while type(node).__name__ == "Call" and getattr(node.func, "attr", "") in ("to", "cuda"):
        node = node.func.value
    return node


def generates(book) -> list:
    return [call for call in book.calls if call.name.endswith(".generate")][:MOST]


def passed(call: calls.Call, name: str) -> tuple[str, object] | None:
    """How a call takes a name: ("**", node) or ("", node), or None."""
    for word in call.node.keywords:
        if word.arg is None and getattr(word.value, "id", None) == name:
            return "**", word.value
        if word.arg in ("inputs", "input_ids") and getattr(word.value, "id", None) == name:
            return "", word.value
    first = call.node.args[0] if call.node.args else None
    return ("", first) if getattr(first, "id", None) == name else None
