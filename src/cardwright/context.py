"""What a rule may ask about the card at hand, worked out on first use and shared by the rules."""

from __future__ import annotations

from . import rules, schema, source
from .card import Card
from .lazy import cached

MAX_PER_RULE = 1000  # findings of one rule in one card: bounds what a hostile card can cost; a template of blanks has hundreds


class Context:
    """What a rule may ask: the card, the profile and settings in force, and work that several rules share.

    It never holds the path or the output format. `card` is None when the file could not be read as text.
    """

    def __init__(self, origin: source.Source, settings, most: int = MAX_PER_RULE) -> None:
        self.most = most
        self.problem, self.problem_detail = origin.problem, origin.detail
        self.card = None if origin.text is None else Card(origin.text)
        self.settings = settings
        self._folder = origin.folder
        self.idle = ()  # (suppression, its names) that silenced nothing; known once the other rules have spoken

    @cached
    def files(self):
        """The files around the card as files.Files; a folder without any when the card did not come from a file."""
        from .files import Files

        return Files(self._folder)

    @cached
    def weights(self):
        """What the weights beside the card say of themselves, as weights.Weights."""
        from .repository import weights

        return weights.look(self.files)

    @property
    def lower(self) -> str:
        """The card's text in lower case."""
        return self.card.lower if self.card else ""

    @cached
    def hidden(self) -> list:
        """The card's invisible characters, as invisible.find gives them."""
        from .characters import invisible

        return invisible.find(self.card)

    @cached
    def profile(self):
        """The sections.Profile in force."""
        from . import sections

        return sections.profile(self.settings)

    @cached
    def outline(self):
        """The card's sections against the profile's, as outline.Outline."""
        from . import outline

        return outline.Outline(self.card, self.profile)

    @cached
    def doubts(self):
        """Which rules about sections may have something to say, as outline.Doubts."""
        from . import outline

        return outline.doubts(self.card, self.profile)

    @cached
    def results_doubtful(self) -> bool:
        """Whether the model-index is anything but ordinary."""
        from . import modelindex

        return not modelindex.ordinary(self.card)

    @cached
    def violations(self) -> list[schema.Violation]:
        """What the metadata breaks in schemas/model-card.schema.json."""
        return schema.violations(self.card.metadata, schema.MODEL_CARD)

    def broken(self, rule: str) -> list[schema.Violation]:
        """The schema violations that a rule reports."""
        return [violation for violation in self.violations if violation.rule == rule]

    @cached
    def tables(self) -> tuple:
        """The pipe tables of the card's text, as tables.Table; cheap on a card without any."""
        if self.card is None or "|" not in self.card.text:
            return ()
        from . import tables

        return tables.find(self.card.body)

    @cached
    def column_roles(self) -> frozenset[str]:
        """What the tables' columns are for, as columns.role calls it."""
        if not self.tables:
            return frozenset()
        from .claims import columns

        return columns.find(self.tables)

    @cached
    def suppressions(self) -> tuple:
        """The comments that leave findings out, as suppress.Suppression."""
        from . import suppress

        return suppress.find(self.card)

    @cached
    def placeholders(self) -> tuple:
        """Every unfilled place of the card, as placeholders.Placeholder."""
        from . import placeholders

        return placeholders.find(self.card)

    @cached
    def notebook(self):
        """The card's Python fences as snippets.notebook.Notebook."""
        from .snippets import notebook

        return notebook.read(self.card)

    @cached
    def loads(self) -> list:
        """What the card's Python loads by name, as snippets.loads.Load."""
        from .snippets import loads

        return loads.find(self.notebook)

    @cached
    def links(self) -> tuple:
        """Every link of the body, as links.Link."""
        from .linking import links

        return links.find(self.card)

    @cached
    def link_signs(self) -> set[str]:
        """What kinds of links the card may hold (linksigns.py)."""
        if "]" not in self.card.text and self.card.words.isdisjoint((b"src", b"href", b"huggingface", b"hf")):
            return set()
        from .screen import linksigns

        return linksigns.find(self.card.text, self.lower, self.card.words)

    @cached
    def online(self) -> list:
        """What the Hub says about the card, as (rule, where, message); nothing unless it is to be asked."""
        if not self.settings.online or self.card is None:
            return []
        from .hub import online

        return online.ask(self.card, online.shared(self.settings).online)

    def told_online(self, rule: str) -> list:
        """(where, message) of what the Hub says that a rule reports."""
        return [(where, message) for name, where, message in self.online if name == rule]

    @cached
    def met(self) -> frozenset[str]:
        """What rules may need and this file has."""
        if self.card is None or not self.card.text or self.card.text.isspace():
            return frozenset((rules.FILE,))
        found = {rules.FILE, rules.TEXT}
        if self.card.front.state == "found":
            found.add(rules.BLOCK)
            if self.card.plain is not None or self.card.root is not None:
                found.add(rules.METADATA)
        return frozenset(found)
