"""No card takes longer than the limit. Where there is no alarm clock (Windows, a thread), there is no limit either."""

from __future__ import annotations

import signal
import threading
import time


class TooSlow(BaseException):
    """The alarm went off. No Exception, so that no rule takes it for a failure of its own."""


class Alarm:
    """A clock for the cards of a part: between `set` and `off` it raises TooSlow after so many seconds, or a twentieth more.

    One clock ticks for all cards: setting one anew for each would cost a fiftieth of checking it.
    """

    def __init__(self, seconds: float) -> None:
        there = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._seconds, self._before, self._late = seconds if there else 0, None, None

    def __enter__(self):
        if self._seconds:
            self._before = signal.signal(signal.SIGALRM, self._ticked)
            signal.setitimer(signal.ITIMER_REAL, self._seconds / 20, self._seconds / 20)
        return self

    def __exit__(self, *_) -> None:
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before or signal.SIG_DFL)

    def set(self) -> None:
        self._late = time.monotonic() + self._seconds

    def off(self) -> None:
        self._late = None

    def _ticked(self, *_) -> None:
        if self._late is not None and time.monotonic() >= self._late:
            self._late = None
            raise TooSlow
