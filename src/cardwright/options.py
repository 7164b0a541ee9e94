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


def _row(*names: str, **how) -> tuple[tuple, dict]:
    return names, how


# What `add_argument` takes; a default that is not None stands here and nowhere else.
_PATHS = _row(
    "paths",
    nargs="*",
    metavar="PATH",
    default=[],
    help="files, folders (their model cards are found), or - for standard input; default: .",
)
_DEBUG = _row("--debug", action="store_true", help="show a traceback when something goes wrong")
_WITHIN = _row("--within", metavar="FOLDER", help="read nothing that links lead to outside this folder (the action does)")
_DISCOVER = _row(
    "--discover", action="store_true", help="pass over named files that are no model cards (the pre-commit hook does)"
)
_JOBS = _row("--jobs", type=int, default=1, metavar="N", help="processes to share the cards among; 0: one a core (default: 1)")
# What is looked for, alike for every command that checks.
_WHAT = (
    _row("--profile", choices=PROFILES, help="which sections and keys a card must have (default: hub)"),
    _row("--select", action="append", default=[], metavar="RULES", help="only these rules or families, separated by commas"),
    _row("--ignore", action="append", default=[], metavar="RULES", help="not these rules or families"),
    _row("--repo", metavar="NS/NAME", help="the Hub id the card is published under"),
    _row(
        "--online",
        action="store_true",
        help="also ask the Hub (HF_ENDPOINT): its validator, and whether what a card names is there",
    ),
    _row("--config", metavar="FILE", help="a cardwright.toml or pyproject.toml (default: the nearest one, going up)"),
)
CHECK = (
    _PATHS,
    _row("--format", choices=FORMATS, default="text", help="what goes to standard output (default: text)"),
    _row("--output", action="append", default=[], metavar="FORMAT=FILE", help="also write a report to a file; may be repeated"),
    *_WHAT,
    _row(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        help="the lowest level that makes the exit code 1 (default: error)",
    ),
    _row(
        "--fix",
        action="store_true",
        help="put right what can be put right without changing what the card says; one card after the other, whatever --jobs",
    ),
    _row("--unsafe-fixes", action="store_true", help="with --fix or --diff: also fixes that you should read afterwards"),
    _row("--diff", action="store_true", help="print what --fix would change as a patch, secrets masked, and write nothing"),
    _row(
        "--baseline",
        metavar="FILE",
        help="report only what this file of `cardwright baseline` does not know; --fix mends the rest too",
    ),
    _row("--progress", action="store_true", help="how far each card is filled in, and what is left (--format text or json)"),
    _JOBS,
    _DISCOVER,
    _WITHIN,
    _row("--color", choices=("auto", "always", "never"), default="auto", help="colour in text output (default: on a terminal)"),
    _DEBUG,
)
BASELINE = (
    _PATHS,
    _row("--output", metavar="FILE", help="where to (default: the configuration's baseline, else cardwright-baseline.json)"),
    *_WHAT,
    _JOBS,
    _DISCOVER,
    _WITHIN,
    _DEBUG,
)
BASELINE_EXAMPLES = """\
examples:
  cardwright baseline                       what is wrong today, to cardwright-baseline.json
  cardwright check --baseline cardwright-baseline.json
  cardwright baseline --output cards/known.json models/   with `baseline = "cards/known.json"` in cardwright.toml,
                                            the action and the hook use it too
"""
RULES = (_row("--format", choices=("text", "json", "markdown"), default="text", help="markdown writes docs/rules.md"),)
EXPLAIN = (_row("rule", metavar="RULE", help="a rule's id, such as license-unknown"),)

RENDER_EXAMPLES = """\
examples:
  cardwright render                           the card of the model in this folder, written or brought up to date
  cardwright render --check models/otter      what would change, as a patch; exit code 1 when something would
  cardwright render --explain                 every fact, its value and the file that told it
  cardwright render --repo-name me/otter --batch-size 8 --learning-rate 5e-6 --validation-loss 2.3 --output README.md
  cardwright render --set 'limitations=[Slow on long texts]' --set custom.team=vision
  cardwright render --facts-from runs/7/evaluation_results.json
  cardwright render --template capstone --output -
  cardwright render --check --discover .      every rendered card at or below this folder (the hook does)

Facts come from the model's files, then records of its training, results, card.yaml, --facts-from, CARDWRIGHT_... variables,
flags and --set; a later one wins and says so. What nothing says is left out. Only blocks between cardwright's markers and the
keys in the `# cardwright:managed` line are ever changed.

exit codes:
  0 written, or up to date   1 --check found a difference, or the card would have errors   2 wrong usage, fact or template
  3 could not do the job (a hand-written card, an edit inside a block, a file that cannot be written)   130 interrupted
"""
ADOPT_EXAMPLES = """\
examples:
  cardwright adopt models/otter               blocks below the headings that the card has; its words all stay
  cardwright adopt --check models/otter       where they would go, as a patch
  cardwright render models/otter              then: what is known goes into them
"""
TEMPLATE_EXAMPLES = """\
examples:
  cardwright template list                    which there are
  cardwright template show unified            one of them, to begin your own from
  cardwright template check cards/ours.md.j2  its syntax, the variables it uses, the blocks it has
"""
INIT_EXAMPLES = """\
examples:
  cardwright init                             asks for what no file knows, and writes card.yaml
  cardwright init --author-name "Ada Example" --license apache-2.0 < /dev/null    on no terminal it never waits
"""
README_EXAMPLES = """\
examples:
  cardwright readme                           PROJECT.md beside the card
  cardwright readme --output ../README.md     where no file is yet
"""
_FORCE = _row("--force", action="store_true", help="throw edits by hand inside blocks and keys of ours away")
_TEMPLATES = _row("--templates", metavar="FOLDER", help="a folder of your own templates (default: the configuration's)")
_CONFIG = _WHAT[-1]
_SAYING = (
    _row("--set", action="append", default=[], metavar="NAME=VALUE", help="a fact; tables and mappings as YAML or JSON"),
    _row(
        "--facts-from",
        action="append",
        default=[],
        metavar="FILE",
        help="a further file of results, of a training's configuration, or of facts by their names",
    ),
)


