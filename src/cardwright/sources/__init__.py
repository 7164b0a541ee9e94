"""What the files that a training run leaves behind say, as facts. One module a format; none runs a model or asks the network.

    jsonfiles.py   JSON that may be anything, and values picked from it by dotted paths
    hubids.py      ids on the Hub, and paths that only look like some
    wording.py     what people call a metric that a program calls letter_count_accuracy
    measured.py    rows of results
    lists.py       lists that several files add to; secrets and what is nested too deeply are left out here

A reader has `read(files)`, which yields each Fact and Note of a folder. Where a file of its format can be named, it also has
`fits(content)`, whether a mapping has its shape, and `told(content, file)`. Only keys that a row lists are ever looked at.
"""

from __future__ import annotations

from itertools import chain

from . import (
    adapter,
    capstonefacts,
    comparison,
    evalresults,
    evidencefile,
    generationconfig,
    hubconfig,
    jsonfiles,
    licensefile,
    lists,
    lmeval,
    quantrecord,
    tensors,
    tokenizer,
    trackedrun,
    trainerfiles,
    trainerstate,
    trainingconfig,
    variantof,
    wandbsummary,
)

# Later wins: the model's files, records of the training from plans to what came out, results from running to final.
READERS = (
    hubconfig, generationconfig, tokenizer, tensors, quantrecord, variantof, licensefile, trackedrun, trainingconfig, adapter,
    trainerstate, trainerfiles, wandbsummary, comparison, capstonefacts, lmeval, evidencefile, evalresults,
)  # fmt: skip

# The first whose shape fits: what is told by more distinctive keys stands before what is told by fewer.
NAMEABLE = (
    adapter, trainerstate, trackedrun, comparison, lmeval, evidencefile, quantrecord, wandbsummary, trainerfiles, capstonefacts,
    generationconfig, hubconfig, trainingconfig,
)  # fmt: skip


def read(files):
    """Every Fact and Note of a folder's files, later ones winning; a list that several files add to is one Fact."""
    return lists.gathered(chain.from_iterable(reader.read(files) for reader in READERS))


def recognise(path: str, within: str | None = None) -> list | None:
    """Every Fact and Note of one file of a known format, whatever it is called; None when its format is not known."""
    if path.endswith((".yaml", ".yml")):
        found = evalresults.in_file(path, within)
        return None if found is None else list(lists.gathered(found))
    content, problem = jsonfiles.parsed(path, within)
    reader = None if problem or jsonfiles.is_plain(content) else next((each for each in NAMEABLE if each.fits(content)), None)
    return list(lists.gathered(reader.told(content, path))) if reader else None
