"""The command line: arguments, exit codes (errors.py), and the one door errors leave by. Only this module prints or exits."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial

from . import __version__, errors
from .errors import CardwrightError, UsageError
from .reporters import FORMATS

_PROFILES = ("hub", "strict", "quantized", "adapter", "capstone", "none")

_EXAMPLES = """\
examples:
  cardwright check                          the model cards in this folder and below
  cardwright check README.md                one card
  cardwright check --profile strict .       missing sections are errors
  cardwright check --ignore sections,key-unknown   leave families or single rules out
  cardwright check --output sarif=out.sarif --output json=out.json
  git show HEAD:README.md | cardwright check -
  cardwright check --progress --profile capstone README.md   how far the card is, and what is left

exit codes:
  0 clean   1 findings at or above --fail-on   2 wrong usage, or a path that does not exist
  3 could not do the job (no card found, an output that cannot be written)   130 interrupted
"""


def run(job=None) -> None:
    """The console script; the action gives a job of its own."""
    sys.exit(guarded(job) if job else main())


def main(argv: list[str] | None = None) -> int:
    """Run a command line (sys.argv without it) and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    return guarded(lambda: _command(arguments), "--debug" in arguments)


def _command(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    return options.run(options)


def guarded(job, debug: bool = False) -> int:
    """The exit code of a job; what goes wrong in it leaves as one line."""
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # None where closed
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name or a card may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        return job()
    except CardwrightError as error:
        if debug:
            raise
        return _complain(error)
    except KeyboardInterrupt:
        print("cardwright: interrupted", file=sys.stderr)
        return errors.INTERRUPTED
    except BrokenPipeError:  # the reader went away (`| head`): nothing is left to say and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.FAILED
    except SystemExit as leave:  # argparse: --help, --version, usage
        return leave.code if isinstance(leave.code, int) else errors.USAGE
    except Exception as error:
        if debug:
            raise
        print(f"cardwright: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        print("  please report it with the output of the same command and --debug", file=sys.stderr)
        return errors.FAILED


def _complain(error: CardwrightError) -> int:
    from .findings import printable

    if os.environ.get("GITHUB_ACTIONS") == "true":
        from .reporters.github import complaint

        sys.stderr.write(complaint(error.message, error.hint))
        return error.code
    print(f"cardwright: {printable(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"  {printable(error.hint)}", file=sys.stderr)
    return error.code


def _help(prog: str) -> argparse.HelpFormatter:
    # argparse makes one for every positional argument, and left to itself imports shutil (with zlib, bz2 and lzma) for the width.
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
    except (OSError, ValueError):  # not a terminal
        columns = 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, columns - 2))


def _inert(text: str) -> str:
    """Text that GitHub's log takes as text: a card or a file name may hold a workflow command."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or ("::" not in text and "##[" not in text):
        return text
    token = os.urandom(16).hex()
    return f"::stop-commands::{token}\n{text}::{token}::\n"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, by the same door as every other complaint."""

    def error(self, message: str):
        raise UsageError(message, f"`{self.prog} --help` shows what is possible, with examples")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="cardwright",
        description="Keeps a Hugging Face model card true.",
        epilog="`cardwright COMMAND --help` shows examples.",
        formatter_class=_help,
    )
    parser.add_argument("--version", action="version", version=f"cardwright {__version__}")
    command = partial(_Parser, formatter_class=_help)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=command)
    _check_parser(commands)
    _baseline_parser(commands)
    listing = commands.add_parser("rules", help="list every rule", description="List every rule, its level and what it reports.")
    listing.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="markdown writes docs/rules.md")
    listing.set_defaults(run=_rules)
    page = commands.add_parser(
        "explain", help="show a rule's page", description="Show what a rule reports, why, and how to put it right."
    )
    page.add_argument("rule", help="a rule's id, such as license-unknown")
    page.set_defaults(run=_explain)
    return parser


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of one command, for the documentation that is written from it."""
    return next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)).choices[command]


def _check_parser(commands) -> None:
    check = commands.add_parser(
        "check",
        help="check model cards",
        description="Check model cards as the Hub reads them.",
        epilog=_EXAMPLES,
    )
    check.set_defaults(run=_check)
    add = check.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders (their model cards are found), or - for standard input; default: .",
    )
    add("--format", choices=FORMATS, default="text", help="what goes to standard output (default: text)")
    add("--output", action="append", default=[], metavar="FORMAT=FILE", help="also write a report to a file; may be repeated")
    _choices(check)
    add(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        help="the lowest level that makes the exit code 1 (default: error)",
    )
    add("--baseline", metavar="FILE", help="report only what this file of `cardwright baseline` does not know")
    add("--progress", action="store_true", help="how far each card is filled in, and what is left (--format text or json)")
    add("--discover", action="store_true", help="pass over named files that are no model cards (the pre-commit hook does)")
    add("--within", metavar="FOLDER", help="read nothing that links lead to outside this folder (the action does)")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour in text output (default: on a terminal)")
    add("--debug", action="store_true", help="show a traceback when something goes wrong")


def _choices(parser) -> None:
    """The options that say what is looked for, alike for every command that checks."""
    add = parser.add_argument
    add("--profile", choices=_PROFILES, help="which sections and keys a card must have (default: hub)")
    add("--select", action="append", default=[], metavar="RULES", help="only these rules or families, separated by commas")
    add("--ignore", action="append", default=[], metavar="RULES", help="not these rules or families")
    add("--repo", metavar="NS/NAME", help="the Hub id the card is published under")
    add("--config", metavar="FILE", help="a cardwright.toml or pyproject.toml (default: the nearest one, going up)")


_BASELINE_EXAMPLES = """\
examples:
  cardwright baseline                       what is wrong today, to cardwright-baseline.json
  cardwright check --baseline cardwright-baseline.json
  cardwright baseline --output cards/known.json models/   with `baseline = "cards/known.json"` in cardwright.toml,
                                            the action and the hook use it too
