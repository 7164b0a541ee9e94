"""What numbers come to, in sentences. Each is worked out; none says more than its numbers do."""

from __future__ import annotations

from ..measure.wording import listed
from ..rendering import results
from . import criteria

MOST = 6  # names in a sentence


def sentences(verdicts, compared, facts) -> list[str]:
    """What criteria, results and variants come to."""
    return [*_criteria(verdicts), *_results(compared), *_variants(facts)]


def counts(verdicts) -> dict:
    """Status -> how many criteria have it."""
    names = [verdict.status for verdict in verdicts]
    return {status: names.count(status) for status in (criteria.MET, criteria.NOT_MET, criteria.NOT_MEASURED)}


def _criteria(verdicts) -> list[str]:
    if not verdicts:
        return []
    told = counts(verdicts)
    if told[criteria.MET] == len(verdicts):
        return [f"All {len(verdicts)} criteria are met." if len(verdicts) > 1 else "The one criterion is met."]
    parts = [f"{number} {'is' if number == 1 else 'are'} {status}" for status, number in told.items() if number]
    return [f"Of {len(verdicts)} {'criterion' if len(verdicts) == 1 else 'criteria'}, {listed(parts)}."]


def _results(compared) -> list[str]:
    held = [each for each in compared if each.verdict]
    made = [f"{len(held)} of {len(compared)} results are compared with a baseline."] if held and len(compared) > 1 else []
    for verdict, word in (("better", "Better than"), ("worse", "Worse than"), ("equal", "Equal to")):
        some = [each for each in held if each.verdict == verdict]
        if some:
            made.append(f"{word} the baseline: {_few([_told(each) for each in some])}.")
    doubtful = [each.row["name"] for each in held if each.chance and each.verdict != "equal"]
    if doubtful:
        made.append(
            f"Chance may explain the difference of {_few(doubtful)}: the baseline lies within the 95 % interval of the score."
        )
    return made


def _told(each) -> str:
    row = each.row
    if each.verdict == "equal":
        return f"{row['name']} ({results.shown(row['value'])})"
    share = "" if each.improvement is None else f", {each.improvement:+.2f} %"
    return f"{row['name']} ({results.shown(row['baseline'])} to {results.shown(row['value'])}{share})"


def _few(names: list[str]) -> str:
    more = len(names) - MOST
    return listed(names) if more <= 0 else f"{', '.join(names[:MOST])} and {more} more"


def _variants(facts) -> list[str]:
    rows = [row for row in facts.get("measurements", ()) if row["name"] != "original" and "share" in row]
    if not rows:
        return []
    least = min(rows, key=lambda row: row["share"])
    told = [f"{least['share']:.1%} of the original's bytes".replace("%", " %")]
    told += [f"a perplexity that changes by {least['change']}"] if "change" in least else []
    told += [f"{least['decode_ratio']:.2f} times its decoding speed"] if "decode_ratio" in least else []
    return [f"The smallest of {len(rows)} measured variants, {least['name']}, has {listed(told)}." if len(rows) > 1
            else f"The variant {least['name']} has {listed(told)}."]  # fmt: skip
