"""The folder of an audit: what is done, kept part by part; and the files it all comes to, each written whole or not at all.

    parts/KEY.cards.parquet, parts/KEY.findings.parquet    a part that is done; the cards come last, and with them its tally
    cards.parquet, findings.parquet, summary.json          all of it
    fetched/                                               what came from the Hub, until all is done

A run that was killed left whole parts and nothing else that counts; the next one repeats what is missing. The key of a part
holds everything that its rows depend on, so that no old rows are taken for new ones.
"""

from __future__ import annotations

import os

from .. import __version__
from ..errors import CardwrightError
from . import merging, parts, since
from .summary import Tally
from .work import Job
from .writing import TEMPORARY, complaining, whole

FETCHED = "fetched"


class Store:
    """One folder, held by one run."""

    def __init__(self, folder: str, job: Job) -> None:
        self.folder, self._parts = folder, os.path.join(folder, "parts")
        self.made_by = made_by(job.settings)
        self._by_id = bool(job.settings.policy and job.settings.policy.exemptions)
        self._suffix = parts.key(self.made_by, job.limit)
        with complaining(folder):
            os.makedirs(self._parts, exist_ok=True)
        self._lock = _locked(os.path.join(self._parts, ".lock"), folder)
        for name in os.listdir(self._parts):
            if name.startswith(TEMPORARY):  # of a run that was killed
                os.unlink(os.path.join(self._parts, name))

    def close(self) -> None:
        self._lock.close()

    def path(self, part, name: str) -> str:
        """Where one of the two files of a part stands."""
        return os.path.join(self._parts, f"{parts.key(part.key, self._suffix)}.{name}.parquet")

    def done(self, part) -> bool:
        return all(os.path.exists(self.path(part, name)) for name in merging.NAMES)

    def keep(self, part, result) -> None:
        """Write down a part that is done."""
        for name in reversed(merging.NAMES):
            with whole(self.path(part, name)) as file:
                file.write(getattr(result, name))

    def since(self, folder: str) -> since.Index | None:
        """The Index of an earlier audit that was made in the same way; None where it was not."""
        if merging.made_by(folder) != self.made_by:
            return None
        path = os.path.join(self._parts, "since.arrow")
        with complaining(path):
            return since.indexed(folder, path, self._by_id)

    def merge(self, planned) -> tuple[Tally, list]:
        """Write cards.parquet and findings.parquet from the parts that are done; (what they add up to, ids told twice)."""
        return merging.merged(
            self.folder, self.made_by, [{name: self.path(part, name) for name in merging.NAMES} for part in planned]
        )

    def tidy(self, planned, problems) -> None:
        """Remove the parts of other runs, and what was fetched from the Hub where nothing of it must be tried again."""
        if not problems:
            import shutil

            shutil.rmtree(os.path.join(self.folder, FETCHED), ignore_errors=True)
        kept = {os.path.basename(self.path(part, name)) for part in planned for name in merging.NAMES} | {".lock"}
        for name in os.listdir(self._parts):
            if name not in kept:
                os.unlink(os.path.join(self._parts, name))


def made_by(settings) -> str:
    """What tells settings, policy and version apart: findings of one are none of another."""
    policy = settings.policy
    valid = policy and [one.until >= policy.today for one in policy.exemptions]
    return parts.key(settings._replace(policy=None), policy and (policy.digest, policy.path, valid), __version__)


def _locked(path: str, folder: str):
    """A file that this run alone holds; the system lets go of it when the run ends, however it does."""
    with complaining(path):
        file = open(path, "w")
    try:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this process: no worker inherits it
    except ImportError:  # Windows
        pass
    except OSError:
        file.close()
        raise CardwrightError(f"{folder}: another audit is writing there", "wait for it, or name another --output") from None
    return file
