"""First looks: may a card break what a policy asks for? (conditions.py)"""

from __future__ import annotations


def licence(policy, card) -> bool:
    """Whether the metadata names no licence, or one that may not be allowed."""
    if policy.licenses is None:
        return False
    value = card.metadata.get("license")
    return not value or not all(one in policy.licenses for one in (value if type(value) is list else (value,)))


def phrase(policy, card) -> bool:
    """Whether a forbidden phrase may stand in the card."""
    if not policy.phrases:
        return False
    from . import phrases

    return phrases.may_hold(policy, card)


def own(policy, card) -> bool:
    """Whether the policy has rules of its own: nobody knows when those speak."""
    return policy.code is not None


MAY = {"licenses": licence, "phrases": phrase, "rules": own}
