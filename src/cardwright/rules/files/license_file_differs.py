"""The LICENSE file is another licence than the card names.

The Hub shows what the metadata says; a lawyer reads the file. The well-known licences are recognised by their first lines.
With several licence files, or one that nobody knows, there is nothing to compare.

Bad:

    ---
    license: mit
    ---

Good:

    ---
    license: apache-2.0
    ---

Beside it, LICENSE:

                                     Apache License
                               Version 2.0, January 2004
"""

from ...repository import licensetexts
from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    stated = {path: value.lower() for path, value in context.card.texts("license")}
    if not stated or not set(stated.values()).isdisjoint(("other", "unknown")):
        return
    name, found = licensetexts.beside(context.files)
    if found and not any(licensetexts.covers(value, found) for value in stated.values()):
        path = next(iter(stated))
        message = f"{spell(path)} is `{stated[path][:60]}`, but `{name}` is the text of `{found}`; make them the same"
        yield context.card.value_span(path), message
