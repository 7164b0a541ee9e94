"""The local engine: a pool of processes of the standard library, made anew when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from .. import jobs as processes
from . import AHEAD, TRIES, Lost


class Local:
    """`jobs` processes; with one, this one does the work."""

    def __init__(self, jobs: int) -> None:
        self._jobs, self._pool = jobs, None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_) -> None:
        if kind is not None and self._pool is not None:  # nobody waits for what they are doing
            for child in multiprocessing.active_children():
                child.terminate()
        self._close()

    def map(self, function, tasks):
        """(number, outcome) of each task, as they are done.

        A pool whose process dies is lost with all it was doing. Those tasks are then tried one at a time, so that it shows
        which of them does it.
        """
        if self._jobs == 1:
            yield from ((number, function(*task)) for number, task in enumerate(tasks))
            return
        waiting, running = enumerate(tasks), {}
        more = True
        while more or running:
            while more and len(running) < self._jobs * AHEAD:
                number, task = next(waiting, (None, None))
                more = task is not None
                if more and not self._submit(function, number, task, running):
                    yield from self._one_by_one(function, running)
            if running:
                yield from self._done(function, running)

    def _submit(self, function, number: int, task, running: dict) -> bool:
        """Hand out a task; False where the pool was found broken, with the task among those that run."""
        if self._pool is None:
            self._pool = self._made(self._jobs)
        try:
            running[self._pool.submit(function, *task)] = number, task
        except BrokenProcessPool:
            running[object()] = number, task
            return False
        return True

    def _done(self, function, running: dict):
        """What is done now; where a process died, all that were running, one after the other."""
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            try:
                outcome = future.result()
            except BrokenProcessPool:
                yield from self._one_by_one(function, running)
                return
            yield running.pop(future)[0], outcome

    def _one_by_one(self, function, running: dict):
        """Each of the tasks that were running when a process died, in a pool of its own; those that were done are kept."""
        self._close()
        tasks = sorted(running.items(), key=lambda item: item[1][0])
        running.clear()
        for future, (number, task) in tasks:
            done = hasattr(future, "done") and future.done() and not future.exception()
            yield number, future.result() if done else self._alone(function, task)

    def _alone(self, function, task):
        for _ in range(TRIES):
            with self._made(1) as pool:
                try:
                    return pool.submit(function, *task).result()
                except BrokenProcessPool:
                    continue
        return Lost(f"its worker was killed {TRIES} times; is memory short?")

    def _made(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=processes.context(), initializer=_started)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _started() -> None:
    """A worker leaves interrupts to its parent, and goes when that is gone: killed, it could not say so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
