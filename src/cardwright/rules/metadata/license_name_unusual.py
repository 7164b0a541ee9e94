"""`license_name` is not a short id.

By the Hub's documentation it is a short lower-case id without blanks, such as `my-lab-research-1.0`. The full title belongs
in the licence's own text.

Bad:

    ---
    license: other
    license_name: My Lab's Research Licence, version 1
    license_link: LICENSE
    ---

Good:

    ---
    license: other
    license_name: my-lab-research-1.0
    license_link: LICENSE
    ---
"""

import re

from ...schema import clip
from .. import METADATA

level = "note"
needs = METADATA


def check(context):
    name = context.card.metadata.get("license_name")
    if isinstance(name, str) and (name != name.lower() or re.search(r"\s", name)):
        short = re.sub(r"[^a-z0-9.+]+", "-", name.lower()).strip("-")
        where = context.card.value_span(("license_name",))
        yield where, f"`license_name` is {clip(name)!r}; a short id is expected, such as `{clip(short, 40)}`"
