"""The command line: arguments, exit codes (errors.py), and the one door errors leave by. Only this module prints or exits."""

from __future__ import annotations

import os
import sys

from . import errors, options, wanted
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

    parsed = parser(arguments[0] if arguments else None).parse_args(arguments)
    own = {"check": _check, "baseline": _baseline, "rules": _rules, "explain": _explain}
    return own[parsed.command](parsed) if parsed.command in own else _making(parsed)


# Commands that make cards and variants, each a module of commands/.
_MODULES = {"facts": "factlist"}


def _making(asked) -> int:
    from importlib import import_module

    from .commands import Console

    def ask(question: str) -> str:
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline()

    out = lambda text: sys.stdout.write(_inert(text))
    sitting = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    look = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    err = lambda text: (sys.stderr.write(_inert(text)), sys.stderr.flush())
    watched = sys.stderr.isatty()
    console = Console(out, err, ask if sitting else None, sys.stdout.write, look, sys.stdout.isatty(), _complain, watched)
    return import_module(f"cardwright.commands.{_MODULES.get(asked.command, asked.command)}").run(asked, console)


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
    from .check import known_before, not_known
    from .findings import Tally

    wanted.agree(asked)
    settings = wanted.settings(asked)
    if asked.progress:
        return _progress(asked, settings)
    tally, trouble, known = Tally(), [], known_before(settings, asked.within)
    exempt = wanted.exempt(settings)
    with _Outputs() as outputs:
        reports = [_report(text, outputs, asked) for text in asked.output]
        reports += [] if asked.diff else [_standard_output(asked)]
        mending = asked.fix or asked.diff
        cards = _mended(asked, settings, trouble, tally) if mending else _checked(asked, settings, trouble)
        for path, found in exempt.counted(cards) if exempt else cards:
            found = not_known(known, path, found, settings)
            tally.add(found)
            for reporter, write in reports:
                write(reporter.card(found))
        wanted.found_any(asked, tally.files, trouble)
        tally.baseline = known and known.tally(settings)
        for reporter, write in reports:
            write(reporter.end(tally))
    sys.stdout.flush()
    if known and tally.baseline.unused:
        print(f"baseline: {_gone(tally.baseline.unused)}; `cardwright baseline` writes it without", file=sys.stderr)
    sys.stderr.write(_inert(exempt.told(settings.select)) if exempt else "")
    return _outcome(trouble, failed=tally.fixed > 0 if asked.diff else tally.reaches(settings.fail_on))


def _outcome(trouble: list, failed: bool) -> int:
    return errors.worst(errors.FINDINGS if failed else errors.CLEAN, *map(_complain, trouble))


def _gone(entries: int) -> str:
    return "1 entry no longer occurs" if entries == 1 else f"{entries} entries no longer occur"


def _checked(asked, settings, trouble: list):
    """(path, findings) of each card."""
    from . import rules
    from .check import check_source
    from .jobs import check_each

    for origin in _standard_input(asked):
        yield origin.path, check_source(origin, settings, rules.chosen(settings.select, settings.ignore))
    yield from check_each(wanted.candidates(asked, settings, trouble), settings, asked.within, wanted.jobs(asked.jobs))


def _mended(asked, settings, trouble: list, tally):
    """(path, what is left) of each card, its findings put right, or shown how."""
    from .mending.fix import fixed

    for origin in _origins(asked, settings, trouble):
        outcome = fixed(origin, settings, asked.unsafe_fixes)
        try:
            _deliver(asked, origin, outcome)
        except CardwrightError as error:
            trouble.append(error)
            yield origin.path, outcome.before
        else:
            tally.fixed += len(outcome.fixed)
            yield origin.path, outcome.before if asked.diff else outcome.left


def _deliver(asked, origin, outcome) -> None:
    from .mending import fixing

    sys.stderr.write(_inert(fixing.taken_back(origin, outcome)))
    if asked.diff:
        sys.stdout.write(_inert(fixing.diff(origin, outcome, sys.stdout.isatty(), _in_color(asked, sys.stdout))))
    elif origin.folder is None and outcome.text is not None:  # standard input: a filter
        sys.stdout.buffer.write(outcome.text.encode("utf-8"))
        sys.stdout.flush()
    elif outcome.text != origin.text:
        fixing.save(origin, outcome, asked.within)


