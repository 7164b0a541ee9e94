"""The command line: arguments, exit codes (errors.py), and the one door errors leave by. Only this module prints or exits."""

from __future__ import annotations

import os
import sys
from itertools import chain

from . import errors, options
from .errors import CardwrightError, UsageError


def run(job=None) -> None:
    """The console script; the action gives a job of its own."""
    sys.exit(guarded(job) if job else main())


def main(argv: list[str] | None = None) -> int:
    """Run a command line (sys.argv without it) and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    return guarded(lambda: _command(arguments), "--debug" in arguments)


def _command(arguments: list[str]) -> int:
    if arguments[:1] == ["check"] and not any(argument.startswith("-") and argument != "-" for argument in arguments):
        return _check(options.Plain(options.CHECK, arguments[1:]))  # argparse costs as much as checking a card
    from .parser import parser

    parsed = parser().parse_args(arguments)
    return {"check": _check, "rules": _rules, "explain": _explain}[parsed.command](parsed)


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


def _inert(text: str) -> str:
    """Text that GitHub's log takes as text: a card or a file name may hold a workflow command."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or ("::" not in text and "##[" not in text):
        return text
    token = os.urandom(16).hex()
    return f"::stop-commands::{token}\n{text}::{token}::\n"


def _check(asked) -> int:
    from .discover import find
    from .findings import Tally
    from .jobs import check_each

    settings = _settings(asked)
    paths, trouble = asked.paths or ["."], []
    candidates = _existing(find([path for path in paths if path != "-"], settings.exclude, asked.discover), trouble)
    results = check_each(candidates, settings, asked.within, _jobs(asked.jobs))
    tally = Tally()
    with _Outputs() as outputs:
        reports = [_report(text, outputs, asked) for text in asked.output] + [_standard_output(asked)]
        for found in chain(_standard_input(paths, settings), results):
            tally.add(found)
            for reporter, write in reports:
                write(reporter.card(found))
        if not tally.files and not trouble and not asked.discover:
            raise CardwrightError(
                f"no model card in {', '.join(paths)}",
                "name the file to check it whatever it is; in a folder, a README.md counts when it has card metadata"
                " or stands beside a model",
            )
        for reporter, write in reports:
            write(reporter.end(tally))
    sys.stdout.flush()
    code = errors.FINDINGS if tally.reaches(settings.fail_on) else errors.CLEAN
    return errors.worst(code, *(_complain(error) for error in trouble))


def _existing(candidates, trouble: list):
    """The candidates; the complaint about paths that do not exist is kept for the end."""
    try:
        yield from candidates
    except UsageError as error:
        trouble.append(error)


def _standard_input(paths, settings):
    """The findings of the card on standard input, where it is asked for."""
    if "-" in paths:
        from . import rules, source
        from .check import check_source

        if sys.stdin is None:
            raise UsageError("-: standard input is closed")
        origin = source.decode("<stdin>", sys.stdin.buffer.read(source.MAX_BYTES + 1))
        yield check_source(origin, settings, rules.chosen(settings.select, settings.ignore))


def _jobs(asked: int) -> int:
    if asked < 0:
        raise UsageError(f"--jobs {asked}: a number of processes, or 0 for one a core")
    return asked or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


class _Outputs(list):
    """Files that come to their places together, when all went well (contextlib's own takes an import)."""

    def __enter__(self):
        return self

    def __exit__(self, *failure) -> None:
        while self:
            self.pop().__exit__(*failure)


def _report(text: str, outputs: _Outputs, asked):
    """What writes one `--output FORMAT=FILE`, as (reporter, write)."""
    from . import output, reporters

    format, equals, path = text.partition("=")
    if not equals or not path or format not in reporters.FORMATS:
        formats = ", ".join(reporters.FORMATS)
        raise UsageError(f"--output {text}: write FORMAT=FILE, such as sarif=out.sarif", f"formats: {formats}")
    outputs.append(output.File(path, follow=not asked.within))
    return reporters.reporter(format), outputs[-1].write


def _standard_output(asked):
    from . import reporters

    if asked.format != "text":
        return reporters.reporter(asked.format), sys.stdout.write
    color = {"always": True, "never": False}.get(asked.color, sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    return reporters.reporter("text", color=color), lambda text: sys.stdout.write(_inert(text))


def _settings(asked):
    from . import config

    settings = config.load(asked.config, within=asked.within)
    select, ignore = _names(asked.select), _names(asked.ignore)
    config.check_rules(select, "--select")
    config.check_rules(ignore, "--ignore")
    given = {"select": select, **{name: getattr(asked, name) for name in ("profile", "fail_on", "repo", "online")}}
    settings = settings._replace(**{key: value for key, value in given.items() if value})
    return settings._replace(ignore=(*settings.ignore, *ignore))


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _rules(asked) -> int:
    from . import catalog

    sys.stdout.write(catalog.listing(asked.format))
    return errors.CLEAN


def _explain(asked) -> int:
    from . import catalog, config

    config.check_rules([asked.rule], "explain")
    sys.stdout.write(catalog.page(asked.rule))
    return errors.CLEAN
