"""Whether what is on the Hub is what it should be: downloaded into an empty cache, compared, read, loaded. Read-only."""

from __future__ import annotations

import os
from collections import namedtuple

from ..check import check_paths
from ..config import Settings
from ..heavy import libraries
from ..hub import hubclient
from ..repository import variants
from ..sources import jsonfiles
from . import folder as folders
from . import plan as plans
from . import reachable, run

Step = namedtuple("Step", "what good detail")
Step.__doc__ = (
    """A thing that was looked at, whether it is as it should be (None: it could not be looked at), and what was found."""
)


def downloaded(repo: str, revision: str, cache: str) -> str:
    """The folder of a revision, downloaded whole into an empty cache."""
    import huggingface_hub

    huggingface_hub.utils.disable_progress_bars()
    return huggingface_hub.snapshot_download(
        repo, revision=revision, cache_dir=cache, endpoint=os.environ.get("HF_ENDPOINT") or None
    )


def looked(repo: str, revision: str, folder: str, hub, loads: bool):
    """Each Step of a verification, as it is done."""
    tree = hub.tree(revision)
    yield _files(folder, tree)
    yield from _cards(repo, folder)
    if loads:
        yield from _models(folder)


def _files(folder: str, tree: dict) -> Step:
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            inside = os.path.relpath(path, folder).replace(os.sep, "/")
            found[inside] = folders.hashed(inside, path)
    wrong = [name for name, one in tree.items() if name not in found or not plans.same(found[name], one)]
    size = sum(one.size for one in found.values())
    detail = f"{', '.join(wrong[:5])} differ" if wrong else f"{len(found):,} files, {size:,} bytes, every hash as the Hub has it"
    return Step("files", not wrong, detail)


def _cards(repo: str, folder: str):
    own = run.cards(folder)
    if not own:
        yield Step("cards", False, "there is no card")
        return
    report = check_paths(own, Settings(repo=repo, online=hubclient.Hub()))
    for path in own:
        name = os.path.relpath(path, folder)
        wrong = [one for one in report.findings if one.path == path and one.level == "error"]
        detail = f"{wrong[0].line}: {wrong[0].message} [{wrong[0].rule}]" if wrong else "no errors"
        yield Step(name, not wrong, detail)
    yield from (Step(*told) for told in reachable.told(own, repo))


def _models(folder: str):
    """Root and variants: each loads whole, generates, and has the logits that evidence.json recorded."""
    from ..errors import CardwrightError
    from ..measure import evidence, models, probe

    content, _ = jsonfiles.parsed(os.path.join(folder, evidence.NAME))
    recorded = {row.get("folder"): row.get("probe") for row in content.get("models", ()) if isinstance(row, dict)}
    for name in ["", *variants.below(folder)]:
        what = f"model {name or 'in the root'}"
        try:
            one = models.loaded(folder, name, "cpu")
            told = _generated(one, recorded.get(name), probe)
        except CardwrightError as error:
            yield Step(what, False, error.message)
            continue
        yield Step(what, told[0], told[1])


def _generated(one, recorded, probe) -> tuple:
    torch = libraries().torch
    with torch.inference_mode():
        out = one.model.generate(torch.tensor([[1, 2, 3]]), max_new_tokens=4, do_sample=False)
    said = f"it loads and generates {out.shape[1] - 3} tokens"
    if not isinstance(recorded, dict):
        return True, said + "; no logits of it were recorded"
    apart = probe.difference(one, recorded)
    if apart > 1:
        return False, f"its logits are not those that were recorded ({apart:.1f} tolerances apart)"
    return True, said + "; its logits are those that were recorded"