"""


def _baseline_parser(commands) -> None:
    parser = commands.add_parser(
        "baseline",
        help="write down what is wrong today, so that `check --baseline` reports only what is new",
        description="Write the findings of today to a file that `cardwright check --baseline` passes over.",
        epilog=_BASELINE_EXAMPLES,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders, as for check; default: .")
    parser.add_argument(
        "--output", metavar="FILE", help="where to (default: the configuration's baseline, else cardwright-baseline.json)"
    )
    _choices(parser)
    parser.add_argument("--debug", action="store_true", help="show a traceback when something goes wrong")
    parser.set_defaults(run=_baseline, within=None, discover=False, fail_on=None, baseline=None)


def _baseline(options) -> int:
    from . import baseline

    settings = _settings(options)
    path = options.output or settings.baseline or baseline.NAME
    report, trouble = _report(options, settings._replace(baseline=None))
    for error in trouble:
        raise error
    _replace(path, baseline.write(report.findings, path), follow=True)
    known = f"{len(report.findings)} finding{'s' if len(report.findings) != 1 else ''}"
    sys.stdout.write(f"{path}: {known} of {report.files} card{'s' if report.files != 1 else ''} written\n")
    return errors.CLEAN


def _check(options) -> int:
    from .findings import reaches

    settings = _settings(options)
    if options.progress:
        return _progress(options, settings)
    outputs = [_output(text) for text in options.output]
    report, trouble = _report(options, settings)
    _write(report, options, outputs)
    if report.baseline and report.baseline.unused:
        print(f"baseline: {_gone(report.baseline.unused)}; `cardwright baseline` writes it without", file=sys.stderr)
    code = errors.FINDINGS if reaches(report, settings.fail_on) else errors.CLEAN
    return errors.worst(code, *(_complain(error) for error in trouble))


def _progress(options, settings) -> int:
    """How far the cards are instead of what is wrong with them; the exit code is the check's."""
    from . import progress
    from .findings import reaches
    from .reporters import progress as reporter

    outputs = [_output(text) for text in options.output]
    for format in (options.format, *(format for format, _ in outputs)):
        if format not in reporter.FORMATS:
            raise UsageError(f"--progress has no format {format}", "leave it out, or write --format text or --format json")
    cards = []
    report, trouble = _report(options, settings, lambda origin: cards.append(progress.of(origin, settings)))
    for format, path in outputs:
        _replace(path, reporter.render(cards, settings.profile, format), follow=not options.within)
    look = {"color": _color(options), "encoding": sys.stdout.encoding or "ascii"} if options.format == "text" else {}
    text = reporter.render(cards, settings.profile, options.format, **look)
    sys.stdout.write(_inert(text) if options.format == "text" else text)
    code = errors.FINDINGS if reaches(report, settings.fail_on) else errors.CLEAN
    return errors.worst(code, *(_complain(error) for error in trouble))


