"""A key inside a metadata mapping has no meaning there.

Widget examples and emissions are mappings with fixed keys; others are ignored without a word.

Bad:

    ---
    license: mit
    widget:
    - txt: Hello
    ---

Good:

    ---
    license: mit
    widget:
    - text: Hello
    ---
"""

from ...schema import clip, load, spell
from ...vocabulary import suggest
from ...yaml12.yamltree import key_name
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    properties = load("model-card.schema.json")["properties"]
    emissions = properties["co2_eq_emissions"]["anyOf"][1]["x-known"]
    examples = properties["widget"]["items"]["x-known"]
    yield from _unknown(context.card, ("co2_eq_emissions",), emissions)
    widget = context.card.node(("widget",))
    for index in range(len(widget.items) if widget else 0):
        yield from _unknown(context.card, ("widget", index), examples)


def _unknown(card, path, known):
    node = card.node(path)
    for key, _ in node.entries if node else ():
        name = key_name(key)
        if name not in known:
            way_out = suggest(name, known) or f"; some of those it has: {', '.join(known[:6])}"
            yield key.span, f"{spell(path)} has no key `{clip(name)}`{way_out}"
