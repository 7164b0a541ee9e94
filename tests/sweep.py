"""A fault at every request of a publish in turn, over the loopback Hub: what test_publish.py asserts and bench/faults.py counts.

After each fault the command is run until it passes. What must hold all the while: `main` is the old tree or the new one, never a mixture;
at the end there is the exact tree, in one commit more, with its tag on it, and the old tag is where it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path
from unittest import mock

from hub import Hub
from huggingface_hub import constants

from cardwright import cli
from cardwright.publish import remote

TOKEN = "hf_" + "Qz7Lw2Xk9V" * 3 + "p4Tn"  # of the loopback Hub alone
REPO = "team/otter"
CARD = """\
---
license: apache-2.0
language: en
library_name: transformers
pipeline_tag: text-generation
---
# Otter

A small model of otters.
"""
KINDS = ("503", "429", "403", "500-html", "reset", "lost")
DEATHS = ("kill", "kill-after")
# (kind, transport, files more): with 300 more a listing has pages and a preupload has two parts.
SWEEPS = [(kind, transport, 0) for kind in KINDS for transport in ("lfs", "xet")]
SWEEPS += [(kind, transport, 300) for kind in ("lost", "reset") for transport in ("lfs", "xet")]
MOST_RUNS = 8  # until a publish that one request failed for must have passed

Swept = namedtuple("Swept", "kind transport files requests runs violations seconds")
Swept.__doc__ = """A sweep: the fault, how files go up, how many there are, requests that were struck in turn, runs of the command, what was
wrong as texts, and seconds."""


def weights(size: int, seed: int) -> bytes:
    """A safetensors file of one tensor."""
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return len(header).to_bytes(8, "little") + header + bytes((seed + at * at) % 251 for at in range(size))


def made(folder: Path, extra: int = 0) -> Path:
    """A model with a variant, and as many small files more."""
    (folder / "int8").mkdir(parents=True)
    (folder / "README.md").write_text(CARD)
    for place, size, seed in ((folder, 3000, 1), (folder / "int8", 1500, 2)):
        (place / "config.json").write_text('{"model_type": "llama", "architectures": ["LlamaForCausalLM"]}')
        (place / "model.safetensors").write_bytes(weights(size, seed))
    for number in range(extra):
        (folder / f"note{number}.txt").write_text(f"{number}")
    return folder


def files(folder: Path) -> dict:
    """The files of a folder, path -> bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tree(hub, revision: str = "main") -> dict:
    """The files of the repository but the Hub's own."""
    return {name: data for name, data in hub.repo(REPO).tree(revision).items() if name != ".gitattributes"}


def swept(kind: str, transport: str, extra: int, work: Path) -> Swept:
    """Let each request of a second publish fail once, over "lfs" or "xet"; the folders lie in `work`."""
    model, began, wrong = made(work / "otter", extra), time.perf_counter(), []
    at = runs = 0
    with _impatient():
        while True:
            struck, more = _struck(kind, transport, at, Path(shutil.copytree(model, work / f"{kind}-{at}")), wrong)
            runs += more
            if not struck:
                return Swept(kind, transport, len(files(model)) + 1, at, runs, wrong, time.perf_counter() - began)
            at += 1


