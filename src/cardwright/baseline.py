"""The findings a project already knows: written to a file once, so that a check reports only what is new.

A finding is known by its card and its fingerprint, as often as the file counts it: three equal ones stay three, a fourth is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, namedtuple

from .errors import UsageError
from .fingerprint import fingerprint
from .reporters import valid_unicode

NAME = "cardwright-baseline.json"
SCHEMA = "baseline.schema.json"

Tally = namedtuple("Tally", "known unused")
Tally.__doc__ = """known: findings that were left out; unused: entries (counted) of which nothing was found any more."""


def _place(path: str, folder: str) -> str:
    """A card's path as the file of a folder names it."""
    if path.startswith("<"):  # standard input
        return path
    try:
        relative = os.path.relpath(os.path.abspath(path), os.path.abspath(folder))
    except ValueError:  # another drive
        relative = os.path.abspath(path)
    return valid_unicode(relative.replace(os.sep, "/"))


def write(findings, path: str) -> str:
    """The text of a baseline for these findings that is to stand at `path`: one entry a line, sorted."""
    folder = os.path.dirname(path) or "."
    places: dict[str, str] = {}
    counts: Counter = Counter()
    for finding in findings:
        place = places.get(finding.path) or places.setdefault(finding.path, _place(finding.path, folder))
        counts[place, finding.rule, valid_unicode(finding.message), fingerprint(finding)] += 1
    entries = [_line(*key, count) for key, count in sorted(_merged(counts).items())]
    return '{\n"version": 1,\n"tool": "cardwright",\n"findings": [\n' + ",\n".join(entries) + "\n]\n}\n"


def _merged(counts: Counter) -> Counter:
    """One entry for a card and fingerprint: messages that differ in numbers alone are the same finding."""
    merged: Counter = Counter()
    first: dict[tuple, tuple] = {}
    for key in sorted(counts):
        place, _, _, mark = key
        merged[first.setdefault((place, mark), key)] += counts[key]
    return merged


def _line(path: str, rule: str, message: str, mark: str, count: int) -> str:
    entry = {"path": path, "rule": rule, "message": message, "fingerprint": mark, "count": count}
    return json.dumps(entry, ensure_ascii=False)


def load(path: str, within: str | None = None) -> Baseline:
    """The baseline of a file.

    Raises UsageError for a file that is missing, outside `within`, or no baseline.
    """
    from . import schema, source

    if not os.path.exists(path):
        raise UsageError(f"{path}: there is no such baseline", f"`cardwright baseline --output {path}` writes it")
    if within is not None and not source.inside(path, within):
        raise UsageError(f"{path}: it is outside the folder that is checked")
    document = _document(path)
    if not isinstance(document, dict) or document.get("tool") != "cardwright":
        raise UsageError(f"{path}: not a baseline of cardwright's", f"`cardwright baseline --output {path}` writes one")
    if document.get("version") != 1:
        raise UsageError(
            f"{path}: a baseline of another version of cardwright", "write it again with this one: `cardwright baseline`"
        )
    for violation in schema.violations(document, SCHEMA):
        raise UsageError(f"{path}: {violation.message}", "write it again: `cardwright baseline`")
    return Baseline(document["findings"], os.path.dirname(path) or ".")


def _document(path: str):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {(error.strerror or 'unknown reason').lower()}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: not a baseline: it is not JSON", "write it again: `cardwright baseline`") from None


class Baseline:
    """Known findings, crossed off as they are met, card by card."""

    def __init__(self, entries, folder: str) -> None:
        self.folder, self.known = folder, 0
        self._left: Counter = Counter()
        self._rules: dict[tuple, str] = {}
        for entry in entries:
            key = entry["path"], entry["fingerprint"]
            self._left[key] += entry["count"]
            self._rules[key] = entry["rule"]
        self._looked_at: set[str] = set()

    def new(self, path: str, findings) -> list:
        """Those of one card's findings that are not known."""
        place = _place(path, self.folder)
        self._looked_at.add(place)
        return [finding for finding in findings if not self._knows((place, fingerprint(finding)))]

    def _knows(self, key: tuple) -> bool:
        if self._left.get(key, 0) <= 0:
            return False
        self._left[key] -= 1
        self.known += 1
        return True

    def tally(self, settings) -> Tally:
        """What came of a run. A card or a rule that was not looked at is not judged."""
        from . import rules

        chosen = {rule for ids in rules.chosen(settings.select, settings.ignore).values() for rule in ids}
        gone = {}
        unused = 0
        for (place, mark), count in self._left.items():
            rule = self._rules[place, mark]
            if count and (rule in chosen or rule not in rules.ids()):
                if place not in gone:
                    gone[place] = place in self._looked_at or self._gone(place)
                unused += gone[place]
        return Tally(self.known, unused)

    def _gone(self, place: str) -> bool:
        """Whether a card that was not looked at does not exist any more; only below the baseline's own folder is looked."""
        if place.startswith(("<", "/", "..")) or os.path.isabs(place):
            return False
        return not os.path.lexists(os.path.join(self.folder, *place.split("/")))
