"""The options of the commands that work on a model's weights, as rows."""

from __future__ import annotations

from ..measure.protocol import GATES, Protocol
from ..options import DEBUG, Command, row

SCHEMES_EXAMPLES = """\
examples:
  cardwright schemes                          what there is, and what this machine can make and run
  cardwright schemes --format json
"""
QUANTIZE_EXAMPLES = """\
examples:
  cardwright quantize models/otter --scheme int8 --dry-run      every layer and every byte, before a weight is read
  cardwright quantize models/otter --scheme int8,int4           models/otter/int8 and models/otter/int4
  cardwright quantize me/otter --revision v1.0 --scheme int8 --output out
  cardwright quantize models/otter --scheme int4 --group-size 32 --exclude 'layers.0.*'
  cardwright quantize models/otter --scheme int4 --layer 'down_proj=int8'
  cardwright quantize models/otter --scheme int8 --portable     for torchao 0.16 to 0.18
  cardwright quantize runs/lora --merge-adapter models/base --scheme int8 --output out
  cardwright quantize models/big --scheme int8 --engine ray --address auto    its weights shared out to a Ray cluster

A variant is complete or not there: it is written beside its folder, read back, compared with the plan, and moved. What stands in
the folder and is not ours, such as its card, stays. The checkpoint is never changed.

exit codes:
  0 made, or planned   2 wrong usage, or no such model   3 could not do the job: a damaged checkpoint, an architecture or a
  scheme that does not fit, too little quantized, a full disk   130 interrupted
"""
MEASURE_EXAMPLES = """\
examples:
  cardwright measure models/otter --text held-out.txt           the model and every variant in its folder
  cardwright measure models/otter --text held-out.txt --variant int8 --chart
  cardwright measure models/otter --text held-out.txt --gate perplexity_increase_max=0.02 --gate top1_min=0.95
  cardwright measure models/otter --tasks arc_easy,hellaswag --limit 200 --no-memory
  cardwright measure models/otter --no-speed --no-memory --text held-out.txt --format json

Each variant is measured beside the original, in the same process and in turns: perplexity and next-token distributions on the
text, tokens a second, and, in a process of its own, the most memory. All goes to evidence.json, from which cards are rendered.

exit codes:
  0 measured   1 a gate was not passed   2 wrong usage, or no such model   3 could not do the job   130 interrupted
"""
PUBLISH_EXAMPLES = """\
examples:
  cardwright publish models/otter --repo me/otter --dry-run       every file: new, changed, deleted, unchanged, left out and why
  cardwright publish models/otter --repo me/otter --tag v1.2.0    one commit, then its tag
  cardwright publish models/otter --repo me/otter --create-pr     for somebody to look at
  cardwright publish models/otter --repo me/otter --tag v1.2.0 --variant-repos    and me/otter-int8, me/otter-int4

Everything goes up in one commit, on the head it was planned for, or nothing does. Run again after any failure, it does what is
left: what was uploaded is not uploaded twice, and a commit that was made is only tagged. Cards with errors, secrets, links that
lead out of the folder, and files that a .gitignore would take out of the commit stop it before a byte moves.

Credentials: a Trusted Publisher (HF_OIDC_RESOURCE), else HF_TOKEN, else who is logged in; never an argument.

exit codes:
  0 published, or nothing had changed   2 wrong usage   3 could not: a card with errors, a secret, permission, quota, network, a
  branch that has moved, a tag that is elsewhere   130 interrupted
"""
VERIFY_EXAMPLES = """\
examples:
  cardwright verify me/otter --revision v1.2.0             downloaded anew: every hash, every card, every model
  cardwright verify somebody/else --no-load                anybody's repository, without loading its models

exit codes:
  0 all as it should be   1 something is not   2 wrong usage   3 could not look   130 interrupted
"""
RELEASE_EXAMPLES = """\
examples:
  cardwright release models/otter --repo me/otter --tag v1.2.0 --scheme int8,int4 --text held-out.txt --dry-run
  cardwright release models/otter --repo me/otter --tag v1.2.0 --scheme int8 --text held-out.txt --criteria criteria.yaml \\
      --report report.html

Quantizes, measures, renders the cards, checks them, judges the criteria, publishes in one commit, tags it, reads it back. A run
was killed goes on where it was. Nothing is released for a pull request.

exit codes:
  0 released   1 a gate or criterion not met, a card with errors, a verification that failed   2 wrong usage
  3 could not do the job   130 interrupted
"""
_SOURCE = row("source", metavar="MODEL", help="a folder with config.json and safetensors, or an id on the Hub")
_FORMAT = row("--format", choices=("text", "json"), default="text", help="how to say it (default: text)")
_VARIANT_REPOS = row("--variant-repos", action="store_true",
                     help="each variant also in a repository of its own, NS/NAME-int8, which the Hub relates to it")  # fmt: skip
