"""One module a format.

A streamed format's module has a `Reporter`: `card(findings)` gives the text for one more card, `end(tally)` the rest. Any
other module has `render(report)`, and its findings are kept in memory up to the end.
"""

from __future__ import annotations

from importlib import import_module

FORMATS = ("text", "json", "github", "sarif", "markdown")
_STREAMED = ("text", "json")


def reporter(format: str, **options):
    """The Reporter of one of FORMATS. Options: color (text)."""
    module = import_module(f"{__name__}.{format}")
    return module.Reporter(**options) if format in _STREAMED else _Whole(module.render)


class _Whole:
    """The Reporter of a format that must see every finding before it writes the first: GitHub takes only so many."""

    def __init__(self, render) -> None:
        self._render, self._findings = render, []

    def card(self, findings) -> str:
        self._findings += findings
        return ""

    def end(self, tally) -> str:
        from ..findings import Report

        return self._render(Report(tally.files, tuple(self._findings), tally.fixed, tally.baseline))


def render(report, format: str, **options) -> str:
    """A whole report in one of FORMATS."""
    one = reporter(format, **options)
    return one.card(report.findings) + one.end(report.tally)


def quantity(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(report) -> str:
    """`2 errors, 1 warning in 3 cards`; `no findings in 1 card`; ` (7 known)` after it when a baseline left some out."""
    known = f" ({report.baseline.known} known from the baseline)" if report.baseline and report.baseline.known else ""
    counts = [quantity(number, level) for level, number in report.counts.items() if number]
    return f"{', '.join(counts) or 'no findings'} in {quantity(report.files, 'card')}{known}"


def in_repository(path: str) -> str:
    """A path as GitHub names it: from the top of the checkout (or this folder), with forward slashes."""
    import os

    full = os.path.abspath(path)
    for top in (os.environ.get("GITHUB_WORKSPACE"), os.getcwd()):
        if top and full.startswith(os.path.join(os.path.abspath(top), "")):
            return os.path.relpath(full, top).replace(os.sep, "/")
    return path.replace(os.sep, "/")


def valid_unicode(text: str) -> str:
    """Text that any JSON reader takes: a byte of a file name that is no UTF-8 (a lone surrogate here) is spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
