"""The options of `cardwright audit`, as rows."""

from __future__ import annotations

from ..options import DEBUG, WHAT, Command, row
from .modelrows import ENGINE

EXAMPLES = """\
examples:
  cardwright audit cards.parquet --output audit              every card of a dump: Parquet, JSON Lines (.gz, .zst) or CSV
  cardwright audit 'dump/*.parquet' --jobs 0 --output audit  on all cores; killed and run again, it goes on where it was
  cardwright audit dump.csv --id-column repo --card-column readme_text --output audit
  cardwright audit models/ --output audit                    the model cards of a folder, or the *.md of a collection
  cardwright audit --org my-org --output audit               fetched from the Hub (HF_ENDPOINT): cards and small configs
  cardwright audit --ids ids.txt --output audit              likewise, an id a line
  cardwright audit --org my-org --shard 2/4 --output part2   a quarter of it, on one of four machines
  cardwright audit --join part1 part2 part3 part4 --output audit   what they found, put together
  cardwright audit new.parquet --since audit --output next --fail-on-new   only cards that changed; 1 when something is new
  cardwright audit --diff audit next                         what got better and worse
  cardwright audit cards.parquet --engine ray --address auto --output audit
  cardwright audit --serve --output audit                    look at an audit that is too large for its page

In the folder: findings.parquet (a row a finding), cards.parquet (a row a card), summary.json, report.html, and parts/, what is
done so far; once all is done it may be deleted. Cards are never changed.

exit codes:
  0 done   1 --fail-on reached, or --fail-on-new and something is new   2 wrong usage, or no such source
  3 something could not be read or checked, and the rest is done; a full disk, a cluster out of reach   130 interrupted
"""

_OTHER = ("--repo", "--online")  # of WHAT: every card has an id of its own, and the Hub is not asked about a million
AUDIT = (
    row("sources", nargs="*", metavar="SOURCE", default=[], help="dumps, folders, patterns such as 'dump/*.parquet'"),
    row("--output", metavar="DIR", help="the folder that everything is written to"),
    row("--ids", metavar="FILE", help="repositories on the Hub, an id a line"),
    row("--org", action="append", default=[], metavar="NAME", help="all models of an organisation or a user on the Hub"),
    row("--shard", metavar="I/N", default="", help="of --ids and --org only the I-th of N shares, for runs that --join joins"),
    row("--join", nargs="+", metavar="DIR", help="put audits of shares together, and check nothing"),
    row("--id-column", metavar="NAME", default="", help="of a dump (default: the usual names, such as modelId)"),
    row("--card-column", metavar="NAME", default="", help="of a dump (default: the usual names, such as card)"),
    *(each for each in WHAT if each[0][0] not in _OTHER),
    row("--limit", type=float, default=10.0, metavar="SECONDS", help="for one card; 0: none (default: 10)"),
    row("--jobs", type=int, default=1, metavar="N", help="processes to share the cards among; 0: one a core (default: 1)"),
    *ENGINE,
    row("--since", metavar="DIR", help="an earlier audit: cards of dumps that did not change are taken over from it"),
    row("--diff", nargs=2, metavar=("OLD", "NEW"), help="compare two audits, and check nothing"),
    row("--fail-on", choices=("error", "warning", "note", "never"), help="the level that makes the exit code 1 (default: never)"),
    row("--fail-on-new", action="store_true", help="only when findings of that level (error) were not in the earlier audit"),
    row("--serve", action="store_true", help="then show it in a browser, from the Parquet files"),
    row("--port", type=int, default=0, metavar="N", help="of --serve (default: a free one)"),
    row("--format", choices=("text", "json"), default="text", help="what goes to standard output: a table, or summary.json"),
    DEBUG,
)
COMMANDS = (
    Command("audit", "audit many cards: a dump, an organisation, the Hub", "Check many cards, and say what they come to.", AUDIT,
            EXAMPLES),
)  # fmt: skip
