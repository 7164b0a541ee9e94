"""What a command line of `check` asks for: settings, cards, and options that go together."""

from __future__ import annotations

import os

from .errors import CardwrightError, UsageError

_GIVEN = ("profile", "fail_on", "repo", "online", "baseline")  # options that win over the configuration's keys


def settings(asked):
    """The settings of a command line: its own options over the configuration's. Raises UsageError."""
    from . import config

    if asked.allow_policy_code and not asked.policy:
        raise UsageError("--allow-policy-code goes with --policy", "a configuration may not name code that is run")
    found = config.load(asked.config, within=asked.within, policy=asked.policy, code=asked.allow_policy_code)
    select, ignore = _names(asked.select), _names(asked.ignore)
    config.check_rules(select, "--select")
    config.check_rules(ignore, "--ignore")
    given = {"select": select, **{name: getattr(asked, name, None) for name in _GIVEN}}
    found = found._replace(**{key: value for key, value in given.items() if value})
    return found._replace(ignore=(*found.ignore, *ignore))


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def agree(asked) -> None:
    """Raise UsageError for options that do not go together."""
    if asked.unsafe_fixes and not (asked.fix or asked.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff", "`cardwright check --diff --unsafe-fixes` shows them")
    if asked.diff and asked.format != "text":
        raise UsageError(f"--diff prints a patch and no report in {asked.format}", "write the report with --output FORMAT=FILE")
    if asked.progress and (asked.fix or asked.diff):
        raise UsageError("--progress goes with neither --fix nor --diff", "fix first, then ask for the progress")


def candidates(asked, settings, trouble: list):
    """The files that may be cards; the complaint about paths that do not exist is kept for the end."""
    from .discover import find

    try:
        yield from find([path for path in asked.paths or ["."] if path != "-"], settings.exclude, asked.discover)
    except UsageError as error:
        trouble.append(error)


def found_any(asked, files: int, trouble: list) -> None:
    """Raise CardwrightError where no card was found, and nothing else is said."""
    if not files and not trouble and not asked.discover:
        raise CardwrightError(
            f"no model card in {', '.join(asked.paths or ['.'])}",
            "name the file to check it whatever it is; in a folder, a README.md counts when it has card metadata"
            " or stands beside a model",
        )


def jobs(asked: int) -> int:
    """So many processes. Raises UsageError for fewer than none."""
    if asked < 0:
        raise UsageError(f"--jobs {asked}: a number of processes, or 0 for one a core")
    return asked or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


def exempt(settings):
    """What counts the exemptions of a policy, None without any."""
    if not settings.policy or not settings.policy.exemptions:
        return None
    from .policy.enforce import Tally

    return Tally(settings.policy)
