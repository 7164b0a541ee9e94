"""`license_link` leads nowhere.

The Hub makes a link of it: it must be `LICENSE` or `LICENSE.md` (a file of the repository) or a web address.

Bad:

    ---
    license: other
    license_name: my-lab-research-1.0
    license_link: see the file
    ---

Good:

    ---
    license: other
    license_name: my-lab-research-1.0
    license_link: LICENSE
    ---
"""

import re

from ...lazy import Lazy
from ...schema import clip
from .. import METADATA

level = "warning"
needs = METADATA

_LINK = Lazy(r"https?://[^\s/]+\.[^\s]+\Z|(?:\./)?[\w.\-/]*LICEN[CS]E[\w.\-]*\Z", re.IGNORECASE)


def check(context):
    link = context.card.metadata.get("license_link")
    if isinstance(link, str) and not _LINK.match(link.strip()):
        where = context.card.value_span(("license_link",))
        yield where, f"`license_link` is {clip(link)!r}; it must be LICENSE, LICENSE.md or a web address"
