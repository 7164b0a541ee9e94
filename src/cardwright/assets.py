"""Where the schemas and templates are: beside the package in a wheel, at the top of the repository in a checkout."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_ROOTS = (_PACKAGE, os.path.dirname(os.path.dirname(_PACKAGE)))


def path(name: str) -> str:
    """The full path of an asset such as ``schemas/model-card.schema.json``.

    Raises FileNotFoundError when neither place holds it (a broken installation).
    """
    for root in _ROOTS:
        candidate = os.path.join(root, *name.split("/"))
        if os.path.exists(candidate):
            return candidate
    raise FileNotFoundError(f"{name} is not in {' or '.join(_ROOTS)}: the installation is incomplete")


def text(name: str) -> str:
    """The text of an asset."""
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def load_json(name: str):
    """The parsed JSON asset."""
    import json

    with open(path(name), encoding="utf-8") as file:
        return json.load(file)
