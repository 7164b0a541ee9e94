"""The front matter holds nothing.

Two fences with nothing, blanks, comments or a lone `{}` between them: the Hub sees no metadata, and some of these forms
it rejects as invalid.

Bad:

    ---
    # For reference on model card metadata, see the spec
    {}
    ---

Good:

    ---
    license: mit
    ---
"""

from .. import TEXT

level = "error"
needs = TEXT

_MESSAGE = "the front matter is empty; say at least `license:`, `library_name:` and `pipeline_tag:`"


def check(context):
    front = context.card.front
    if front.state == "empty":
        yield front.opening, _MESSAGE
    elif front.state == "found" and not context.card.tree.problem:
        root = context.card.tree.root
        if root is None or (root.kind == "mapping" and not root.entries) or (root.kind == "scalar" and root.value is None):
            yield front.opening, _MESSAGE
