"""`cardwright verify`: what is on the Hub, downloaded anew, compared, read and loaded."""

from __future__ import annotations

import json
import tempfile

from .. import errors
from ..hub import download
from ..publish import failures, remote, verify

_MARKS = {True: "ok", False: "WRONG", None: "?"}


def run(asked, console) -> int:
    download.checked(asked.repo)
    steps = []
    with failures.in_words(asked.repo), tempfile.TemporaryDirectory(prefix="cardwright-") as cache:
        hub = remote.Hub(asked.repo, console.watched)
        console.err(f"{asked.repo}@{asked.revision}: downloading\n")
        folder = verify.downloaded(asked.repo, asked.revision, cache)
        for step in verify.looked(asked.repo, asked.revision, folder, hub, not asked.no_load):
            steps.append(step._replace(detail=step.detail.replace(folder + "/", "").replace(folder, "its folder")))
            if asked.format == "text":
                console.out(f"{_MARKS[step.good]:5}  {steps[-1].what}: {steps[-1].detail}\n")
    if asked.format == "json":
        console.out(
            json.dumps({"repo": asked.repo, "revision": asked.revision, "steps": [step._asdict() for step in steps]}, indent=1)
            + "\n"
        )
    return errors.FINDINGS if any(step.good is False for step in steps) else errors.CLEAN