def _color(options) -> bool:
    return {"always": True, "never": False}.get(options.color, sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _gone(entries: int) -> str:
    return "1 entry no longer occurs" if entries == 1 else f"{entries} entries no longer occur"


def _report(options, settings, seen=lambda origin: None):
    """The report of the cards that are named and the complaints about those that are not there; `seen` is given each card."""
    from .check import check_sources
    from .discover import find

    paths = options.paths or ["."]
    trouble: list[UsageError] = []
    cards = find([path for path in paths if path != "-"], settings.exclude, options.discover, options.within)
    origins = (seen(origin) or origin for origin in _sources(paths, cards, trouble))
    report = check_sources(origins, settings, options.within)
    if not report.files and not trouble and not options.discover:
        raise CardwrightError(
            f"no model card in {', '.join(paths)}",
            "name the file to check it whatever it is; in a folder, a README.md counts when it has card metadata"
            " or stands beside a model",
        )
    return report, trouble


def _sources(paths, cards, trouble: list):
    """Standard input, then the cards that exist; the complaint about those that do not is kept for the end."""
    from . import source

    if "-" in paths:
        if sys.stdin is None:
            raise UsageError("-: standard input is closed")
        yield source.decode("<stdin>", sys.stdin.buffer.read(source.MAX_BYTES + 1))
    try:
        yield from cards
    except UsageError as error:
        trouble.append(error)


def _settings(options):
    from . import config

    settings = config.load(options.config, within=options.within)
    select, ignore = _names(options.select), _names(options.ignore)
    config.check_rules(select, "--select")
    config.check_rules(ignore, "--ignore")
    given = {
        "profile": options.profile,
        "fail_on": options.fail_on,
        "repo": options.repo,
        "select": select,
        "baseline": options.baseline,
    }
    settings = settings._replace(**{key: value for key, value in given.items() if value})
    return settings._replace(ignore=(*settings.ignore, *ignore))


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _output(text: str) -> tuple[str, str]:
    format, equals, path = text.partition("=")
    if not equals or not path or format not in FORMATS:
        raise UsageError(f"--output {text}: write FORMAT=FILE, such as sarif=out.sarif", f"formats: {', '.join(FORMATS)}")
    return format, path


def _write(report, options, outputs) -> None:
    from .reporters import render

    for format, path in outputs:
        _replace(path, render(report, format), follow=not options.within)
    if not report.files and options.format == "text":
        return  # the hook was given no card: nothing to say
    extra = {"color": _color(options)} if options.format == "text" else {}
    text = render(report, options.format, **extra)
    sys.stdout.write(_inert(text) if options.format == "text" else text)
    sys.stdout.flush()


def _replace(path: str, text: str, follow: bool) -> None:
    """Write a file whole or not at all; a pipe or a device, such as /dev/stdout, is written to and never replaced.

    A link is written through with `follow`, and replaced without.
    """
    import tempfile

    temporary = None
    try:
        if follow and os.path.exists(path) and not os.path.isfile(path):
            descriptor = os.open(path, os.O_WRONLY)
        else:
            target = (
                os.path.realpath(path)
                if follow
                else os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
            )
            descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".cardwright-")
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if temporary:
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)
            temporary = None
    except OSError as error:
        raise CardwrightError(f"{path}: cannot be written: {(error.strerror or 'unknown reason').lower()}") from None
    finally:
        if temporary:
            os.unlink(temporary)


def _rules(options) -> int:
    from . import catalog

    sys.stdout.write(catalog.listing(options.format))
    return errors.CLEAN


def _explain(options) -> int:
    from . import catalog, config

    config.check_rules([options.rule], "explain")
    sys.stdout.write(catalog.page(options.rule))
    return errors.CLEAN
