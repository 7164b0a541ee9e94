"""`cardwright release`: quantize, measure, render, check, judge, publish, verify, report: what a tag becomes."""

from __future__ import annotations

import json
import os
from importlib import import_module

from .. import errors, release
from ..errors import CardwrightError, UsageError
from ..facts import author
from ..files import Files
from ..hub import download
from ..measure import evidence
from ..quantize import schemes
from ..release import Step


def run(asked, console) -> int:
    if not asked.dry_run:
        release.may_release(os.environ)
    download.checked(asked.repo)
    _same_version(asked)
    names = [scheme.name for scheme in schemes.several(asked.scheme)]
    journal = release.Journal(asked.folder)
    failed, code = release.carried_out(_steps(asked, names, console), journal, console.err)
    if failed:
        console.err(release.stopped(failed))
        return code
    _outputs(asked, names)
    return errors.CLEAN


def _same_version(asked) -> None:
    """Raise UsageError where card.yaml names another version than the tag."""
    files = Files((asked.folder, None, None))
    name = author.beside(files)
    told = (
        [one.value for one in author.facts(author.in_file(files.path(name), None)) if getattr(one, "name", "") == "version"]
        if name
        else []
    )
    if told and told[-1].removeprefix("v") != asked.tag.removeprefix("v"):
        raise UsageError(
            f"{name} says version {told[-1]}, and the tag is {asked.tag}", "they are the same, or the version is left out"
        )


def _steps(asked, names: list, console):
    """The steps of a release, each with what it depends on."""
    folder, tag = asked.folder, asked.tag
    places = [folder, *(os.path.join(folder, name) for name in names)]
    source = release.checkpoint(folder)
    do = lambda command, *words: lambda: _command(command, words, console)
    for name in names:
        yield Step(f"quantize {name}", source, do("quantize", folder, "--scheme", name))
    told = ["--text", asked.text] if asked.text else []
    told += [word for text in asked.gate for word in ("--gate", text)]
    if asked.chart:
        told.append("--chart")
    if names or asked.text:
        yield Step("measure", json.dumps([source, names, told]), do("measure", folder, *told, *_options(asked)))
    version = ("--version", tag)
    yield Step("render", "", do("render", *places, *version))
    yield Step("check", "", do("check", *(os.path.join(place, "README.md") for place in places)))
    criteria = ("--criteria", asked.criteria) if asked.criteria else ()
    if criteria:
        yield Step("criteria", "", do("report", folder, *version, *criteria, "--fail-on-criteria", "--output", os.devnull))
    if asked.report:
        yield Step("report", "", do("report", folder, *version, *criteria, "--output", asked.report))
    how = [*(["--dry-run"] if asked.dry_run else []), *(["--private"] if asked.private else [])]
    how += ["--variant-repos"] if asked.variant_repos else []
    yield Step("publish", "", do("publish", folder, "--repo", asked.repo, "--tag", tag, *how))
    if not asked.dry_run and not asked.no_verify:
        yield Step("verify", json.dumps([tag, asked.repo, source, _texts(folder)]), do("verify", asked.repo, "--revision", tag))


def _options(asked) -> list[str]:
    return [
        word
        for key in ("window", "tokens", "prompt", "new", "repeats")
        if getattr(asked, key)
        for word in (f"--{key}", str(getattr(asked, key)))
    ]


def _texts(folder: str) -> list[str]:
    """The author's words and the evidence as they are now."""
    paths = [os.path.join(folder, name) for name in ("card.yaml", "evidence.json")]
    found = []
    for path in filter(os.path.isfile, paths):
        with open(path, encoding="utf-8", errors="replace") as file:
            found.append(file.read())
    return found


def _command(name: str, words: tuple, console) -> int:
    """A command of ours as its command line would run it; a failure is said and gives its exit code."""
    from ..parser import parser

    try:
        if name == "check":
            return _checked(words, console)
        return import_module(f"cardwright.commands.{name}").run(parser(name).parse_args([name, *map(str, words)]), console)
    except CardwrightError as error:
        return console.complain(error)


def _checked(paths: tuple, console) -> int:
    from ..check import check_paths

    wrong = [one for one in check_paths(list(paths)).findings if one.level == "error"]
    for one in wrong:
        console.err(f"{one.path}:{one.line}: {one.message} [{one.rule}]\n")
    return errors.FINDINGS if wrong else errors.CLEAN


def _outputs(asked, names: list) -> None:
    """What a workflow's later steps need, where there is a workflow."""
    from ..publish import remote

    path = os.environ.get("GITHUB_OUTPUT")
    if not path:
        return
    sizes = {name or "original": evidence.bytes_of(os.path.join(asked.folder, name)) for name in ["", *names]}
    told = {"tag": asked.tag, "sizes": json.dumps(sizes)}
    if not asked.dry_run:
        hub = remote.Hub(asked.repo)
        told |= {"commit": (hub.refs() or ({}, {}))[1].get(asked.tag, ""), "url": f"{hub.page}/tree/{asked.tag}"}
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in told.items())
