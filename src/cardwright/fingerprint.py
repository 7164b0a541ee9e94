"""What stays the same about a finding when its line moves, is indented anew or changes its line end."""

from __future__ import annotations

import hashlib
import re

_NUMBER = re.compile(r"\d+")


def fingerprint(finding, path: str = "") -> str:
    """32 hex digits: of a path if there is one, the rule, the text it marks and the message without numbers (maybe positions).

    A finding that marks its whole line may be about what is missing there, so that text does not count.
    """
    line = finding.source
    end = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    marked = line[finding.column - 1 : end].strip()
    marked = "" if marked == line.strip() else " ".join(marked.split())
    what = "\0".join((path, finding.rule, marked, _NUMBER.sub("", finding.message)))
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:32]
