"""All that is known of a model: every source in its order, the later ones winning and saying so."""

from __future__ import annotations

import os
from itertools import chain

from .. import sources
from ..files import Files, is_variant
from . import Fact, Facts, Note, author, conflicts, derived, typed


def gather(files, flags=None, settings=(), more=(), environment=None) -> Facts:
    """The Facts of a folder.

    files        files.Files of the model's folder
    flags        name -> text, as the command line has them; settings: the texts of --set
    more         paths of further files, of any format a source reads, or of facts by their names
    environment  a mapping in place of os.environ

    Later wins: the model's files, records of the training, results, for a variant the card.yaml of the model above it, card.yaml,
    `more`, environment, flags, --set. Raises
    UsageError where something a person wrote cannot be.
    """
    told = chain(
        _typed(sources.read(files)),
        _inherited(files),
        author.facts(_own(files)),
        *(_further(path, files.within) for path in more),
        author.facts(author.in_environment(environment)),
        author.facts(author.in_flags(flags or {}, settings)),
    )
    return conflicts.noted(derived.added(_settled(told), files))


def _own(files, folder: str = ""):
    """What the author's file in a folder says, under its name there: the same card from wherever the command runs."""
    place = Files((os.path.join(files.folder, folder), files.within, None)) if folder else files
    name = author.beside(place)
    for one in author.in_file(place.path(name), files.within) if name else ():
        yield one._replace(file=folder + name)


# What an author says of a model that is as true of a quantized variant of it; what was measured is not.
_INHERITED = frozenset(
    """model_name repo_name author_name organization contact license license_name license_link language dataset_name version
    release_date repository_url paper_url demo_url limitations out_of_scope usage_prompts""".split()
)


def _inherited(files):
    """For the folder of a variant: what the author of the model above it says. The variant was made from that model."""
    if not is_variant(files.own_name) or "quantization_config" not in files.config or files.path("../config.json") is None:
        return
    for one in author.facts(_own(files, "../")):
        if isinstance(one, Note) or one.name in _INHERITED:
            yield one
        if one.name == "repo_name":
            yield Fact("base_model", [one.value], one.file, one.key)


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
