"""A plan becomes one commit on the head it was planned for; its tree is compared; the tag is set. Run again, it does the rest."""

from __future__ import annotations

import os
from collections import namedtuple

from ..check import check_paths
from ..errors import CardwrightError, UsageError
from . import failures, remote
from . import folder as folders
from . import plan as plans

Asked = namedtuple(
    "Asked", "folder repo tag branch private pull_request delete message", defaults=("", "main", False, False, False, "")
)
Asked.__doc__ = """What is asked for: the folder, the repository (ns/name), the tag or "", the branch, and how."""

Done = namedtuple("Done", "commit url tag committed")
Done.__doc__ = """The commit that holds the folder now, its page, the tag on it or "", and whether this run made it."""


def planned(asked: Asked, hub: remote.Hub, tell=None) -> tuple[plans.Plan, dict]:
    """(the Plan of a folder, the tree it was planned for). Raises CardwrightError for what must not, or cannot, be published."""
    if asked.pull_request and asked.tag:
        raise UsageError("a pull request has no tag before it is merged", "publish with --tag after it is")
    files, left = folders.listed(asked.folder)
    _may_go_up(asked.folder, files)
    refs = hub.refs()
    branches, tags = refs if refs is not None else ({}, {})
    head = branches.get(asked.branch)
    if refs is not None and head is None and not branches.get("main"):
        raise CardwrightError(f"{asked.repo} has no branch main", "push something to it first")
    base = head or branches.get("main")
    local = folders.all_hashed(files, tell)
    made = lambda tree: plans.made(
        asked.repo, asked.branch, head, local, tree, left, asked.tag, tags.get(asked.tag), asked.delete, refs is None
    )
    tree = hub.glance(base) if base else {}
    plan = made(tree)
    if base and plans.commits(plan):  # not all of it was seen there, so it is looked at page by page
        tree = hub.tree(base)
        plan = made(tree)
    if plan.tagged and (plan.tagged != head or plans.commits(plan)):
        raise remote.tag_elsewhere(asked.tag, plan.tagged, head if not plans.commits(plan) else None)
    return plan, tree


def published(asked: Asked, hub: remote.Hub, plan: plans.Plan, tree: dict) -> Done:
    """Carry a Plan out. Raises CardwrightError; before the commit nothing has changed, after it a rerun does the rest."""
    if plan.creates:
        hub.create(asked.private)
        plan, tree = planned(asked, hub)  # what the Hub puts into a new repository is there now
    if plan.head is None:
        hub.branch(asked.branch, "main")
        plan, tree = planned(asked, hub)
    if not plans.commits(plan):
        if asked.tag and not plan.tagged:
            hub.tag(asked.tag, plan.head)
        return Done(plan.head, hub.page, asked.tag, False)
    _all_taken(asked, hub, plan)
    commit, url = _committed(asked, hub, plan, tree)
    if asked.pull_request:
        return Done(commit, url, "", True)
    wrong = plans.differs(plans.wanted(plan, tree), hub.tree(commit))
    if wrong:
        raise CardwrightError(
            f"commit {commit[:12]} of {asked.repo} is not what was planned: {', '.join(wrong[:5])}",
            "no tag was set; compare the commit with the folder, and run again",
        )
    if asked.tag:
        hub.tag(asked.tag, commit)
    return Done(commit, url, asked.tag, True)


def cards(folder: str) -> list[str]:
    """README.md of a folder and of the variants in it. The Hub's validator reads only the first."""
    places = [folder, *(os.path.join(folder, name) for name in sorted(os.listdir(folder)))]
    return [
        path for path in (os.path.join(place, "README.md") for place in places if os.path.isdir(place)) if os.path.isfile(path)
    ]


def _may_go_up(folder: str, files: list) -> None:
    if not files:
        raise UsageError(f"{folder} holds no file that is published", "give the model's folder")
    found = folders.secrets(files)
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise CardwrightError(
            f"a secret would be published: {found[0]}{more}",
            "take it out, and revoke it if it was ever shared; nothing was published",
        )
    own = cards(folder)
    if os.path.join(folder, "README.md") not in own:
        raise CardwrightError(f"{folder} has no card", "`cardwright render` makes README.md")
    wrong = [one for one in check_paths(own).findings if one.level == "error"]
    if wrong:
        raise CardwrightError(
            f"{wrong[0].path}:{wrong[0].line}: {wrong[0].message} [{wrong[0].rule}]"
            + (f", and {len(wrong) - 1} more" if wrong[1:] else ""),
            f"`cardwright check {folder}` shows them all; nothing was published",
        )


def _all_taken(asked: Asked, hub: remote.Hub, plan: plans.Plan) -> None:
    """Raise CardwrightError where the server would refuse the card, or leave files out for a .gitignore and not say so."""
    card = next((one.path for one in (*plan.new, *plan.changed) if one.name == "README.md"), None)
    if card:
        with open(card, encoding="utf-8", errors="replace", newline="") as file:
            wrong = hub.objections(file.read())
        if wrong:
            raise failures.card_refused(" ".join(wrong))
    path = os.path.join(asked.folder, ".gitignore")
    text = None
    if os.path.isfile(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    lost = hub.ignored([*plan.new, *plan.changed], plan.branch, text)
    if lost:
        raise CardwrightError(
            f"the Hub would leave out {', '.join(lost[:5])}{' and more' if lost[5:] else ''}, for a .gitignore matches them",
            "take those patterns out of .gitignore, or the files out of the folder; nothing was published",
        )


def _committed(asked: Asked, hub: remote.Hub, plan: plans.Plan, tree: dict) -> tuple[str, str]:
    """(commit, page). A commit whose answer was lost is known by its tree and not made twice."""
    message = asked.message or (f"Release {asked.tag}" if asked.tag else "Publish with cardwright")
    try:
        return hub.commit(plan, message, asked.pull_request)
    except Exception as error:
        if asked.pull_request or not remote.is_lost(error):
            raise
        branches, _ = hub.refs() or ({}, {})
        head = branches.get(plan.branch)
        if head and head != plan.head and not plans.differs(plans.wanted(plan, tree), hub.tree(head)):
            return head, hub.page
        raise
