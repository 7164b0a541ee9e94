"""For programs: schemas/report.schema.json. Keys may be added; changing one is a major version."""

from __future__ import annotations

import json

from .. import __version__
from ..findings import LEVELS
from . import valid_unicode

_FIELDS = ("path", "line", "column", "end_line", "end_column", "rule", "family", "level", "message", "fixable")


class Reporter:
    """One JSON document, written as the cards come: the counts stand after the findings."""

    def __init__(self) -> None:
        self._before = '{\n  "version": 1,\n  "tool": ' + json.dumps({"name": "cardwright", "version": __version__})
        self._before += ',\n  "findings": ['
        self._between = "\n    "

    def card(self, findings) -> str:
        text = self._before
        self._before = ""
        for finding in findings:
            text += self._between + json.dumps(_finding(finding), ensure_ascii=False, indent=2).replace("\n", "\n    ")
            self._between = ",\n    "
        return text

    def end(self, tally) -> str:
        rest = {"files": tally.files, "fixed": tally.fixed, "counts": {level: tally.counts[level] for level in LEVELS}}
        if tally.baseline:
            rest["baseline"] = tally.baseline._asdict()
        return self.card(()) + "\n  ],\n" + json.dumps(rest, indent=2)[2:] + "\n"


def _finding(finding) -> dict:
    fields = {field: getattr(finding, field) for field in _FIELDS}
    fields["fix"] = finding.fix and ("safe" if finding.fix.safe else "unsafe")
    return {key: valid_unicode(value) if isinstance(value, str) else value for key, value in fields.items()}
