"""evidence.json, which `cardwright measure` leaves beside the model: what it and its variants cost and are worth."""

from __future__ import annotations

from .. import schema
from ..facts import Fact, Note
from ..files import is_variant
from ..measure import wording
from . import jsonfiles

NAME = "evidence.json"
CHART = "evidence.png"


def read(files):
    """Of a model's own folder everything; of a variant's, what the folder above says of it and of the original."""
    own = files.own_name if is_variant(files.own_name) else ""
    name = f"../{NAME}" if own and NAME not in files.names else NAME
    content, notes = jsonfiles.loaded(files, name)
    yield from notes
    if content:
        yield from told(content, name, own)
        if CHART in files.names:
            yield Fact("measurement_chart", CHART, CHART)


def fits(content: dict) -> bool:
    return isinstance(content.get("models"), list) and isinstance(content.get("host"), dict) and "original" in content


def told(content: dict, file: str, own: str = ""):
    """Facts of evidence; with `own`, only of that variant and the original."""
    wrong = next(iter(schema.violations(content, "evidence.schema.json")), None)
    if wrong:
        yield Note(file, f"{wrong.message}; nothing of it is used")
        return
    models = [model for model in content["models"] if not own or model["folder"] in ("", own)]
    if len(models) < 2 and own:
        return
    yield Fact("measurements", [_row(model) for model in models], file, "models")
    scores = [_score(model, one) for model in models for one in model.get("tasks", ())]
    if scores:
        yield Fact("measured_tasks", scores, file, "models.tasks")
    yield Fact("measurement_notes", [*_meaning(models), *wording.protocol(content | {"models": models})], file)
    yield Fact("measurement_chart_alt", _alt(content["models"]), file, "models")


def _row(model: dict) -> dict:
    best, fast, most = (model.get(key) or {} for key in ("quality", "speed", "memory"))
    row = {
        "name": model["folder"] or "original",
        "folder": model["folder"],
        "bytes": model["bytes"],
        "share": model["ratio"],
        "memory": most.get("device") or most.get("resident"),
        "perplexity": best.get("perplexity"),
        "change": wording.change(best),
        "top1": best.get("top1"),
        "kl": best.get("kl"),
        "prefill": fast.get("prefill"),
        "decode": fast.get("decode"),
        "decode_ratio": fast.get("decode_ratio") if model["folder"] else None,
    }
    return {key: value for key, value in row.items() if value not in (None, "")}


def _score(model: dict, one: dict) -> dict:
    return {"name": model["folder"] or "original"} | {
        key: value for key, value in one.items() if value is not None and value != 0 or key == "value"
    }


def _meaning(models: list):
    """What the numbers say that a reader may overlook: noise, what is slower or larger, what does not run here."""
    own = [model for model in models if model["folder"]]
    named = lambda test: wording.listed([model["folder"] for model in own if test(model)])
    if names := named(lambda model: wording.is_noise(model.get("quality") or {})):
        yield f"The change of perplexity of {names} cannot be told from none: the 95 % interval includes 0."
    for model in own:
        ratio = (model.get("speed") or {}).get("decode_ratio")
        if ratio is not None and ratio < 1:
            yield f"{model['folder']} is slower than the original here: it decodes at {ratio:.2f} times its speed."
    if names := named(lambda model: (model["ratio"] or 0) >= 1):
        yield f"{names} is no smaller than the original."
    if names := named(lambda model: model.get("expanded")):
        yield f"{names} does not run on this machine: its quality was measured with its weights expanded, its speed was not."


def _alt(models: list) -> str:
    """The picture in words."""
    parts = []
    for model in models:
        best, fast = model.get("quality") or {}, model.get("speed") or {}
        told = [wording.size(model["bytes"])]
        told += [f"perplexity {best['perplexity']:.4g}"] if best else []
        told += [f"{fast['decode']:.3g} tokens a second"] if fast else []
        parts.append(f"{model['folder'] or 'original'}: {', '.join(told)}")
    return "Size, perplexity and decoding speed. " + "; ".join(parts) + "."
