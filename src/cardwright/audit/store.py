"""The folder of an audit: what is done, kept part by part; and the files it all comes to, each written whole or not at all.

    parts/KEY.cards.parquet, parts/KEY.findings.parquet    a part that is done; the cards come last, and with them its tally
    cards.parquet, findings.parquet, summary.json          all of it
    fetched/                                               what came from the Hub, until all is done

A run that was killed left whole parts and nothing else that counts; the next one repeats what is missing. The key of a part
holds everything that its rows depend on, so that no old rows are taken for new ones.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from .. import __version__, doors
from ..errors import CardwrightError
from . import columns, parts, since
from .summary import Tally
from .work import KEY, Job

_ROWS = 20_000  # of a row group
_TEMPORARY = ".cardwright-"
NAMES = ("cards", "findings")
FETCHED = "fetched"


class Store:
    """One folder, held by one run."""

    def __init__(self, folder: str, job: Job) -> None:
        self.folder, self._parts = folder, os.path.join(folder, "parts")
        self.made_by = made_by(job.settings)
        self._suffix = parts.key(self.made_by, job.limit)
        with complaining(folder):
            os.makedirs(self._parts, exist_ok=True)
        self._lock = _locked(os.path.join(self._parts, ".lock"), folder)
        for name in os.listdir(self._parts):
            if name.startswith(_TEMPORARY):  # of a run that was killed
                os.unlink(os.path.join(self._parts, name))

    def close(self) -> None:
        self._lock.close()

    def path(self, part, name: str) -> str:
        """Where one of the two files of a part stands."""
        return os.path.join(self._parts, f"{parts.key(part.key, self._suffix)}.{name}.parquet")

    def done(self, part) -> bool:
        return all(os.path.exists(self.path(part, name)) for name in NAMES)

    def keep(self, part, result) -> None:
        """Write down a part that is done."""
        for name in reversed(NAMES):
            with whole(self.path(part, name)) as file:
                file.write(getattr(result, name))

    def since(self, folder: str) -> since.Index | None:
        """The Index of an earlier audit that was made in the same way; None where it was not."""
        if _made_by(folder) != self.made_by:
            return None
        path = os.path.join(self._parts, "since.arrow")
        with complaining(path):
            return since.indexed(folder, path)

    def merge(self, planned) -> tuple[Tally, list]:
        """Write cards.parquet and findings.parquet from the parts that are done; (what they add up to, ids told twice)."""
        tally, seen = Tally(), Twice()
        for name in reversed(NAMES):
            with whole(os.path.join(self.folder, f"{name}.parquet")) as file:
                merged = _Merged(file, getattr(columns, name.upper()), {KEY: self.made_by})
                for part in planned:
                    table, metadata = _table(self.path(part, name))
                    merged.add(table)
                    if name == "cards":
                        tally.join(Tally.read(metadata[KEY]))
                        seen.look(table)
                merged.close()
        return tally, seen.told(os.path.join(self.folder, "cards.parquet"))

    def tidy(self, planned, problems) -> None:
        """Remove the parts of other runs, and what was fetched from the Hub where nothing of it must be tried again."""
        if not problems:
            import shutil

            shutil.rmtree(os.path.join(self.folder, FETCHED), ignore_errors=True)
        kept = {os.path.basename(self.path(part, name)) for part in planned for name in NAMES} | {".lock"}
        for name in os.listdir(self._parts):
            if name not in kept:
                os.unlink(os.path.join(self._parts, name))


def made_by(settings) -> str:
    """What tells settings, policy and version apart: findings of one are none of another."""
    policy = settings.policy
    valid = policy and [one.until >= policy.today for one in policy.exemptions]
    return parts.key(settings._replace(policy=None), policy and (policy.digest, policy.path, valid), __version__)


class Twice:
    """Ids that stand more than once, found in two looks so that millions of them take no memory: bits first, then names."""

    _BITS = 27

    def __init__(self) -> None:
        self._bits, self._maybe = bytearray(1 << (self._BITS - 3)), set()

    def look(self, table) -> None:
        """Note the ids of a table of cards."""
        for name in table.column("id").to_pylist():
            byte, bit = divmod(hash(name) & ((1 << self._BITS) - 1), 8)
            if self._bits[byte] >> bit & 1:
                self._maybe.add(name)
            self._bits[byte] |= 1 << bit

    def told(self, path: str) -> list:
        """One problem for all of them, or none."""
        counts: dict = {}
        if self._maybe:
            with doors.parquet().ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS, columns=["id"], use_threads=False):
                    for name in batch.column(0).to_pylist():
                        if name in self._maybe:
                            counts[name] = counts.get(name, 0) + 1
        several = [(name, count) for name, count in counts.items() if count > 1]
        if not several:
            return []
        (name, count), ids = several[0], f"{len(several):,} ids stand" if len(several) > 1 else "1 id stands"
        return [("", f"{ids} more than once ({name}: {count} times); every card has its row")]


class _Merged:
    """A table put together from those of the parts. Its rows alone say where a row group ends, not the parts they came in."""

    def __init__(self, file, listed, metadata: dict) -> None:
        self._pa = doors.arrow()
        few = [column.name for column in listed if column.name in columns.FEW]
        self._schema = columns.schema(listed).with_metadata(metadata)
        self._writer = doors.parquet().ParquetWriter(file, self._schema, compression="zstd", use_dictionary=few)
        self._waiting, self._rows = [], 0

    def add(self, table) -> None:
        self._waiting.append(table.replace_schema_metadata(None))
        self._rows += table.num_rows
        if self._rows >= _ROWS:
            self._flush(self._rows - self._rows % _ROWS)

    def _flush(self, rows: int) -> None:
        table = self._pa.concat_tables(self._waiting).combine_chunks()
        for first in range(0, rows, _ROWS):
            piece = table.slice(first, min(_ROWS, rows - first))
            self._writer.write_table(self._pa.Table.from_arrays(piece.columns, schema=self._schema), row_group_size=_ROWS)
        self._waiting, self._rows = [table.slice(rows)], self._rows - rows

    def close(self) -> None:
        if self._rows:
            self._flush(self._rows)
        self._writer.close()


def _table(path: str):
    """(table, metadata) of a part's file."""
    with doors.parquet().ParquetFile(path) as file:
        return file.read(use_threads=False), file.metadata.metadata


def _made_by(folder: str) -> str:
    """What the cards of an audit were checked with. Raises CardwrightError where it is no audit."""
    path = os.path.join(folder, "cards.parquet")
    try:
        with doors.parquet().ParquetFile(path) as file:
            return file.metadata.metadata.get(KEY, b"").decode()
    except FileNotFoundError:
        raise CardwrightError(f"{folder}: no audit in it", "name the folder that --output of an earlier one named") from None
    except Exception as error:  # Arrow raises several for what a broken file holds
        raise CardwrightError(f"{path}: cannot be read: {' '.join(str(error).split())[:200]}") from None


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


@contextmanager
def whole(path: str):
    """A binary file that comes to its place when the block ends without an error, and leaves no trace otherwise."""
    import tempfile

    with complaining(path):
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=_TEMPORARY)
        try:
            with open(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())  # else a crash may leave the new name on an empty file
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise


@contextmanager
def complaining(path: str):
    """Failures to write a file, as one line."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error) or "unknown reason").lower()
        raise CardwrightError(
            f"{path}: cannot be written: {reason}", "what is done is kept: the same command goes on from there"
        ) from None
