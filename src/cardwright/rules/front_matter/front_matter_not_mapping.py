"""The front matter is not a mapping of keys to values.

A list or a sentence between the fences is YAML, but no metadata: the Hub rejects it ("must be of type object") and
huggingface_hub raises. Often the closing fence is missing and the block is text up to a horizontal rule.

Bad:

    ---
    - license: mit
    - language: en
    ---

Good:

    ---
    license: mit
    language: en
    ---
"""

import re

from .. import BLOCK

level = "error"
needs = BLOCK


def check(context):
    root = context.card.tree.root
    if root is not None and root.kind != "mapping" and (root.kind == "list" or root.value is not None):
        what = "a list" if root.kind == "list" else "text"
        first_line = context.card.text.find("\n", root.start, root.end)
        where = (root.start, first_line if first_line > 0 else root.end)
        glued = root.kind == "scalar" and re.match(r"\w+:\S", root.text)
        hint = "; is the blank after the colon missing?" if glued else ""
        yield where, f"the front matter is {what}; the Hub wants `key: value` lines{hint}"
