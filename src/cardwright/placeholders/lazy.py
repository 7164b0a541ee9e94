"""Patterns compiled when they are first used: compiling all of them takes longer than checking a hundred cards."""

from __future__ import annotations

import re


class Lazy:
    """A regular expression with `finditer`, `search` and `match`, compiled at the first call of one of them."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    def __getattr__(self, name: str):
        if name not in ("finditer", "search", "match"):
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        self.finditer, self.search, self.match = compiled.finditer, compiled.search, compiled.match
        return getattr(self, name)
