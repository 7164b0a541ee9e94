"""The options of each command, as rows: argparse, the documentation and the quick way around argparse all read them."""

from __future__ import annotations

from collections import namedtuple

from .reporters import FORMATS

PROFILES = ("hub", "strict", "quantized", "adapter", "capstone", "none")

CHECK_EXAMPLES = """\
examples:
  cardwright check                          the model cards in this folder and below
  cardwright check README.md                one card
  cardwright check --profile strict .       missing sections are errors
  cardwright check --ignore sections,key-unknown   leave families or single rules out
  cardwright check --output sarif=out.sarif --output json=out.json
  cardwright check --jobs 0 models/         many cards, on all cores
  cardwright check --progress README.md     how far it is filled in, and what is left
  cardwright check --diff                   what --fix would change, as a patch; nothing is written
  cardwright check --fix                    change what can be changed without a doubt
  cardwright check --fix --unsafe-fixes README.md  also what you should read afterwards
  git show HEAD:README.md | cardwright check -
  git show HEAD:README.md | cardwright check --fix -    the mended card to standard output, the report to standard error

exit codes:
  0 clean   1 findings at or above --fail-on   2 wrong usage, or a path that does not exist
  3 could not do the job (no card found, an output that cannot be written)   130 interrupted
"""


def row(*names: str, **how) -> tuple[tuple, dict]:
    return names, how


# What `add_argument` takes; a default that is not None stands here and nowhere else.
_PATHS = row(
    "paths",
    nargs="*",
    metavar="PATH",
    default=[],
    help="files, folders (their model cards are found), or - for standard input; default: .",
)
DEBUG = row("--debug", action="store_true", help="show a traceback when something goes wrong")
WITHIN = row("--within", metavar="FOLDER", help="read nothing that links lead to outside this folder (the action does)")
_DISCOVER = row(
    "--discover", action="store_true", help="pass over named files that are no model cards (the pre-commit hook does)"
)
_JOBS = row("--jobs", type=int, default=1, metavar="N", help="processes to share the cards among; 0: one a core (default: 1)")
# What is looked for, alike for every command that checks.
WHAT = (
    row("--profile", choices=PROFILES, help="which sections and keys a card must have (default: hub)"),
    row("--select", action="append", default=[], metavar="RULES", help="only these rules or families, separated by commas"),
    row("--ignore", action="append", default=[], metavar="RULES", help="not these rules or families"),
    row("--repo", metavar="NS/NAME", help="the Hub id the card is published under"),
    row(
        "--online",
        action="store_true",
        help="also ask the Hub (HF_ENDPOINT): its validator, and whether what a card names is there",
    ),
    row("--policy", metavar="FILE", help="an organisation's policy, which a project's configuration cannot weaken"),
    row(
        "--allow-policy-code",
        action="store_true",
        help="run the Python module of rules that the policy of --policy names; only for one that you trust",
    ),
    row("--config", metavar="FILE", help="a cardwright.toml or pyproject.toml (default: the nearest one, going up)"),
)
CHECK = (
    _PATHS,
    row("--format", choices=FORMATS, default="text", help="what goes to standard output (default: text)"),
    row("--output", action="append", default=[], metavar="FORMAT=FILE", help="also write a report to a file; may be repeated"),
    *WHAT,
    row(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        help="the lowest level that makes the exit code 1 (default: error)",
    ),
    row(
        "--fix",
        action="store_true",
        help="put right what can be put right without changing what the card says; one card after the other, whatever --jobs",
    ),
    row("--unsafe-fixes", action="store_true", help="with --fix or --diff: also fixes that you should read afterwards"),
    row("--diff", action="store_true", help="print what --fix would change as a patch, secrets masked, and write nothing"),
    row(
        "--baseline",
        metavar="FILE",
        help="report only what this file of `cardwright baseline` does not know; --fix mends the rest too",
    ),
    row("--progress", action="store_true", help="how far each card is filled in, and what is left (--format text or json)"),
    _JOBS,
    _DISCOVER,
    WITHIN,
    row("--color", choices=("auto", "always", "never"), default="auto", help="colour in text output (default: on a terminal)"),
    DEBUG,
)
BASELINE = (
    _PATHS,
    row("--output", metavar="FILE", help="where to (default: the configuration's baseline, else cardwright-baseline.json)"),
    *WHAT,
    _JOBS,
    _DISCOVER,
    WITHIN,
    DEBUG,
)
BASELINE_EXAMPLES = """\
examples:
  cardwright baseline                       what is wrong today, to cardwright-baseline.json
  cardwright check --baseline cardwright-baseline.json
  cardwright baseline --output cards/known.json models/   with `baseline = "cards/known.json"` in cardwright.toml,
                                            the action and the hook use it too
"""
RULES = (row("--format", choices=("text", "json", "markdown"), default="text", help="markdown writes docs/rules.md"),)
EXPLAIN = (row("rule", metavar="RULE", help="a rule's id, such as license-unknown"),)

Command = namedtuple("Command", "name help description options examples", defaults=(None,))
Command.__doc__ = "A command; `options` are rows, or a function that makes them, where that takes a file."
COMMANDS = (
    Command("check", "check model cards", "Check model cards as the Hub reads them.", CHECK, CHECK_EXAMPLES),
    Command(
        "baseline",
        "write down what is wrong today, so that `check --baseline` reports only what is new",
        "Write the findings of today to a file that `cardwright check --baseline` passes over.",
        BASELINE,
        BASELINE_EXAMPLES,
    ),
    Command("rules", "list every rule", "List every rule, its level and what it reports.", RULES),
    Command("explain", "show a rule's page", "Show what a rule reports, why, and how to put it right.", EXPLAIN),
)


class Plain:
    """The options of a command line that has none, only paths: what argparse would make of it."""

    def __init__(self, rows, paths: list[str]) -> None:
        for names, how in rows:
            name = names[-1].lstrip("-").replace("-", "_")
            default = False if how.get("action") == "store_true" else how.get("default")
            setattr(self, name, list(default) if isinstance(default, list) else default)
        self.paths = paths