def fact_rows(most: tuple = ()) -> tuple:
    """A flag for each fact that fits on a command line."""
    from .facts import declared

    return tuple(
        _row(*declared.flags(name), dest=f"fact_{name}", group=declared.groups()[how["x-group"]]["title"],
             metavar="VALUE", help=_meaning(how), **_action(how))  # fmt: skip
        for name, how in declared.properties().items()
        if declared.is_flag(name)
    )


def _meaning(how: dict) -> str:
    unit = f" ({how['x-unit']})" if "x-unit" in how else ""
    return (how["description"] + unit).replace("%", "%%")


def _action(how: dict) -> dict:
    if how.get("type") == "array":
        return {"action": "append"}
    return {"nargs": "?", "const": "true"} if how.get("type") == "boolean" else {}


def render() -> tuple:
    """The options of `cardwright render`."""
    return (
        _row("folders", nargs="*", metavar="FOLDER", default=[], help="the model's folder, or several; default: ."),
        _row("--template", metavar="NAME", help="unified, hub, variant, capstone, one of your own, or a path"),
        _TEMPLATES,
        _row("--output", metavar="FILE", help="the card's file (default: README.md in the folder); - for standard output"),
        _row("--check", action="store_true", help="show what would change as a patch and write nothing"),
        _row("--explain", action="store_true", help="show every fact and what told it, and write nothing"),
        *_SAYING,
        _FORCE,
        _row("--discover", action="store_true", help="every rendered card in and below the folders, and of the files named"),
        _WITHIN,
        _CONFIG,
        _DEBUG,
        *fact_rows(),
    )


def adopt() -> tuple:
    """The options of `cardwright adopt`."""
    return (
        _row("folders", nargs="*", metavar="FOLDER", default=[], help="the model's folder, or a card; default: ."),
        _row("--template", metavar="NAME", help="the template whose blocks are put in"),
        _TEMPLATES,
        _row("--check", action="store_true", help="show what would change as a patch and write nothing"),
        *_SAYING,
        _WITHIN,
        _CONFIG,
        _DEBUG,
    )


TEMPLATE = (
    _row("action", choices=("list", "show", "check"), help="what to do"),
    _row("names", nargs="*", metavar="NAME", default=[], help="templates, by name or path (check: all of your own without)"),
    _row("--format", choices=("text", "json"), default="text", help="how to say it"),
    _TEMPLATES,
    _CONFIG,
    _DEBUG,
)
FACTS = (_row("--format", choices=("text", "json", "markdown"), default="text", help="markdown writes docs/facts.md"),)


def init() -> tuple:
    """The options of `cardwright init`."""
    return (
        _row("folder", nargs="?", metavar="FOLDER", default=".", help="the model's folder (default: .)"),
        _row("--all", action="store_true", help="ask for everything a card can tell, not only for the usual"),
        _row("--yes", action="store_true", help="ask nothing, also on a terminal"),
        *_SAYING,
        _DEBUG,
        *fact_rows(),
    )


def readme() -> tuple:
    """The options of `cardwright readme`."""
    return (
        _row("folder", nargs="?", metavar="FOLDER", default=".", help="the model's folder (default: .)"),
        _row("--output", metavar="FILE", help="where to (default: PROJECT.md in the folder); - for standard output"),
        _TEMPLATES,
        *_SAYING,
        _CONFIG,
        _DEBUG,
        *fact_rows(),
    )


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
    Command("render", "make or renew a card from what files know", "Make a card from evidence, or renew its blocks.", render,
            RENDER_EXAMPLES),
    Command("adopt", "put blocks into a hand-written card", "Put cardwright's blocks where a card's headings already are.", adopt,
            ADOPT_EXAMPLES),
    Command("init", "ask for what no file knows", "Ask for what no file knows, and write card.yaml.", init, INIT_EXAMPLES),
    Command("readme", "make a README for the project", "Make a README of the project, apart from the card.", readme, README_EXAMPLES),
    Command("template", "list, show and check templates", "List, show and check templates.", TEMPLATE, TEMPLATE_EXAMPLES),
    Command("facts", "list every fact a card can tell", "List every fact: its type, its flag, what it means.", FACTS),
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