def _progress(asked, settings) -> int:
    """How far the cards are instead of what is wrong with them; the exit code is the check's."""
    from . import progress, rules
    from .check import check_source
    from .findings import Tally
    from .reporters import progress as shown

    tally, trouble, cards, chosen = Tally(), [], [], rules.chosen(settings.select, settings.ignore)
    with _Outputs() as outputs:
        formats = [_output(text, outputs, asked) for text in asked.output]
        for format in (asked.format, *(format for format, _ in formats)):
            if format not in shown.FORMATS:
                raise UsageError(f"--progress has no format {format}", "leave it out, or write --format text or --format json")
        for origin in _origins(asked, settings, trouble):
            cards.append(progress.of(origin, settings))
            tally.add(check_source(origin, settings, chosen))
        wanted.found_any(asked, tally.files, trouble)
        for format, write in formats:
            write(shown.render(cards, settings.profile, format))
        text = asked.format == "text"
        look = {"color": _in_color(asked, sys.stdout), "encoding": sys.stdout.encoding or "ascii"} if text else {}
        page = shown.render(cards, settings.profile, asked.format, **look)
        sys.stdout.write(_inert(page) if text else page)
    return _outcome(trouble, failed=tally.reaches(settings.fail_on))


def _baseline(asked) -> int:
    from . import baseline, output
    from .reporters import quantity

    settings, trouble = wanted.settings(asked), []
    path = asked.output or settings.baseline or baseline.NAME
    cards = list(_checked(asked, settings._replace(baseline=None), trouble))
    wanted.found_any(asked, len(cards), trouble)
    for error in trouble:
        raise error
    held = settings.policy.held if settings.policy else ()  # no baseline is asked about those
    findings = [finding for _, found in cards for finding in found if finding.rule not in held]
    with output.File(path) as file:
        file.write(baseline.write(findings, path))
    sys.stdout.write(f"{path}: {quantity(len(findings), 'finding')} of {quantity(len(cards), 'card')} written\n")
    return errors.CLEAN


def _origins(asked, settings, trouble: list):
    """The cards, read."""
    from .discover import read

    yield from _standard_input(asked)
    yield from filter(None, (read(candidate, asked.within) for candidate in wanted.candidates(asked, settings, trouble)))


def _standard_input(asked):
    """The card on standard input, where it is asked for."""
    if "-" in asked.paths:
        from . import source

        if sys.stdin is None:
            raise UsageError("-: standard input is closed")
        yield source.decode("<stdin>", sys.stdin.buffer.read(source.MAX_BYTES + 1))


class _Outputs(list):
    """Files that come to their places together, when all went well (contextlib's own takes an import)."""

    def __enter__(self):
        return self

    def __exit__(self, *failure) -> None:
        while self:
            self.pop().__exit__(*failure)


def _output(text: str, outputs: _Outputs, asked):
    """(format, write) of one `--output FORMAT=FILE`."""
    from . import output, reporters

    format, equals, path = text.partition("=")
    if not equals or not path or format not in reporters.FORMATS:
        formats = ", ".join(reporters.FORMATS)
        raise UsageError(f"--output {text}: write FORMAT=FILE, such as sarif=out.sarif", f"formats: {formats}")
    outputs.append(output.File(path, follow=not asked.within))
    return format, outputs[-1].write


def _report(text: str, outputs: _Outputs, asked):
    """(reporter, write) of one `--output FORMAT=FILE`."""
    from . import reporters

    format, write = _output(text, outputs, asked)
    return reporters.reporter(format), write


def _standard_output(asked):
    from . import reporters

    stream = sys.stderr if asked.fix and "-" in asked.paths else sys.stdout  # where no mended card goes
    if asked.format != "text":
        return reporters.reporter(asked.format), stream.write
    return reporters.reporter("text", color=_in_color(asked, stream)), lambda text: stream.write(_inert(text))


def _in_color(asked, stream) -> bool:
    return {"always": True, "never": False}.get(asked.color, stream.isatty() and "NO_COLOR" not in os.environ)


def _rules(asked) -> int:
    from . import catalog

    sys.stdout.write(catalog.listing(asked.format))
    return errors.CLEAN


def _explain(asked) -> int:
    from . import catalog, config

    config.check_rules([asked.rule], "explain")
    sys.stdout.write(catalog.page(asked.rule))
    return errors.CLEAN
