"""The policy of an organisation: one file that says what every card of its must keep to, whatever the project's own settings.

A policy may stand in a file (policy.toml) or in the table `policy` of a project's configuration; schemas/policy.schema.json
holds its keys. loading.py and reading.py read it, merging.py says what becomes of a project's own settings, phrases.py and
ownrules.py look at cards, enforce.py at what was found in them.
"""

from __future__ import annotations

from collections import namedtuple

_FIELDS = "path licenses phrases held exemptions today code module base digest"


class Policy(namedtuple("Policy", _FIELDS)):
    """A policy in force, immutable; it travels to other processes and machines whole, the code of its rules included.

    path        the file, as messages name it
    licenses    a frozenset of the ids that are allowed, or None
    phrases     a tuple of (phrase, reason)
    held        a frozenset of the rules that neither the project's settings nor comments nor a baseline leave out
    exemptions  a tuple of Exemption
    today       the day of the run, as 2026-01-31
    code        the text of the module of own rules, or None
    module      the path of that module, as messages name it
    base        the folder that the paths of exemptions start from, absolute
    digest      what tells this policy from any other
    """

    __slots__ = ()

    def __reduce__(self):
        return _arrived, tuple(self)


def _arrived(*fields) -> Policy:
    """A policy in the process that it was sent to, its own rules known there."""
    policy = Policy(*fields)
    if policy.code is not None:
        from . import ownrules

        ownrules.enlist(policy.digest, ownrules.read(policy.code, policy.module))
    return policy


Exemption = namedtuple("Exemption", "card rules reason until")
Exemption.__doc__ = """Findings that the policy lets pass for a while.

card    a glob of paths or repository ids
rules   a frozenset of rule ids
reason  why, in words
until   the last day, as 2026-01-31
"""
