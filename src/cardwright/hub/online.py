"""What the Hub itself says about a card (`--online`): its own validator, and whether what the card names is there.

Nothing but the card's text and the ids it names is sent, and never a token. An answer that does not come, or is none, is a
note and never an error.
"""

from __future__ import annotations

import json
import re
from functools import partial

_ID = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}(?:/[A-Za-z0-9_][\w.-]{0,95})?\Z", re.ASCII)
_NAMED = re.compile(r"\"([\w.\[\]-]{1,200})\"")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,6})\]")
_MOST = 20  # ids of one key that are asked about, and things the validator says that are shown
REJECTS, WARNS, UNANSWERED, LINK = "hub-rejects", "hub-warns", "hub-unanswered", "license-link-dead"
# metadata key -> (rule, what it names, path of the Hub's interface)
_KEYS = {"base_model": ("base-model-not-found", "model", "models"), "datasets": ("dataset-not-found", "dataset", "datasets")}
RULES = frozenset((REJECTS, WARNS, UNANSWERED, LINK, *(rule for rule, _, _ in _KEYS.values())))


def shared(settings):
    """The settings with one Hub for all cards of a run, when the Hub is to be asked."""
    if settings.online is not True:
        return settings
    from .hubclient import Hub

    return settings._replace(online=Hub())


def ask(card, hub) -> list[tuple[str, tuple[int, int], str]]:
    """(rule, where, message) of everything the Hub objects to."""
    told = [(hub.validation(("\ufeff" if card.bom else "") + card.text), partial(_validated, card))]
    for key, (rule, kind, path) in _KEYS.items():
        named = [(place, value) for place, value in card.texts(key) if is_id(value)][:_MOST]
        told += [(hub.repository(path, value), partial(_found, card, rule, kind, place, value)) for place, value in named]
    link = card.metadata.get("license_link")
    if isinstance(link, str) and link.startswith(("http://", "https://")) and link.isascii() and link.isprintable():
        told.append((hub.page(link), partial(_reached, card, link)))
    answers = hub.ask([question for question, _ in told])
    said = [verdict(answer) for (_, verdict), answer in zip(told, answers)]
    problems = [verdict for verdict in said if isinstance(verdict, str)]
    found = [finding for verdict in said if isinstance(verdict, list) for finding in verdict]
    if problems:
        of = f"{len(problems)} of {len(told)} questions" if len(told) > 1 else "the question"
        found.append((UNANSWERED, card.opening_fence, f"no answer from the Hub to {of} about this card: {problems[0]}"))
    return found


# A verdict is a list of findings, or in words why there is no answer.


def _validated(card, answer):
    try:
        said = json.loads(answer.data) if answer.status in (200, 400) else None
        errors, warnings = said["errors"], said["warnings"] if "warnings" in said else []
        return [
            (rule, _where(card, _path(item)), f"{intro}: {_words(item['message'])}")
            for rule, intro, items in ((REJECTS, "the Hub rejects this", errors), (WARNS, "the Hub warns", warnings))
            for item in items[:_MOST]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return _why(answer, "its validator")


def _found(card, rule: str, kind: str, place, value: str, answer):
    there = is_there(answer)
    if there is not False:
        return [] if there else _why(answer, f"`{value}`")
    doubt = "; to a visitor without a login a private one looks the same" if answer.status == 401 else ""
    return [(rule, card.value_span(place), f"the Hub has no {kind} `{value}` that everybody can see{doubt}")]


def _reached(card, link: str, answer):
    reached = is_reached(answer)
    if reached is False:
        return [(LINK, card.value_span(("license_link",)), f"the licence's page answers {answer.status}: it is not there")]
    return [] if reached else _why(answer, "the licence's page")


def is_id(value: str) -> bool:
    """Whether a text may be asked about as the id of a repository."""
    return bool(_ID.match(value)) and ".." not in value


def is_there(answer) -> bool | None:
    """Whether a repository is there for everybody to see, closed ones too (403); None where there is no answer."""
    if 200 <= answer.status < 300 or answer.status == 403:
        return True
    return False if answer.status in (401, 404, 410) else None


def is_reached(answer) -> bool | None:
    """Whether a page is there; None where there is no answer. Refusals but 404 and 410 are for machines."""
    if answer.status in (404, 410):
        return False
    return True if answer.status and answer.status < 500 and answer.status != 429 else None


def _why(answer, about: str) -> str:
    reason = answer.problem or (f"HTTP {answer.status}" if answer.status not in (200, 400) else "what came is no answer")
    return f"{about}: {reason}"


def _words(message) -> str:
    text = " ".join(str(message).split())
    return text if len(text) <= 300 else text[:299] + "…"


def _path(item) -> tuple:
    """The place an answer of the validator is about: its path, or the name its message begins with."""
    path = item.get("path")
    if isinstance(path, list):
        return tuple(step for step in path[:20] if isinstance(step, (str, int)))
    named = path if isinstance(path, str) else next(iter(_NAMED.findall(str(item["message"])[:400])), "")
    return tuple(int(index) if index else key for key, index in _STEP.findall(named))


def _where(card, path: tuple) -> tuple[int, int]:
    while path:
        key, node = card.key(path), card.node(path)
        if node is not None or key is not None:
            start = (key or node).span[0]
            return start, max(start, (key or node).span[1], (node or key).span[1])
        path = path[:-1]
    return card.opening_fence


def without_known(raw: list, card) -> list:
    """Leave out what the Hub says where a rule of ours has said it: (where, rule, level, message, fix) items."""
    ours = [(where, rule.family, level) for where, rule, level, *_ in raw if rule.id not in RULES]
    return [item for item in raw if item[1].id not in RULES or not _known(item, ours, card)]


def _known(item, ours, card) -> bool:
    where, rule, *_ = item
    if rule.id == UNANSWERED:
        return False
    levels = ("error",) if rule.id == REJECTS else ("error", "warning", "note")
    whole = where == card.opening_fence
    return any(
        level in levels and (family == "front-matter" if whole else there[0] < where[1] and where[0] < there[1])
        for there, family, level in ours
    )
