"""`cardwright publish`: a folder to the Hub in one commit, with its tag."""

from __future__ import annotations

import difflib
import json
import os

from .. import errors
from ..errors import UsageError
from ..hub import download
from ..publish import failures, remote
from ..publish import plan as plans
from ..publish import run as runs
from ..repository import variants
from . import meter


def run(asked, console) -> int:
    download.checked(asked.repo)
    if asked.tag and not _is_tag(asked.tag):
        raise UsageError(f"--tag {asked.tag!r} is no name of a tag", "such as v1.2.0, without spaces")
    work = [_planned(wanted, console) for wanted in _wanted(asked)]  # all of it, before a byte of it moves
    if asked.dry_run:
        console.out(_dry(work, asked.format))
        return errors.CLEAN
    done = [_published(*each, console) for each in work]
    if asked.format == "json":
        told_all = [one._asdict() | {"plan": told(plan)} for one, (_, _, plan, _) in zip(done, work)]
        console.out(json.dumps(_nested(told_all), indent=1) + "\n")
    else:
        for one, (wanted, *_) in zip(done, work):
            made = "published" if one.committed else "nothing had changed"
            console.out(f"{wanted.repo}: {made}; commit {one.commit}{f', tag {one.tag}' if one.tag else ''}\n{one.url}\n")
    return errors.CLEAN


def _wanted(asked):
    """What goes where: the folder to its repository, and with --variant-repos each variant to one of its own as well."""
    how = (asked.tag, asked.branch, asked.private, asked.create_pr, asked.delete, asked.message)
    yield runs.Asked(asked.folder, asked.repo, *how)
    names = variants.below(asked.folder) if asked.variant_repos else ()
    if asked.variant_repos and not names:
        raise UsageError(f"{asked.folder} holds no variant", "`cardwright quantize` makes them, or leave --variant-repos out")
    for name in names:
        yield runs.Asked(os.path.join(asked.folder, name), f"{asked.repo}-{name}", *how)


def _planned(wanted: runs.Asked, console) -> tuple:
    with failures.in_words(wanted.repo):
        hub = remote.Hub(wanted.repo, console.watched)
        with meter.Meter(console, f"reading {wanted.folder}", _size(wanted.folder)) as progress:
            return wanted, hub, *runs.planned(wanted, hub, progress.add)


def _published(wanted: runs.Asked, hub: remote.Hub, plan: plans.Plan, tree: dict, console) -> runs.Done:
    console.err(summary(plan) + "\n")
    with failures.in_words(wanted.repo):
        return runs.published(wanted, hub, plan, tree)


def _dry(work: list, how: str) -> str:
    if how == "json":
        return json.dumps(_nested([told(plan) for _, _, plan, _ in work]), indent=1) + "\n"
    texts = []
    for wanted, hub, plan, _ in work:
        with failures.in_words(wanted.repo):
            texts.append(text(plan) + card(plan, hub))
    return "\n".join(texts)


def _nested(rows: list[dict]) -> dict:
    return rows[0] | ({"variant_repos": rows[1:]} if rows[1:] else {})


def _is_tag(name: str) -> bool:
    """As git takes names of references (git check-ref-format), and no spaces, which the Hub refuses."""
    bad = any(part in name for part in ("..", "@{", "//", "\\")) or any(c in " ~^:?*[\x7f" or ord(c) < 32 for c in name)
    return not bad and not name.startswith(("-", "/", ".")) and not name.endswith(("/", ".", ".lock")) and len(name) < 200


def _size(folder: str) -> int:
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names
               if os.path.isfile(os.path.join(place, name)))  # fmt: skip


def told(plan: plans.Plan) -> dict:
    """A plan as JSON holds it."""
    rows = lambda files: [{"path": one.name, "bytes": one.size, "sha256": one.sha256} for one in files]
    return {
        "repo": plan.repo, "branch": plan.branch, "head": plan.head, "creates": plan.creates, "tag": plan.tag or None,
        "tagged": plan.tagged,
        "new": rows(plan.new), "changed": rows(plan.changed), "deleted": list(plan.deleted), "unchanged": rows(plan.unchanged),
        "kept": list(plan.kept), "left": [one._asdict() for one in plan.left], "commits": plans.commits(plan),
    }  # fmt: skip


def summary(plan: plans.Plan) -> str:
    size = sum(one.size for one in (*plan.new, *plan.changed))
    return (
        f"{plan.repo}@{plan.branch}: {len(plan.new)} new, {len(plan.changed)} changed, {len(plan.deleted)} deleted,"
        f" {len(plan.unchanged)} unchanged; {size:,} bytes"
        + (f"; tag {plan.tag}" if plan.tag else "")
        + ("; the repository is created" if plan.creates else "")
    )


def card(plan: plans.Plan, hub: remote.Hub) -> str:
    """What changes in the card, as a patch."""
    own = next((one for one in plan.changed if one.name == "README.md"), None)
    if own is None or plan.head is None:
        return ""
    with open(own.path, encoding="utf-8", errors="replace") as file:
        new = file.read()
    lines = difflib.unified_diff(hub.text(own.name, plan.head).splitlines(), new.splitlines(), "on the Hub", "here", lineterm="")
    return "\n" + "\n".join(lines) + "\n"


def text(plan: plans.Plan) -> str:
    """A plan for people: every file, its size and hash."""
    lines = []
    for word, files in (("new", plan.new), ("changed", plan.changed), ("unchanged", plan.unchanged)):
        lines += [f"  {word:9}  {one.size:>15,}  {one.sha256[:12]}  {one.name}" for one in files]
    lines += [f"  {'deleted':9}  {'':15}  {'':12}  {name}" for name in plan.deleted]
    lines += [f"  {'stays':9}  {'':15}  {'':12}  {name}: it is there and not here" for name in plan.kept]
    lines += [f"  {'not up':9}  {'':15}  {'':12}  {one.name}: {one.why}" for one in plan.left]
    return summary(plan) + "\n\n" + "\n".join(lines) + "\n"
