"""What is worked out on first use: patterns, because compiling those a clean card never asks for takes longer than checking it,
and attributes."""

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


class cached:
    """functools.cached_property without the lock it takes up to Python 3.11, which costs more than most of what it keeps."""

    def __init__(self, method) -> None:
        self.method, self.__doc__ = method, method.__doc__

    def __set_name__(self, owner, name: str) -> None:
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.method(instance)
        return value
