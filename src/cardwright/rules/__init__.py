"""All rules, in the order they are listed in docs/rules.md. A rule is `<family>/<slug>.py`; tests hold this list complete.

A rule module has
    level      "error", "warning", "note", or PROFILE: as strict as the profile in force
    needs      what must hold before the rule makes sense, so that one root cause gives one finding:
               FILE always · TEXT the file is text · BLOCK front matter was found · METADATA it is a mapping
    check      check(context) yields (where, message); where is a (start, end) pair of offsets in context.card.text
    docstring  its page: what, why, then a Bad and a Good example
The rule's id is its file name with hyphens, its family the name of its folder.
"""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from importlib import import_module

FILE, TEXT, BLOCK, METADATA = "file", "text", "block", "metadata"
PROFILE = "profile"

RULES = (
    # front-matter: can the Hub see and read the metadata?

    # metadata: does the Hub take the values, and do they do anything?
    "metadata/license_unknown",

    # results: model-index

    # sections: what a card must tell, by profile

    # placeholders: what nobody filled in
    "placeholders/template_variable",
    "placeholders/bracket_placeholder",
    "placeholders/angle_placeholder",
    "placeholders/filler_text",
    "placeholders/dummy_value",
    "placeholders/empty_link",
    "placeholders/template_comment",

    # files: can the file be read at all?
    "files/file_unreadable",
    "files/file_not_utf8",
    "files/file_binary",
    "files/file_too_large",
    "files/file_empty",
)

Rule = namedtuple("Rule", "id family level needs check page fixable")


def ids() -> dict[str, str]:
    """Every rule id and its family, without importing any rule."""
    return {_id(name): _family(name) for name in RULES}


def families() -> list[str]:
    """The families in the order of the list."""
    return list(dict.fromkeys(map(_family, RULES)))


def _family(name: str) -> str:
    return name.partition("/")[0].replace("_", "-")


def _id(name: str) -> str:
    return name.partition("/")[2].replace("_", "-")


@lru_cache(maxsize=None)
def get(rule_id: str) -> Rule:
    """The rule of an id. Raises KeyError when there is none."""
    name = {_id(name): name for name in RULES}[rule_id]
    module = import_module(f"{__name__}.{name.replace('/', '.')}")
    return Rule(
        rule_id, _family(name), module.level, module.needs, module.check, module.__doc__, getattr(module, "fixable", False)
    )


def chosen(select=(), ignore=()) -> tuple[Rule, ...]:
    """The rules that `select` and `ignore` (ids or families) leave; all without a selection."""
    named = lambda rule_id, family, names: rule_id in names or family in names
    return tuple(
        get(rule_id)
        for rule_id, family in ids().items()
        if (not select or named(rule_id, family, select)) and not named(rule_id, family, ignore)
    )
