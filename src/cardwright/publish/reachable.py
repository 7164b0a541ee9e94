"""Whether what cards name is there for everybody: base models, datasets, and what they link to. Asked without a token."""

from __future__ import annotations

import re

from .. import ids, source
from ..card import Card
from ..hub import hubclient, online
from ..linking import links

_SECONDS = 60.0  # for all of it
_MOST = 200  # pages that are asked for
_REPOSITORY = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(datasets/)?([\w.-]+/[\w.-]+)(?:[/?#]|\Z)")


def told(paths: list[str], repo: str):
    """(what, whether it is there or None where nobody answered, in words) of each kind of thing that the cards name."""
    hub = hubclient.Hub(seconds=_SECONDS)
    cards = [Card(origin.text) for origin in map(source.read, paths) if origin.text]
    for what, key, kind in (("base models", "base_model", "models"), ("datasets", "datasets", "datasets")):
        names = dict.fromkeys(value for card in cards for _, value in card.texts(key) if online.is_id(value) and value != repo)
        if names:
            yield _step(what, {name: (hub.repository(kind, name), online.is_there) for name in names}, hub)
    pages = dict.fromkeys(link.target for card in cards for link in links.find(card) if _is_page(link.target, repo))
    if pages:
        yield _step("links", {page: _question(page, hub) for page in list(pages)[:_MOST]}, hub)


def _is_page(target: str, repo: str) -> bool:
    """Whether a link leads to a page of the web; this repository's own may be private, and was downloaded anyway."""
    web = target.startswith(("http://", "https://")) and target.isascii() and target.isprintable()
    return web and not (_named(target) or ("", ""))[1] == repo


def _named(target: str) -> tuple[str, str] | None:
    """("models" or "datasets", the id) of a page of the Hub's that is of a repository."""
    match = _REPOSITORY.match(target)
    if not match:
        return None
    kind = "datasets" if match[1] else "models"
    whole = f"https://huggingface.co/{match[1] or ''}{match[2]}"
    return (kind, match[2]) if ids.of_address(whole, kind.removesuffix("s")) else None


def _question(page: str, hub) -> tuple:
    """What to ask about a link, and how to judge the answer. A repository's page is asked for as what it is a page of."""
    named = _named(page)
    return (hub.repository(*named), online.is_there) if named else (hub.page(page), online.is_reached)


def _step(what: str, questions: dict, hub) -> tuple:
    answers = dict(zip(questions, hub.ask([question for question, _ in questions.values()])))
    verdicts = {name: judge(answers[name]) for name, (_, judge) in questions.items()}
    gone = [name for name, good in verdicts.items() if good is False]
    silent = [name for name, good in verdicts.items() if good is None]
    if gone:
        return what, False, f"not there for a visitor without a login: {', '.join(gone[:5])}"
    if silent:
        why = answers[silent[0]].problem or "no answer that counts"
        return what, None, f"{len(silent)} of {len(verdicts)} could not be asked about, such as {silent[0]}: {why}"
    return what, True, f"{len(verdicts)} named, and there for everybody"