_JOBS = row("--jobs", type=int, default=0, metavar="N", help="tensors to work on at a time (default: one a core)")

ENGINE = (
    row("--engine", choices=("local", "ray"), default="local", help="what the work is shared by (default: local, this machine)"),
    row("--address", metavar="ADDRESS", help="of a Ray cluster: auto, HOST:PORT or ray://HOST:PORT (default: one of its own)"),
)

SCHEMES = (_FORMAT, DEBUG)
QUANTIZE = (
    _SOURCE,
    row(
        "--scheme",
        "--quant-type",
        action="append",
        default=[],
        metavar="NAME[,NAME]",
        help="what to make; `cardwright schemes` lists them",
    ),
    row("--output", metavar="FOLDER", help="where the variants' folders go (default: the model's own folder)"),
    row("--revision", metavar="NAME", default="", help="a branch, tag or commit of a model on the Hub"),
    row("--dry-run", action="store_true", help="show the plan and write nothing; a config.json without weights is enough"),
    row(
        "--group-size",
        type=int,
        default=0,
        metavar="N",
        help="of int4: 128, 64 or 32 (default: the largest that fits every layer)",
    ),
    row("--include", action="append", default=[], metavar="PATTERN", help="quantize only these layers, such as 'mlp.*'"),
    row("--exclude", action="append", default=[], metavar="PATTERN", help="leave these layers as they are"),
    row("--layer", action="append", default=[], metavar="PATTERN=SCHEME", help="another scheme, or `keep`, for these layers"),
    row("--portable", action="store_true", help="a form that torchao 0.16 to 0.18 all read (int8, int8-dynamic, float8)"),
    row(
        "--dtype", choices=("bfloat16", "float16", "float32"), default="", help="of what is not quantized (default: the model's)"
    ),
    row("--merge-adapter", metavar="BASE", help="MODEL is a LoRA adapter: merge it into this base model first"),
    row("--max-file-size", default="5GB", metavar="SIZE", help="of a weights file (default: 5GB)"),
    row(
        "--floor", type=float, default=10, metavar="PERCENT", help="fail when fewer of the parameters are quantized (default: 10)"
    ),
    row("--device", choices=("auto", "cpu", "cuda"), default="auto", help="to quantize on (default: auto, the CPU where it can)"),
    _JOBS,
    *ENGINE,
    _FORMAT,
    DEBUG,
)
MEASURE = (
    row("model", metavar="MODEL", help="the model's folder, with its variants in folders below, or an id on the Hub"),
    row("--text", metavar="FILE", help="measure quality on this text, held out from training: UTF-8, or .jsonl with `text`"),
    row(
        "--tasks",
        action="append",
        default=[],
        metavar="NAME[,NAME]",
        help="also these tasks of lm-evaluation-harness (extra `eval`)",
    ),
    row("--limit", type=int, default=0, metavar="N", help="examples of a task at most (default: all)"),
    row("--tasks-from", metavar="FOLDER", help="with tasks of your own, as the harness's YAML"),
    row("--variant", action="append", default=[], metavar="NAME", help="only these variants (default: all that are there)"),
    row("--output", metavar="FILE", help="where to (default: evidence.json in the model's folder); - for standard output"),
    row("--revision", metavar="NAME", default="", help="a branch, tag or commit of a model on the Hub"),
    row(
        "--window",
        type=int,
        default=0,
        metavar="N",
        help=f"tokens a window (default: {Protocol().window}, or what the model takes)",
    ),
    row("--stride", type=int, default=0, metavar="N", help="tokens from a window to the next (default: the window)"),
    row("--tokens", type=int, default=Protocol().tokens, metavar="N", help=f"tokens at most (default: {Protocol().tokens})"),
    row("--batch", type=int, default=Protocol().batch, metavar="N", help=f"of the speed (default: {Protocol().batch})"),
    row("--prompt", type=int, default=Protocol().prompt, metavar="N", help=f"tokens of prompt (default: {Protocol().prompt})"),
    row("--new", type=int, default=Protocol().new, metavar="N", help=f"tokens that follow it (default: {Protocol().new})"),
    row("--repeats", type=int, default=Protocol().repeats, metavar="N", help=f"of the speed (default: {Protocol().repeats})"),
    row("--no-speed", action="store_true", help="measure no speed"),
    row("--no-memory", action="store_true", help="measure no memory"),
    row("--chart", action="store_true", help="also draw evidence.png, for the card, and evidence.svg"),
    row(
        "--gate", action="append", default=[], metavar="NAME=NUMBER", help=f"fail unless every variant passes: {', '.join(GATES)}"
    ),
    row("--device", choices=("auto", "cpu", "cuda"), default="auto", help="to measure on (default: a GPU where there is one)"),
    _FORMAT,
    row("--config", metavar="FILE", help="a cardwright.toml or pyproject.toml (default: the nearest one, going up)"),
    DEBUG,
)
PUBLISH = (
    row("folder", metavar="FOLDER", help="the model's folder, with its variants"),
    row("--repo", metavar="NS/NAME", required=True, help="the repository on the Hub; it is created where there is none"),
    row("--tag", metavar="NAME", default="", help="set this tag on the commit, such as v1.2.0"),
    row("--dry-run", action="store_true", help="show the plan and change nothing"),
    row("--branch", metavar="NAME", default="main", help="the branch (default: main); one that is not there begins at main"),
    row("--create-pr", action="store_true", help="open a pull request instead of committing to the branch"),
    row("--private", action="store_true", help="where the repository is created, make it private"),
    row("--delete", action="store_true", help="also delete what is there and not in the folder"),
    row("--message", metavar="TEXT", default="", help="of the commit (default: Release TAG)"),
    _VARIANT_REPOS,
    _FORMAT,
    DEBUG,
)
VERIFY = (
    row("repo", metavar="NS/NAME", help="the repository on the Hub"),
    row("--revision", metavar="NAME", default="main", help="a tag, branch or commit (default: main)"),
    row("--no-load", action="store_true", help="compare and read, and load no model (needs no torch)"),
    _FORMAT,
    DEBUG,
)
RELEASE = (
    row("folder", metavar="FOLDER", help="the model's folder, with card.yaml"),
    row("--repo", metavar="NS/NAME", required=True, help="the repository on the Hub"),
    row("--tag", metavar="NAME", required=True, help="the version, such as v1.2.0: in the card, on the Hub"),
    row("--scheme", action="append", default=[], metavar="NAME[,NAME]", help="the variants to make"),
    row("--text", metavar="FILE", help="measure quality on this text"),
    row("--gate", action="append", default=[], metavar="NAME=NUMBER", help="stop unless every variant passes"),
    row("--criteria", metavar="FILE", help="stop unless every criterion in this file is met"),
    row("--report", metavar="FILE", help="also write the final report: .html, .json or .md"),
    row("--chart", action="store_true", help="draw evidence.png for the card"),
    *(row(f"--{name}", type=int, default=0, metavar="N", help="of the measurement; see `cardwright measure`")
      for name in ("window", "tokens", "prompt", "new", "repeats")),
    row("--private", action="store_true", help="where the repository is created, make it private"),
    row("--dry-run", action="store_true", help="do everything but publish; show what would be"),
    row("--no-verify", action="store_true", help="do not read it back"),
    _VARIANT_REPOS,
    DEBUG,
)  # fmt: skip

COMMANDS = (
    Command("schemes", "list the ways to quantize", "List the ways to quantize, and what this machine can make and run.", SCHEMES,
            SCHEMES_EXAMPLES),
    Command("quantize", "make quantized variants", "Make quantized variants of a model, each in a folder of its own.", QUANTIZE,
            QUANTIZE_EXAMPLES),
    Command("measure", "measure what variants cost and are worth", "Measure size, memory, quality and speed of variants.",
            MEASURE, MEASURE_EXAMPLES),
    Command("publish", "publish a folder in one commit", "Publish a folder to the Hub in one commit, with its tag.", PUBLISH,
            PUBLISH_EXAMPLES),
    Command("verify", "verify what is on the Hub", "Download a revision, compare it, read its cards, load its models.", VERIFY,
            VERIFY_EXAMPLES),
    Command("release", "all of it, for a tag", "Quantize, measure, render, check, publish and verify.", RELEASE,
            RELEASE_EXAMPLES),
)  # fmt: skip
