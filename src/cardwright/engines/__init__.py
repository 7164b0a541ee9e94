"""Engines: something that maps a function over tasks, in processes here or on machines elsewhere.

An engine is a context with one method, `map(function, tasks)`. It yields (number of the task, outcome) as they are done, in
whatever order; the outcome is what the function gave, or Lost when its worker died time and again. Whoever calls puts the
outcomes in order: the files of a part are kept under its own name. No engine has a queue or a schedule of ours.

A function must be importable and its tasks small and picklable. It may raise a CardwrightError, which ends the run.
"""

from __future__ import annotations

from collections import namedtuple

from ..errors import UsageError

NAMES = ("local", "ray")
TRIES = 3  # times that a task may kill its worker before it is given up
AHEAD = 2  # tasks a worker that are handed out at a time

Lost = namedtuple("Lost", "why")
Lost.__doc__ = """The outcome of a task that cannot be done."""


def engine(name: str, jobs: int, address: str | None = None):
    """An engine by its name: `jobs` processes; for ray the cluster at an address, or one of its own with so many workers."""
    if name == "ray":
        from .cluster import Ray

        return Ray(jobs, address)
    if address:
        raise UsageError("--address goes with --engine ray")
    from .local import Local

    return Local(jobs)
