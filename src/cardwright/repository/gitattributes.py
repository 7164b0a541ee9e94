"""What .gitattributes says about one file of the same folder."""

from __future__ import annotations

import re
from fnmatch import translate

MAX_LINES = 5000


def filter_of(text: str, name: str) -> tuple[str | None, str]:
    """(the `filter` attribute of a file or None, the pattern that set it). The last line that matches decides."""
    found: tuple[str | None, str] = (None, "")
    for line in text.splitlines()[:MAX_LINES]:
        pattern, *attributes = line[:1000].split()[:50] or ["#"]
        if not pattern.startswith(("#", "[")) and _matches(pattern, name):
            for attribute in attributes:
                if attribute.startswith("filter="):
                    found = attribute.removeprefix("filter="), pattern
                elif attribute in ("-filter", "!filter", "filter"):
                    found = None, ""
    return found


def _matches(pattern: str, name: str) -> bool:
    pattern = pattern.strip('"').removeprefix("/").removeprefix("**/")
    if "/" in pattern or len(pattern) > 100 or pattern.count("*") > 5:
        return False
    return re.match(translate(pattern.replace("**", "*")), name) is not None
