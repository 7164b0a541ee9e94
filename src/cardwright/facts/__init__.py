"""What a card is rendered from: facts, each with its value and where that came from.

declared.py   the facts there are (schemas/facts.schema.json)
typed.py      a value as it was written -> a value of the fact's type, or why it is none
author.py     card.yaml, environment variables, flags and --set
gather.py     all sources in their order -> Facts
derived.py    facts worked out from others
conflicts.py  facts that cannot both be true
"""

from __future__ import annotations

from collections import namedtuple

Fact = namedtuple("Fact", "name value file key", defaults=("",))
Fact.__doc__ = """One thing that is known.

name   a property of schemas/facts.schema.json
value  of that property's type
file   what told it: a file's name, "--set", "environment", "worked out" ...
key    where in it, such as "training.lora_r"; for what is worked out, from what
"""

Note = namedtuple("Note", "file text")
Note.__doc__ = "What a source could not make a fact of, and why."

Facts = namedtuple("Facts", "known replaced notes")
Facts.__doc__ = """All that is known of one model. Immutable.

known     name -> Fact
replaced  (Fact, Fact) pairs: what an earlier source said, and the one that came later and won
notes     tuple of Note
"""


def value(facts: Facts, name: str, default=None):
    """The value of a fact, or `default` where it is not known."""
    return facts.known[name].value if name in facts.known else default


def origin(fact: Fact) -> str:
    """Where a fact came from, in words."""
    return f"{fact.file}, {fact.key}" if fact.key else fact.file


Facts.get = value
