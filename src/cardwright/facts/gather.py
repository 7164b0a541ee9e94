"""All that is known of a model: every source in its order, the later ones winning and saying so."""

from __future__ import annotations

from itertools import chain

from .. import sources
from . import Fact, Facts, Note, author, conflicts, derived, typed


def gather(files, flags=None, settings=(), more=(), environment=None) -> Facts:
    """The Facts of a folder.

    files        files.Files of the model's folder
    flags        name -> text, as the command line has them; settings: the texts of --set
    more         paths of further files, of any format a source reads, or of facts by their names
    environment  a mapping in place of os.environ

    Later wins: the model's files, records of the training, results, card.yaml, `more`, environment, flags, --set. Raises
    UsageError where something a person wrote cannot be.
    """
    name = author.beside(files)
    own = author.in_file(files.path(name), files.within) if name else ()
    told = chain(
        _typed(sources.read(files)),
        author.facts(_shown_as(own, name)),
        *(_further(path, files.within) for path in more),
        author.facts(author.in_environment(environment)),
        author.facts(author.in_flags(flags or {}, settings)),
    )
    return conflicts.noted(derived.added(_settled(told), files))


def _shown_as(said, name: str | None):
    """What a file in the folder says, under its name there: the same card from wherever the command runs."""
    return (one._replace(file=name) for one in said)


def _further(path: str, within):
    """What a file that is named says: in a format of ours, or facts by their names."""
    found = sources.recognise(path, within)
    return author.facts(author.in_file(path, within)) if found is None else _typed(found)


def _typed(told):
    """Facts with values of their type; what a file holds that its fact cannot have becomes a Note, for nobody wrote it."""
    for one in told:
        if isinstance(one, Note):
            yield one
            continue
        try:
            value = typed.value(one.name, one.value)
        except (typed.Invalid, typed.Blank) as why:
            yield Note(one.file, f"{one.key or one.name}: {why}; it is left out")
            continue
        if value is not None:
            yield one._replace(value=value)


def _settled(told) -> Facts:
    known: dict[str, Fact] = {}
    replaced, notes = [], []
    for one in told:
        if isinstance(one, Note):
            notes.append(one)
            continue
        before = known.get(one.name)
        if before is not None and before.value != one.value:
            replaced.append((before, one))
        known[one.name] = one
    return Facts(known, tuple(replaced), tuple(dict.fromkeys(notes)))
