"""The columns of a dump: what they are usually called, and which are read."""

from __future__ import annotations

from collections import namedtuple

from ...errors import UsageError

Wanted = namedtuple("Wanted", "id card", defaults=("", ""))
Wanted.__doc__ = """The names that were asked for; "" for the usual ones."""

# As the Hub's interface and the public dumps of cards call them, the surest first.
_USUAL = {
    "id": ("modelId", "model_id", "id", "repo_id", "repo", "repo_name", "model", "name", "_id"),
    "card": ("card", "model_card", "modelCard", "readme", "card_text", "card_content", "content", "text", "markdown"),
    "date": ("createdAt", "created_at", "created", "lastModified", "last_modified", "updated_at", "date"),
    "downloads": ("downloads", "downloadsAllTime", "downloads_all_time"),
}
_OPTIONAL = ("date", "downloads")


def picked(path: str, there, wanted: Wanted) -> tuple:
    """(role, column) pairs of the columns of a file that are read. Raises UsageError, with the columns there are."""
    there = [name for name in there if isinstance(name, str)]
    found = []
    for role in _USUAL:
        asked = getattr(wanted, role, "")
        name = asked if asked in there else None if asked else _usual(role, there)
        if name is not None:
            found.append((role, name))
        elif role not in _OPTIONAL:
            raise UsageError(
                f"{path}: no column {f'`{asked}`' if asked else f'that is known to hold the {role}'}",
                f"name it with --{role}-column; there are: {', '.join(there[:40]) or 'none'}",
            )
    return tuple(found)


def _usual(role: str, there) -> str | None:
    folded = {name.lower(): name for name in reversed(there)}
    return next((name if name in there else folded[name.lower()] for name in _USUAL[role] if name.lower() in folded), None)
