"""How far long work is: a bar where somebody watches, a line at the start where nobody does."""

from __future__ import annotations

import threading
import time


class Meter:
    """Progress of work on so many bytes, or on so many of something else, told from any thread."""

    def __init__(self, console, name: str, total: int, unit: str = "bytes") -> None:
        self._unit = unit
        self._err, self._name, self._total = console.err, name, max(1, total)
        self._watched, self._done, self._began, self._told = console.watched, 0, time.monotonic(), 0.0
        self._lock = threading.Lock()

    def __enter__(self):
        if not self._watched:
            self._err(f"{self._name}: started, {self._total:,} {self._unit}\n")
        return self

    def __exit__(self, *_) -> None:
        if self._watched:
            self._err("\r\x1b[K")

    def add(self, count: int) -> None:
        with self._lock:
            self._done += count
            now = time.monotonic()
            if not self._watched or now - self._told < 0.1:
                return
            self._told = now
            share, rate = min(1.0, self._done / self._total), self._done / max(1e-6, now - self._began)
            left = (self._total - self._done) / max(1.0, rate)
            speed = f"{rate / 1e6:,.0f} MB/s" if self._unit == "bytes" else f"{rate:,.1f} {self._unit}/s"
            bar = "█" * int(share * 24) + "░" * (24 - int(share * 24))
            self._err(f"\r\x1b[K{self._name} {bar} {share:4.0%}  {speed}  {left:,.0f} s left")
