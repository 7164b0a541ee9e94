"""Patterns compiled when they are first used: compiling those a clean card never asks for takes longer than checking it."""

from __future__ import annotations

import re


class Lazy:
    """A regular expression compiled at the first call of one of its methods."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    def __getattr__(self, name: str):
        if name not in ("finditer", "search", "match", "sub"):
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        self.finditer, self.search, self.match, self.sub = compiled.finditer, compiled.search, compiled.match, compiled.sub
        return getattr(self, name)