def _struck(kind: str, transport: str, at: int, folder: Path, wrong: list) -> tuple[bool, int]:
    """(whether there was a request number `at`, how often the command ran); what must not be is added to `wrong`."""
    with Hub() as hub, mock.patch.dict(os.environ, HF_ENDPOINT=hub.url, HF_TOKEN=TOKEN):
        hub.page_size = 200
        hub.add_token(TOKEN, user="team", role="write")
        code, said = _published(folder, "v1", "lfs")  # hf_xet keeps state from Hub to Hub; what is swept comes after
        assert code == 0, said
        # Never the same bytes twice: hf_xet remembers on disk what a Hub at this address has, and ports come again.
        (folder / "model.safetensors").write_bytes(weights(4000, 5)[:-64] + os.urandom(64))
        (folder / "new.txt").write_text("new")
        repo, wanted, was = hub.repo(REPO), files(folder), tree(hub, "v1")
        commits, old, fault = len(repo.commits), repo.tags["v1"], hub.fault(at=at, kind=kind)
        held = lambda good, what: None if good else wrong.append(f"{kind} over {transport} at request {at}, {fault.hit}: {what}")
        code, runs = None, 0
        while code != 0 and runs < MOST_RUNS:
            runs += 1
            code, said = _published(folder, "v2", transport)
            held(code in (0, 3), f"exit code {code}: {said}")
            held(tree(hub) in (wanted, was), "main is mixed")
        held(code == 0, f"it does not pass in {MOST_RUNS} runs: {said}")
        held("v2" in repo.tags and tree(hub, "v2") == wanted, "the tag is not on the folder's tree")
        held(len(repo.commits) == commits + 1, f"{len(repo.commits) - commits} commits")
        held(repo.tags.get("v2") == repo.branches["main"] and repo.tags["v1"] == old, "a tag is elsewhere")
        return fault.hit is not None, runs


@contextlib.contextmanager
def _impatient():
    """No wait between tries, ours and the client's."""
    with mock.patch.object(remote, "_PATIENCE", (0.01,)), mock.patch.object(time, "sleep"):
        yield


def _published(folder: Path, tag: str, transport: str) -> tuple[int, str]:
    """(exit code, what was said) of `cardwright publish` in this process."""
    said = io.StringIO()
    with mock.patch.object(constants, "HF_HUB_DISABLE_XET", transport == "lfs"), contextlib.redirect_stdout(said):
        with contextlib.redirect_stderr(said):
            return cli.main(["publish", str(folder), "--repo", REPO, "--tag", tag]), said.getvalue()


def killed(kind: str, work: Path) -> Swept:
    """Let the publisher die at each request of a first publish, before ("kill") or after it is carried out ("kill-after")."""
    model, began, wrong = made(work / "otter"), time.perf_counter(), []
    at = runs = 0
    while True:
        more = _died(kind, at, model, work / "home", wrong)
        runs += more
        if more == 1:
            return Swept(kind, "lfs", len(files(model)), at, runs, wrong, time.perf_counter() - began)
        at += 1


def _died(kind: str, at: int, model: Path, home: Path, wrong: list) -> int:
    """How often the command ran: once where there is no request number `at`; what must not be is added to `wrong`."""
    environment = {**os.environ, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(home),
                   "PYTHONPATH": str(Path(cli.__file__).parents[1])}  # fmt: skip
    words = [sys.executable, "-m", "cardwright", "publish", str(model), "--repo", REPO, "--tag", "v1"]
    held = lambda good, what: None if good else wrong.append(f"{kind} at request {at}: {what}")
    with Hub() as hub:
        hub.add_token(TOKEN, user="team", role="write")
        hub.fault(at=at, kind=kind)
        environment["HF_ENDPOINT"] = hub.url
        hub.victim = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        died = hub.victim.wait() != 0
        held(_main(hub) in ({}, files(model)), "main is mixed")
        if died:
            again = subprocess.run(words, env=environment, capture_output=True, text=True)
            held(again.returncode == 0, f"run again, exit code {again.returncode}: {again.stderr}")
        held(_main(hub) == files(model), "main is not the folder's tree")
        repo = hub.repo(REPO) if hub.repos else hub.add_repo(REPO)
        held(repo.tags.get("v1") == repo.branches["main"], "the tag is not on main")
        held(len(repo.commits) == 2, f"{len(repo.commits) - 1} commits")
        held(len(hub.uploads) == len(set(hub.uploads)) == 2, "an upload that had finished was repeated")
        return 1 + died


def _main(hub) -> dict:
    """The files of `main`, none where the repository is not there yet."""
    return tree(hub) if hub.repos else {}
