"""quantization.json: what was done to a variant, beside its weights. The card is rendered from it.

It holds no date and no path, so that the same checkpoint and versions give the same bytes.
"""

from __future__ import annotations

import json
import os
from collections import Counter

from .. import __version__
from ..heavy import TESTED, version
from ..sources import jsonfiles
from . import plan as plans

NAME = "quantization.json"


def of(plan) -> dict:
    """The record of a plan, as JSON holds it."""
    scheme = plan.scheme
    own = [one for one in plan.layers if one.scheme]
    return {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "scheme": scheme.name,
        "title": scheme.title,
        "config": scheme.config.partition(":")[2],
        "bits": scheme.bits,
        "group_size": plan.group or None,
        "portable": plan.portable,
        "source": {
            "name": plan.checkpoint.name,
            "revision": plan.checkpoint.revision or None,
            "dtype": plan.tree.dtype,
            "bytes": plan.checkpoint.size,
            "adapter": plan.checkpoint.adapter.name if plan.checkpoint.adapter else None,
        },
        "model": plan.tree.model,
        "parameters": {"all": plan.parameters, "quantized": sum(one.parameters for one in own)},
        "layers": {
            "quantized": len(own),
            "linear": sum(one.kind == "linear" for one in plan.layers),
            "of": dict(sorted(Counter(one.scheme.name for one in own).items())),
            "kept": [
                {
                    "kind": kind,
                    "why": why,
                    "layers": count,
                    "parameters": _parameters(plan, kind, why),
                    "example": _example(plan, kind, why),
                }
                for (kind, why), count in sorted(Counter((one.kind, one.why) for one in plan.layers if not one.scheme).items())
            ],
        },
        "bytes": plans.size(plan),
        "requires": minimum(plan),
        "runs_on": [{"device": device, "needs": needs or None} for device, needs in scheme.runs],
        "notes": [*scheme.notes, *plan.problems],
        "versions": {package: version(package) for package in TESTED},
        "files": sorted(files_of(plan)),
    }


def text(plan) -> str:
    return json.dumps(of(plan), indent=2, ensure_ascii=False) + "\n"


def minimum(plan) -> dict:
    """package -> the oldest version that loads a variant."""
    used = {scheme for scheme, _ in plan.schemes.values()} or {plan.scheme}
    found: dict = {}
    for scheme in used:
        for package, least in scheme.minimum:
            found[package] = max(found.get(package, least), least, key=_numbers)
    if plan.portable:
        found["torchao"] = max((scheme.portable[0] for scheme in used), key=_numbers)
    return found


def files_of(plan) -> set:
    """Names of the files of a variant that are ours to replace."""
    own = {file.name for file in plan.files} | {"config.json", NAME, *plan.checkpoint.beside}
    return own | {"model.safetensors.index.json"} if plan.index else own


def files(folder: str) -> frozenset | None:
    """Names of the files in a variant's folder that its record calls ours; None where it has no record."""
    content, problem = jsonfiles.parsed(os.path.join(folder, NAME))
    if problem or not isinstance(content.get("files"), list):
        return None
    return frozenset(name for name in content["files"] if isinstance(name, str))


def _parameters(plan, kind: str, why: str) -> int:
    return sum(one.parameters for one in plan.layers if not one.scheme and (one.kind, one.why) == (kind, why))


def _example(plan, kind: str, why: str) -> str:
    return next(one.name for one in plan.layers if not one.scheme and (one.kind, one.why) == (kind, why))


def _numbers(version: str) -> tuple:
    return tuple(int(part) for part in version.split("."))
