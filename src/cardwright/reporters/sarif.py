"""SARIF 2.1.0, for GitHub code scanning and other viewers."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from urllib.parse import quote

from .. import __version__, catalog, rules
from ..findings import LEVELS
from ..fingerprint import fingerprint
from . import in_repository, quantity, valid_unicode

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FULL = 1000  # GitHub takes 1024 characters of a description
_MOST = 25_000  # and so many results of a run


def render(report) -> str:
    listed = [rules.get(rule_id) for rule_id in rules.ids()]
    driver = {"name": "cardwright", "version": __version__, "rules": [_rule(rule) for rule in listed]}
    kept = report.findings
    if len(kept) > _MOST:
        kept = sorted(kept, key=lambda finding: LEVELS.index(finding.level))[:_MOST]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(kept, {rule.id: index for index, rule in enumerate(listed)}),
    }
    if left := len(report.findings) - len(kept):
        notice = {"level": "warning", "message": {"text": f"{quantity(left, 'more finding')} left out: GitHub takes {_MOST}."}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notice]}]
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(rule) -> dict:
    title, _, rest = rule.page.strip().partition("\n")
    why = " ".join(rest.strip().partition("\n\n")[0].split())
    return {
        "id": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": (why if why and not why.endswith(":") else title)[:_FULL]},
        "help": {"text": rule.page.strip(), "markdown": catalog.markdown(rule)},
        **_help_uri(rule.id),
        "defaultConfiguration": {"level": "warning" if rule.level == rules.PROFILE else rule.level},
        "properties": {"tags": [rule.family]},
    }


def _help_uri(rule_id: str) -> dict[str, str]:
    """The rule's page in the repository that the action in use comes from: the only address of ours that is sure to exist."""
    repository, ref = os.environ.get("GITHUB_ACTION_REPOSITORY", ""), os.environ.get("GITHUB_ACTION_REF", "")
    if not ref or not re.fullmatch(r"[\w.-]+/cardwright", repository, re.ASCII):
        return {}
    server = os.environ.get("GITHUB_SERVER_URL") or "https://github.com"
    return {"helpUri": f"{server}/{repository}/blob/{quote(ref, safe='/')}/docs/rules.md#{rule_id}"}


def _results(findings, indices: dict[str, int]) -> list[dict]:
    seen: Counter = Counter()
    return [_result(finding, indices[finding.rule], seen) for finding in findings]


def _result(finding, index: int, seen: Counter) -> dict:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    location = {"artifactLocation": {"uri": _uri(finding.path)}, "region": region}
    shown = finding.fix and finding.fix.places and all(start >= 0 for start, _, _ in finding.fix.edits)
    fixes = {"fixes": [_fix(finding)]} if shown else {}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": valid_unicode(finding.message)},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"cardwright/v1": _fingerprint(finding, seen)},
        **fixes,
    }


def _fix(finding) -> dict:
    """How to put it right. A byte order mark has no place that SARIF can name (it counts no columns), so it has no fix here."""
    replacements = []
    for (line, column, end_line, end_column), (_, _, text) in zip(finding.fix.places, finding.fix.edits):
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        replacements.append({"deletedRegion": region, "insertedContent": {"text": text}})
    change = {"artifactLocation": {"uri": _uri(finding.path)}, "replacements": replacements}
    return {
        "description": {"text": "Put it right" if finding.fix.safe else "Put it right, then read it"},
        "artifactChanges": [change],
    }


def _uri(path: str) -> str:
    shown = in_repository(path)
    try:
        return quote(os.fsencode(shown), safe="/")
    except UnicodeEncodeError:  # no file system's name, but check_text takes any
        return quote(valid_unicode(shown), safe="/")


def _fingerprint(finding, seen: Counter) -> str:
    """The same wherever the line moves; equal findings of a card get a number."""
    mark = fingerprint(finding, in_repository(finding.path))
    seen[mark] += 1
    return f"{mark}:{seen[mark]}"
