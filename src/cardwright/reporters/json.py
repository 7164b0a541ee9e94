"""For programs: schemas/report.schema.json. Keys may be added; changing one is a major version."""

from __future__ import annotations

import json

from .. import __version__
from ..findings import LEVELS

_FIELDS = ("path", "line", "column", "end_line", "end_column", "rule", "family", "level", "message", "fixable")


def render(report) -> str:
    document = {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "files": report.files,
        "findings": [{field: getattr(finding, field) for field in _FIELDS} for finding in report.findings],
        "counts": {level: report.counts[level] for level in LEVELS},
    }
    # A file name may hold bytes that are no text (surrogates here); escapes keep the output valid UTF-8.
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\\udc", "\\\\udc") + "\n"
