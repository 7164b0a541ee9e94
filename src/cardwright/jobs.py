"""Checking many cards: one after the other, or in several processes with the same outcome in the same order."""

from __future__ import annotations

from . import check, discover, rules
from .errors import CardwrightError

_CHUNK = 64  # cards handed to a process at a time
_AHEAD = 4  # chunks a process may be ahead of what is reported, so that memory stays flat


def check_each(candidates, settings, within: str | None = None, jobs: int = 1):
    """Yield (path, findings) of each card among discover.Candidates, in their order.

    When the Hub is asked, one process does: the cards of a run share its answers and its patience.
    """
    if settings.online:
        from .hub import online

        settings, jobs = online.shared(settings), 1
    if jobs > 1:
        yield from _in_processes(candidates, settings, within, jobs)
        return
    chosen = rules.chosen(settings.select, settings.ignore)
    for candidate in candidates:
        if origin := discover.read(candidate, within):
            yield origin.path, check.check_source(origin, settings, chosen)


def _in_processes(candidates, settings, within, jobs: int):
    from collections import deque
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    running: deque = deque()
    pool = ProcessPoolExecutor(jobs, mp_context=context(), initializer=_begin, initargs=(settings, within))
    try:
        for chunk in _chunks(candidates):
            if isinstance(chunk, Exception):  # a path that does not exist: said after the cards that do
                yield from (found for future in running for found in future.result())
                running.clear()
                raise chunk
            running.append(pool.submit(_check_chunk, chunk))
            if len(running) > jobs * _AHEAD:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    except BrokenProcessPool:
        raise CardwrightError("a process that checked cards was killed", "is memory short? try fewer --jobs") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_run: list = []  # settings and within of the run, in a process of it: a policy of thousands of phrases travels once


def _begin(*run) -> None:
    """What a process does first; interrupts are left to the parent."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _run[:] = run


def context():
    """Forking spares each process the imports; where it is not safe (macOS) or not there (Windows) they start afresh."""
    import multiprocessing
    import sys

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _chunks(candidates):
    chunk: list = []
    try:
        for candidate in candidates:
            chunk.append(candidate)
            if len(chunk) == _CHUNK:
                yield chunk
                chunk = []
    except CardwrightError as error:
        yield chunk
        yield error
        return
    yield chunk


def _check_chunk(chunk) -> list:
    return list(check_each(chunk, *_run))
