"""The engine: run the rules over a card, stamp what they yield with who said it and how bad it is, and sort."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from . import findings, rules, source
from .card import Card
from .context import MAX_PER_RULE, Context
from .findings import Finding, Report
from .screen import conditions, hiddensigns


def check_source(
    origin: source.Source, settings, chosen: dict[str, list[str]], screen: bool = True, most: int = MAX_PER_RULE
) -> list[Finding]:
    """The findings of one file, in reading order, `most` of a rule. `chosen`: what rules.chosen gave.

    Without `screen` every rule runs, whether its condition holds or not; the findings are the same (tests/test_screen.py).
    """
    return check_context(Context(origin, settings, most), origin, chosen, screen)


def check_context(context: Context, origin: source.Source, chosen: dict[str, list[str]], screen: bool = True) -> list[Finding]:
    """What check_source gives, with a Context that the caller keeps, and what the rules worked out in it."""
    raw: list = []
    for rule_ids in _holding(chosen, context) if screen else chosen.values():
        raw += (item for rule_id in rule_ids for item in _said(rules.get(rule_id), context))
    spoken = raw
    if context.card and "cardwright:" in context.card.text:
        from . import suppress

        raw = suppress.apply(raw, context, chosen, _said, context.most)
    if context.settings.policy:
        from .policy import enforce

        raw = enforce.judged(spoken, raw, context, origin.path, chosen, _said)
        return raw.told(_stamped(raw, context, origin))
    return _stamped(raw, context, origin)


def _stamped(raw: list, context: Context, origin: source.Source) -> list[Finding]:
    """What the rules said as findings, in reading order."""
    if not raw:
        return []
    if context.settings.online and context.card:
        from .hub import online

        raw = online.without_known(raw, context.card)
    stamp = _on_card(context, origin) if context.card else _on_file(origin)
    found = {stamp(*item) for item in _without_unfilled(raw, context)}
    return sorted(found, key=lambda f: (f.line, f.column, findings.LEVELS.index(f.level), f.rule, f.message))


def _holding(chosen: dict[str, list[str]], context: Context):
    """The ids of the rules whose condition holds."""
    card = context.card
    for when, rule_ids in chosen.items():
        if card is None:
            if conditions.may_speak_of_files(when):
                yield rule_ids
            continue
        for test, word in conditions.tests(when):
            if test(context, card, word):
                yield rule_ids
                break


def _said(rule: rules.Rule, context: Context):
    """What a rule says, as (where, rule, level, message, fix)."""
    if rule.needs in context.met:
        level = context.profile.level if rule.level == rules.PROFILE else rule.level
        for where, message, *fix in _first(rule.check(context), context.most):
            yield where, rule, level, message, fix[0] if fix else None


def _first(said, most: int):
    """What a rule says, up to `most`; the last one tells that there is more."""
    first = list(islice(said, most + 1))
    if len(first) > most:
        where, message, *_ = first[-1]
        first[-1] = where, f"{message} (only the first {most} of this rule are listed; there are more)"
    return first


# Families whose findings say nothing new about a value that is not filled in yet.
_MUTED = frozenset(("front-matter", "metadata", "results"))


def _without_unfilled(raw: list, context: Context) -> list:
    """Drop what other rules say about an unfilled value: it is reported once, as a placeholder."""
    if context.card is None:
        return raw
    start, end = context.card.front.yaml
    blanks = [where for where, rule, *_ in raw if rule.family == "placeholders" and start <= where[0] < end]
    if not blanks:
        return raw
    return [item for item in raw if item[1].family not in _MUTED or not _touches(item[0], item[1], blanks, context.card)]


def _touches(where, rule, blanks, card: Card) -> bool:
    if rule.id == "yaml-syntax":  # the parser may stop a little after what it stumbled over
        line = card.position(where[0])[0]
        return any(card.position(blank[0])[0] in (line, line - 1) for blank in blanks)
    return any(blank[0] < where[1] and where[0] < blank[1] for blank in blanks)


def _on_file(origin: source.Source):
    line, column = origin.at
    return lambda where, rule, level, message, fix: Finding(
        origin.path, line, column, line, column, rule.id, rule.family, level, message, fix
    )


def _on_card(context: Context, origin: source.Source):
    card = context.card
    secretive, keyed = hiddensigns.secretive(context), "PRIVATE KEY-" in card.text
    hide = (lambda text: _hide(text, keyed)) if secretive else str

    def stamp(where, rule, level, message, fix):
        line, column = card.position(where[0])
        end_line, end_column = card.position(max(where))
        fix = fix and fix._replace(places=_places(card, fix.edits, hide))
        text = hide(card.line_text(line))
        return Finding(origin.path, line, column, end_line, end_column, rule.id, rule.family, level, hide(message), fix, text)

    return stamp


def _places(card: Card, edits, hide) -> tuple:
    """Where the edits of a fix stand; nothing for one that no report may show, as it writes a secret or part of one."""
    places = tuple(card.position(max(0, start)) + card.position(end) for start, end, _ in edits)
    if hide is not str:
        for (line, *_), (_, _, new) in zip(places, edits):
            if new.strip() and (hide(new) != new or hide(card.line_text(line)) != card.line_text(line)):
                return ()
    return places


@lru_cache(maxsize=8)  # many findings may stand on one long line
def _hide(text: str, keyed: bool) -> str:
    """No report prints a secret, whichever rule spoke about its line."""
    from .characters import credentials

    return credentials.masked(text, keyed)


def check_text(text: str | bytes, path: str = "README.md", config=None) -> Report:
    """Check one card given as text or as the bytes of its file.

    `config` is a config.Settings or None for the defaults. `path` only names the card in the findings.
    """
    from .config import Settings

    settings = config or Settings()
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = check_source(source.decode(path, data), settings, rules.chosen(settings.select, settings.ignore))
    return Report(1, tuple(found))


def check_paths(paths, config=None, discover: bool = False, within: str | None = None, jobs: int = 1) -> Report:
    """Check files and the cards found in folders (see discover.find), in `jobs` processes.

    Raises UsageError when a path does not exist; CardwrightError when a process was killed.
    """
    from . import discover as discovery
    from .config import Settings
    from .findings import Tally
    from .jobs import check_each

    settings, tally, findings = config or Settings(), Tally(), []
    known = known_before(settings, within)
    for path, found in check_each(discovery.find(paths, settings.exclude, discover), settings, within, jobs):
        found = not_known(known, path, found, settings)
        tally.add(found)
        findings += found
    return Report(tally.files, tuple(findings), 0, known and known.tally(settings))


def known_before(settings, within: str | None = None):
    """The baseline.Baseline of the settings, None without one. Raises UsageError when it cannot be read."""
    if not settings.baseline:
        return None
    from . import baseline

    return baseline.load(settings.baseline, within)


def not_known(known, path: str, found, settings):
    """What a baseline.Baseline (or None) leaves of a card's findings; it never takes those that the policy holds."""
    if not known:
        return found
    if not settings.policy:
        return known.new(path, found)
    held = settings.policy.held
    new = set(known.new(path, [finding for finding in found if finding.rule not in held]))
    return [finding for finding in found if finding.rule in held or finding in new]
