"""The file begins with a byte order mark.

The Hub copes with it, Python tools only partly: `ModelCard(text)` does not see the front matter behind it and writes a
second, empty one above. Save the file as "UTF-8" rather than "UTF-8 with BOM".

Bad:

    \ufeff---
    license: mit
    ---

Good:

    ---
    license: mit
    ---
"""

from ...findings import replace
from .. import TEXT

level = "note"
needs = TEXT
fixable = True


def check(context):
    if context.card.bom:
        yield (
            (0, 0),
            "the file begins with a byte order mark, which hides the front matter from some tools; save it as UTF-8 without BOM",
            replace((-1, 0), ""),
        )
