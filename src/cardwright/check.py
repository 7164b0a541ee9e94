"""The engine: run the rules over a card, stamp what they yield with who said it and how bad it is, and sort."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from . import conditions, findings, rules, schema, source
from .card import Card
from .findings import Finding, Report

MODEL_CARD = "model-card.schema.json"
MAX_PER_RULE = 1000  # findings of one rule in one card: bounds what a hostile card can cost; a template of blanks has hundreds


class Context:
    """What a rule may ask: the card, the profile and settings in force, and work that several rules share.

    It never holds the path or the output format. `card` is None when the file could not be read as text.
    """

    def __init__(self, origin: source.Source, settings) -> None:
        self.problem, self.problem_detail = origin.problem, origin.detail
        self.card = None if origin.text is None else Card(origin.text)
        self.settings = settings
        self._folder = origin.folder
        self.idle = ()  # (suppression, its names) that silenced nothing; known once the other rules have spoken

    @cached_property
    def files(self):
        """The files around the card as files.Files; a folder without any when the card did not come from a file."""
        from .files import Files

        return Files(self._folder)

    @cached_property
    def lower(self) -> str:
        """The card's text in lower case, to look for words in; its offsets may differ from the text's."""
        return self.card.text.lower() if self.card else ""

    @cached_property
    def profile(self):
        """The sections.Profile in force."""
        from . import sections

        return sections.profile(self.settings)

    @cached_property
    def outline(self):
        """The card's sections against the profile's, as outline.Outline."""
        from . import outline

        return outline.Outline(self.card, self.profile)

    @cached_property
    def violations(self) -> list[schema.Violation]:
        """What the metadata breaks in schemas/model-card.schema.json."""
        return schema.violations(self.card.metadata, MODEL_CARD)

    def broken(self, rule: str) -> list[schema.Violation]:
        """The schema violations that a rule reports."""
        return [violation for violation in self.violations if violation.rule == rule]

    @cached_property
    def suppressions(self) -> tuple:
        """The comments that leave findings out, as suppress.Suppression."""
        from . import suppress

        return suppress.find(self.card)

    @cached_property
    def placeholders(self) -> tuple:
        """Every unfilled place of the card, as placeholders.Placeholder."""
        from . import placeholders

        return placeholders.find(self.card)

    @cached_property
    def met(self) -> frozenset[str]:
        """What rules may need and this file has."""
        if self.card is None or not self.card.text or self.card.text.isspace():
            return frozenset((rules.FILE,))
        found = {rules.FILE, rules.TEXT}
        if self.card.front.state == "found":
            found.add(rules.BLOCK)
            if self.card.root is not None:
                found.add(rules.METADATA)
        return frozenset(found)


def check_source(origin: source.Source, settings, chosen: dict[str, list[str]], screen: bool = True) -> list[Finding]:
    """The findings of one file, in reading order. `chosen`: what rules.chosen gave.

    Without `screen` every rule runs, whether its condition holds or not; the findings are the same (tests/test_screen.py).
    """
    context = Context(origin, settings)
    raw = []
    for when, rule_ids in chosen.items():
        if not screen or conditions.holds(when, context):
            raw += (item for rule_id in rule_ids for item in _said(rules.get(rule_id), context))
    if context.card and "cardwright:" in context.card.text:
        from . import suppress

        raw = suppress.apply(raw, context, chosen, _said, MAX_PER_RULE)
    if not raw:
        return []
    stamp = _on_card(context.card, origin) if context.card else _on_file(origin)
    found = {stamp(*item) for item in _without_unfilled(raw, context)}
    return sorted(found, key=lambda f: (f.line, f.column, findings.LEVELS.index(f.level), f.rule, f.message))


def _said(rule: rules.Rule, context: Context):
    """What a rule says, as (where, rule, level, message, fix)."""
    if rule.needs in context.met:
        level = context.profile.level if rule.level == rules.PROFILE else rule.level
        for where, message, *fix in _first(rule.check(context)):
            yield where, rule, level, message, fix[0] if fix else None


def _first(said):
    """What a rule says, up to MAX_PER_RULE; the last one tells that there is more."""
    first = list(islice(said, MAX_PER_RULE + 1))
    if len(first) > MAX_PER_RULE:
        where, message, *_ = first[-1]
        first[-1] = where, f"{message} (only the first {MAX_PER_RULE} of this rule are listed; there are more)"
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


def _on_card(card: Card, origin: source.Source):
    def stamp(where, rule, level, message, fix):
        line, column = card.position(where[0])
        end_line, end_column = card.position(max(where))
        text = card.line_text(line)
        return Finding(origin.path, line, column, end_line, end_column, rule.id, rule.family, level, message, fix, text)

    return stamp


def check_text(text: str | bytes, path: str = "README.md", config=None) -> Report:
    """Check one card given as text or as the bytes of its file.

    `config` is a config.Settings or None for the defaults. `path` only names the card in the findings.
    """
    from .config import Settings

    settings = config or Settings()
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = check_source(source.decode(path, data), settings, rules.chosen(settings.select, settings.ignore))
    return Report(1, tuple(found))


def check_paths(paths, config=None, discover: bool = False, within: str | None = None) -> Report:
    """Check files and the cards found in folders (see discover.find).

    Raises UsageError when a path does not exist and nothing else was given; CardwrightError when there is no card.
    """
    from . import discover as discovery
    from .config import Settings

    settings = config or Settings()
    cards = discovery.find(paths, settings.exclude, discover, within)
    return check_sources(cards, settings, within)


def check_sources(origins, settings, within: str | None = None) -> Report:
    """Check an iterable of source.Source; what settings.baseline knows is left out."""
    chosen = rules.chosen(settings.select, settings.ignore)
    known = None
    if settings.baseline:
        from . import baseline

        known = baseline.load(settings.baseline, within)
    files, found = 0, []
    for origin in origins:
        files += 1
        said = check_source(origin, settings, chosen)
        found.extend(known.new(origin.path, said) if known else said)
    return Report(files, tuple(found), known and known.tally({rule for ids in chosen.values() for rule in ids}))
