"""The licence beside the model, where its text leaves no doubt which one it is."""

from __future__ import annotations

from ..facts import Fact
from ..repository import licensetexts


def read(files):
    name, known = licensetexts.beside(files)
    if known:
        yield Fact("license", known, name)
