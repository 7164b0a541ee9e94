"""What a policy does with a card's findings: it keeps those that it holds, and lets pass those that it exempts for now."""

from __future__ import annotations

import os
from collections import Counter

from .. import rules
from . import ownrules
from .reading import of

EXPIRED = "exemption-expired"


class Found(list):
    """A card's findings, and what became of the policy's exemptions.

    exempt  the numbers of exemptions, one for each finding that was left out
    met     the numbers of those that are about this card
    """

    exempt: tuple = ()
    met: tuple = ()

    def told(self, findings):
        """The same with other findings in it."""
        found = Found(findings)
        found.exempt, found.met = self.exempt, self.met
        return found


def judged(spoken, left, context, path: str, chosen, said) -> Found:
    """What a policy leaves of a card's raw findings (as check.py has them).

    spoken  what the rules said; left: what the card's own comments leave of that; said(rule, context): a rule's findings
    """
    policy = context.settings.policy
    raw = [_loud(item) for item in (*left, *_kept(spoken, left, policy.held))]
    if not policy.exemptions:
        return Found(raw)
    names = _names(path, policy.base, context.settings.repo)
    met = [number for number, one in enumerate(policy.exemptions) if _matches(names, one.card)]
    valid = [number for number in met if policy.exemptions[number].until >= policy.today]
    found = _exempted(raw, valid, policy)
    found.met = tuple(met)
    if len(valid) < len(met) and EXPIRED in chosen.get("afterwards", ()):
        late = [policy.exemptions[number] for number in met if number not in valid]
        unasked = _exempted(_unasked(late, context, chosen, said), valid, policy)
        context.expired = list(_expired(late, [*found, *unasked]))
        found += said(rules.get(EXPIRED), context)
    return found


def _loud(item):
    """A finding; where a rule itself went wrong, an error."""
    where, rule, level, message, fix = item
    return (where, rule, "error", str(message), fix) if type(message) is ownrules.Failed else item


def _kept(spoken, left, held):
    """The findings that a comment would leave out although the policy holds their rule."""
    if spoken is left:
        return
    there = set(map(id, left))
    for item in spoken:
        if item[1].id in held and id(item) not in there:
            where, rule, level, message, fix = item
            yield where, rule, level, type(message)(f"{message} (the policy holds this: no comment leaves it out)"), fix


def _names(path: str, base: str, repo: str | None) -> set[str]:
    """What a card may be called in an exemption: its path as given and from the policy's base, and its repository's id."""
    plain = path.replace(os.sep, "/")
    names = {plain, plain.removeprefix("./")} | ({repo} if repo else set())
    if not path.startswith("<"):
        try:
            names.add(os.path.relpath(os.path.abspath(path), base).replace(os.sep, "/"))
        except ValueError:  # another drive
            pass
    return names


def _matches(names, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return any(fnmatchcase(name, pattern) for name in names)


def _exempted(raw, valid, policy) -> Found:
    """The findings that no exemption lets pass."""
    found, used = Found(), []
    for item in raw:
        number = next((number for number in valid if item[1].id in policy.exemptions[number].rules), None)
        if number is None:
            found.append(item)
        else:
            used.append(number)
    found.exempt = tuple(used)
    return found


def _unasked(late, context, chosen, said) -> list:
    """What the rules of expired exemptions say that this run does not ask for, but for those that it ignores."""
    asked = {rule_id for ids in chosen.values() for rule_id in ids} | of(context.settings.ignore)
    names = sorted({rule_id for one in late for rule_id in one.rules} - asked)
    return [item for rule_id in names for item in said(rules.get(rule_id), context)]


def _expired(late, raw):
    """(where, rule, exemption) of the first finding that each expired exemption let pass."""
    for one in late:
        if item := next((item for item in raw if item[1].id in one.rules), None):
            yield item[0], item[1].id, one


class Tally:
    """What came of a policy's exemptions in a run."""

    def __init__(self, policy) -> None:
        self.policy, self.used, self.met = policy, Counter(), set()

    def counted(self, cards):
        """The (path, findings) of cards as they come, counted."""
        for path, found in cards:
            if isinstance(found, Found):
                self.used.update(found.exempt)
                self.met.update(found.met)
            yield path, found

    def told(self, select) -> str:
        """Lines about it: how many findings may pass, and which exemptions have become needless (not where `select` narrows)."""
        from ..findings import printable
        from ..reporters import quantity

        listed, text = self.policy.exemptions, ""
        if self.used:
            first = min(listed[number].until for number in self.used)
            text = f"policy: {quantity(sum(self.used.values()), 'finding')} exempt, the first until {first}\n"
        for number in sorted(self.met - set(self.used)) if not select else ():
            what = f"`exemption[{number}]` of {self.policy.path}"
            text += f"policy: {printable(what)} lets nothing pass in these cards; is it still needed?\n"
        return text
