"""For programs: schemas/report.schema.json. Keys may be added; changing one is a major version."""

from __future__ import annotations

import json

from .. import __version__
from ..findings import LEVELS
from . import valid_unicode

_FIELDS = ("path", "line", "column", "end_line", "end_column", "rule", "family", "level", "message", "fixable")


def render(report) -> str:
    document = {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "files": report.files,
        "findings": [_finding(finding) for finding in report.findings],
        "counts": {level: report.counts[level] for level in LEVELS},
    }
    if report.baseline:
        document["baseline"] = report.baseline._asdict()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _finding(finding) -> dict:
    fields = {field: getattr(finding, field) for field in _FIELDS}
    return {key: valid_unicode(value) if isinstance(value, str) else value for key, value in fields.items()}
