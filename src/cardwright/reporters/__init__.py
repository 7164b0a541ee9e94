"""One module a format, each with `render(report) -> str`."""

from __future__ import annotations

from importlib import import_module

FORMATS = ("text", "json", "github", "sarif", "markdown")


def render(report, format: str, **options) -> str:
    """A report in one of FORMATS. Options: color (text)."""
    return import_module(f"{__name__}.{format}").render(report, **options)


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
