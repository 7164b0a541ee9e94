"""One audit, from what was named to the files in its folder."""

from __future__ import annotations

import os
from collections import namedtuple

from .. import engines, output
from ..errors import CardwrightError, UsageError
from ..reporters import valid_unicode
from . import merging, page, reading, summary, work
from .parts import Part
from .store import Store, complaining

Asked = namedtuple("Asked", "sources wanted folder settings limit engine jobs address since", defaults=(None,))
Asked.__doc__ = (
    """An audit as it is asked for: sources is what was named here; wanted a names.Wanted; the rest as the options have it."""
)

Done = namedtuple("Done", "summary tally undone repeated")
Done.__doc__ = """An audit that is done.

summary   the content of summary.json; tally: what it comes from
undone    how many things could not be read or checked
repeated  whether the earlier audit was made in another way, so that nothing of it was taken over
"""


def audited(asked: Asked, meter, fetched=None) -> Done:
    """Check everything, and write what it comes to.

    meter    makes a meter.Meter of how many cards there are, about
    fetched  reading.hub.Fetched, where repositories on the Hub were asked for
    """
    planned, problems = _planned(asked, fetched)
    if not planned and not problems:
        raise CardwrightError("there is no card to audit", "name a dump, a folder of repositories or of *.md, --ids or --org")
    job = work.Job(asked.settings, asked.limit)
    store = Store(asked.folder, job)
    try:
        index = store.since(asked.since) if asked.since else None
        lost = _checked(planned, store, job._replace(since=index), asked, meter)
        problems += [(part.source, f"about {part.cards:,} cards were not checked: {why}") for part, why in lost]
        without = {part.key for part, _ in lost}
        kept = [part for part in planned if part.key not in without]
        tally, doubled = store.merge(kept)
        problems += tally.problems
        tally.problems = problems + doubled
        content = summary.told(tally, asked.settings.profile, _named(asked, fetched))
        _write(asked.folder, content)
        store.tidy(kept, problems)
    finally:
        store.close()
    return Done(content, tally, len(problems), bool(asked.since) and index is None)


def joined(folders, folder: str) -> Done:
    """Audits of shares of the cards put together to one, in the order they are named in."""
    if len({merging.made_by(each) for each in folders}) > 1:
        raise UsageError("the audits were made with different settings, policies or versions", "make them all alike")
    told = [page.read(each) for each in folders]
    with complaining(folder):
        os.makedirs(folder, exist_ok=True)
    tally, doubled = merging.merged(folder, merging.made_by(folders[0]), [merging.tables(each) for each in folders])
    problems = [(each["source"], each["what"]) for one in told for each in one["problems"] if each["source"]]
    tally.problems = problems + doubled
    content = summary.told(tally, told[0]["profile"], dict.fromkeys(source for one in told for source in one["sources"]))
    _write(folder, content)
    return Done(content, tally, len(problems), False)


def _write(folder: str, content: dict) -> None:
    with output.File(os.path.join(folder, "summary.json")) as file:
        file.write(summary.text(content))
    with complaining(folder):
        page.written(folder)


def _planned(asked: Asked, fetched):
    """(Parts, problems), each Part once."""
    found, problems = {part.key: part for part in fetched.parts} if fetched else {}, list(fetched.problems) if fetched else []
    for each in reading.planned(asked.sources, asked.wanted):
        if isinstance(each, Part):
            found.setdefault(each.key, each)
        else:
            problems.append(tuple(map(valid_unicode, each)))
    return list(found.values()), problems


def _named(asked: Asked, fetched) -> list[str]:
    return [valid_unicode(source) for source in (*asked.sources, *((fetched.address,) if fetched else ()))]


def _checked(planned, store: Store, job, asked: Asked, meter) -> list:
    """Check the parts that are not done; (part, why) of those that cannot be."""
    waiting = [part for part in planned if not store.done(part)]
    if not waiting:
        return []
    lost = []
    total = sum(part.cards for part in planned)
    with engines.engine(asked.engine, asked.jobs, asked.address) as engine, meter(total) as progress:
        progress.add(total - sum(part.cards for part in waiting))
        for number, outcome in engine.map(work.checked, ((part, job) for part in waiting)):
            part = waiting[number]
            if isinstance(outcome, engines.Lost):
                lost.append((part, outcome.why))
            else:
                store.keep(part, outcome)
            progress.add(part.cards)
    return lost


def agree(folder: str, others) -> None:
    """Raise UsageError where an audit would overwrite one that it is compared with or put together from."""
    for each in others:
        if os.path.realpath(each) == os.path.realpath(folder):
            raise UsageError(f"{each} is read, and --output names the same folder", "write the new audit beside it")
