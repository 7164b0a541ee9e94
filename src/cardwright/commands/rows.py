"""The options of the commands that make cards, as rows. Each fact has a flag, which schemas/facts.schema.json declares."""

from __future__ import annotations

from ..facts import declared
from ..options import DEBUG, WHAT, WITHIN, Command, row

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
REPORT_EXAMPLES = """\
examples:
  cardwright report models/otter --output report.html             one page: phone, dark, paper; nothing is loaded, nothing runs
  cardwright report models/otter --criteria criteria.yaml --output report.json
  cardwright report models/otter --criteria criteria.yaml --fail-on-criteria > report.html
  cardwright report models/otter --format markdown >> "$GITHUB_STEP_SUMMARY"

criteria.yaml is a list; `metric` names a result, or perplexity, validation_loss, training_loss, or of a variant size_ratio:int8,
perplexity_change:int8, top1:int8, kl:int8, decode_ratio:int8. Shares are of 1.
  - {name: Accurate, metric: accuracy, direction: higher, threshold: 0.8, min_n: 500, significant: true}
  - {name: Better than its base, metric: accuracy, direction: higher, threshold: 10, relative: true}   in per cent of the baseline
  - {name: int8 as good, metric: "perplexity_change:int8", direction: lower, threshold: 0.02}

A verdict is worked out from what was measured, with what told it; what nobody measured is not measured, and so not met.

exit codes:
  0 told   1 --fail-on-criteria, and a criterion is not met or not measured   2 wrong usage, facts or criteria
  3 could not do the job (nothing is known, a file that is no report stands at --output)   130 interrupted
"""
_FORCE = row("--force", action="store_true", help="throw edits by hand inside blocks and keys of ours away")
_TEMPLATES = row("--templates", metavar="FOLDER", help="a folder of your own templates (default: the configuration's)")
_CONFIG = WHAT[-1]
_SAYING = (
    row("--set", action="append", default=[], metavar="NAME=VALUE", help="a fact; tables and mappings as YAML or JSON"),
    row(
        "--facts-from",
        action="append",
        default=[],
        metavar="FILE",
        help="a further file of results, of a training's configuration, or of facts by their names",
    ),
)


def fact_rows() -> tuple:
    """A flag for each fact that fits on a command line."""
    return tuple(
        row(
            *declared.flags(name),
            dest=f"fact_{name}",
            group=declared.groups()[how["x-group"]]["title"],
            metavar="VALUE",
            help=_meaning(how),
            **_action(how),
        )  # fmt: skip
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
        row("folders", nargs="*", metavar="FOLDER", default=[], help="the model's folder, or several; default: ."),
        row("--template", metavar="NAME", help="unified, hub, variant, capstone, one of your own, or a path"),
        _TEMPLATES,
        row("--output", metavar="FILE", help="the card's file (default: README.md in the folder); - for standard output"),
        row("--check", action="store_true", help="show what would change as a patch and write nothing"),
        row("--explain", action="store_true", help="show every fact and what told it, and write nothing"),
        row("--format", choices=("text", "json"), default="text", help="of --explain (default: text)"),
        row("--eval-results", action="store_true", help="also .eval_results/cardwright.yaml, for benchmarks that the Hub has"),
        *_SAYING,
        _FORCE,
        row("--discover", action="store_true", help="every rendered card in and below the folders, and of the files named"),
        WITHIN,
        _CONFIG,
        DEBUG,
        *fact_rows(),
    )


def adopt() -> tuple:
    """The options of `cardwright adopt`."""
    return (
        row("folders", nargs="*", metavar="FOLDER", default=[], help="the model's folder, or a card; default: ."),
        row("--template", metavar="NAME", help="the template whose blocks are put in"),
        _TEMPLATES,
        row("--check", action="store_true", help="show what would change as a patch and write nothing"),
        *_SAYING,
        WITHIN,
        _CONFIG,
        DEBUG,
    )


TEMPLATE = (
    row("action", choices=("list", "show", "check"), help="what to do"),
    row("names", nargs="*", metavar="NAME", default=[], help="templates, by name or path (check: all of your own without)"),
    row("--format", choices=("text", "json"), default="text", help="how to say it"),
    _TEMPLATES,
    _CONFIG,
    DEBUG,
)
FACTS = (row("--format", choices=("text", "json", "markdown"), default="text", help="markdown writes docs/facts.md"),)


def init() -> tuple:
    """The options of `cardwright init`."""
    return (
        row("folder", nargs="?", metavar="FOLDER", default=".", help="the model's folder (default: .)"),
        row("--all", action="store_true", help="ask for everything a card can tell, not only for the usual"),
        row("--yes", action="store_true", help="ask nothing, also on a terminal"),
        *_SAYING,
        DEBUG,
        *fact_rows(),
    )


def readme() -> tuple:
    """The options of `cardwright readme`."""
    return (
        row("folder", nargs="?", metavar="FOLDER", default=".", help="the model's folder (default: .)"),
        row("--output", metavar="FILE", help="where to (default: PROJECT.md in the folder); - for standard output"),
        _TEMPLATES,
        *_SAYING,
        _CONFIG,
        DEBUG,
        *fact_rows(),
    )


def report() -> tuple:
    """The options of `cardwright report`."""
    return (
        row("folder", nargs="?", metavar="FOLDER", default=".", help="the model's folder (default: .)"),
        row("--criteria", metavar="FILE", help="what the model must reach, as YAML or JSON (schemas/criteria.schema.json)"),
        row("--fail-on-criteria", action="store_true", help="exit with 1 unless every criterion is met"),
        row("--format", choices=("json", "html", "markdown"), help="default: by the ending of --output, else html"),
        row("--output", metavar="FILE", help="where to (default: standard output); no file is written over but a report"),
        *_SAYING,
        WITHIN,
        DEBUG,
        *fact_rows(),
    )


COMMANDS = (
    Command(
        "render",
        "make or renew a card from what files know",
        "Make a card from evidence, or renew its blocks.",
        render,
        RENDER_EXAMPLES,
    ),
    Command(
        "adopt",
        "put blocks into a hand-written card",
        "Put cardwright's blocks where a card's headings already are.",
        adopt,
        ADOPT_EXAMPLES,
    ),
    Command("init", "ask for what no file knows", "Ask for what no file knows, and write card.yaml.", init, INIT_EXAMPLES),
    Command(
        "readme", "make a README for the project", "Make a README of the project, apart from the card.", readme, README_EXAMPLES
    ),
    Command(
        "report",
        "the final report of a fine-tuning, with a verdict on each criterion",
        "Write the final report of a model from the facts of its card: what it reaches, against what, and what told it.",
        report,
        REPORT_EXAMPLES,
    ),
    Command("template", "list, show and check templates", "List, show and check templates.", TEMPLATE, TEMPLATE_EXAMPLES),
    Command("facts", "list every fact a card can tell", "List every fact: its type, its flag, what it means.", FACTS),
)
