"""What stands in a policy: its keys as schemas/policy.schema.json has them, each value checked and made immutable."""

from __future__ import annotations

import os

from ..errors import UsageError
from . import Exemption

SCHEMA = "policy.schema.json"
LONGEST = 200  # characters of a phrase


def valid(table: dict, where: str) -> dict:
    """A policy's table with its dates as text. Raises UsageError for a key or a value that is not known."""
    from .. import config

    table = dict(table)
    if isinstance(table.get("exemption"), list):
        table["exemption"] = [_dated(one) for one in table["exemption"]]
    config.check_table(table, where, SCHEMA)
    return table


def _dated(exemption):
    """An exemption whose `until` is text: TOML has dates of its own, and both ways of writing one are fine."""
    if not isinstance(exemption, dict) or not hasattr(exemption.get("until"), "isoformat"):
        return exemption
    return {**exemption, "until": exemption["until"].isoformat()}


def digest(table: dict, code: str | None) -> str:
    """What tells a policy from any other: of all it says, its code included."""
    import hashlib

    return hashlib.sha256(repr((sorted(table.items()), code)).encode("utf-8", "replace")).hexdigest()


def licenses(table: dict, path: str) -> frozenset[str] | None:
    """The licences that are allowed, None where all are. Raises UsageError for one that the Hub does not know."""
    if "licenses" not in table:
        return None
    from ..vocabulary import suggest, values

    for name in table["licenses"]:
        if name not in values("licenses"):
            near = suggest(name, values("licenses"), 0.7)
            raise UsageError(f"{path}: `licenses`: the Hub has no licence `{name}`{near}")
    return frozenset(table["licenses"])


def phrases(table: dict, path: str) -> tuple[tuple[str, str], ...]:
    """(phrase, reason) of each forbidden phrase. Raises UsageError for one that is no phrase, or stands there twice."""
    from .. import schema
    from . import phrases as matching

    seen: dict[tuple, str] = {}
    for phrase in table.get("phrases", ()):
        if len(phrase) > LONGEST:
            raise UsageError(f"{path}: `phrases`: {schema.clip(phrase)!r} has {len(phrase)} characters; {LONGEST} are the most")
        words = matching.words(phrase)
        if not words:
            raise UsageError(f"{path}: `phrases`: {phrase!r} holds no word")
        if words in seen:
            raise UsageError(f"{path}: `phrases`: {seen[words]!r} and {phrase!r} are the same phrase; leave one of them out")
        seen[words] = phrase
    return tuple(table.get("phrases", {}).items())


def exemptions(table: dict, path: str) -> tuple[Exemption, ...]:
    """The exemptions. Raises UsageError for a rule or a date that there is not."""
    return tuple(_exemption(one, f"{path}: `exemption[{number}]`") for number, one in enumerate(table.get("exemption", ())))


def _exemption(one: dict, where: str) -> Exemption:
    from datetime import date

    from .. import config

    named = [one["rule"]] if isinstance(one["rule"], str) else one["rule"]
    config.check_rules(named, where)
    if not one["reason"].strip():
        raise UsageError(f"{where}: the reason is blank; say why these findings may pass")
    try:
        date.fromisoformat(one["until"])
    except ValueError:
        raise UsageError(f"{where}: there is no day {one['until']}; write a date such as 2026-12-31") from None
    return Exemption(one["card"], of(named), " ".join(one["reason"].split()), one["until"])


def of(names) -> frozenset[str]:
    """The ids of rules and of families of rules."""
    from .. import rules

    return frozenset(rule_id for rule_id, family in rules.ids().items() if rule_id in names or family in names)


def today() -> str:
    """The day of the run in UTC; SOURCE_DATE_EPOCH, where it is set, says which (reproducible-builds.org)."""
    from datetime import datetime, timezone

    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        now = datetime.fromtimestamp(int(fixed), timezone.utc) if fixed else datetime.now(timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH={fixed}: not a number of seconds since 1970") from None
    return now.date().isoformat()
