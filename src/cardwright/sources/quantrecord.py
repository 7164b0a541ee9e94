"""quantization.json, which `cardwright quantize` leaves beside the weights: what was done to a variant, and who can load it."""

from __future__ import annotations

from ..facts import Fact
from .jsonfiles import at, count, each, mapping, number

NAME = "quantization.json"


def read(files):
    yield from each(files, (NAME,), told)


def fits(content: dict) -> bool:
    return isinstance(content.get("scheme"), str) and isinstance(content.get("layers"), dict) and "requires" in content


def told(content: dict, file: str):
    """Facts of a variant from its record."""
    if not fits(content):
        return
    for fact, value, key in (
        ("quantization_title", _title(content), "title"),
        ("quantized_layers", layers(content), "layers"),
        ("not_quantized", kept(content), "layers.kept"),
        ("requirements", requires(content), "requires"),
        ("runs_on", runs(content), "runs_on"),
        ("variant_notes", [note for note in _list(content, "notes") if isinstance(note, str)], "notes"),
    ):
        if value:
            yield Fact(fact, value, file, key)
    versions = [
        {"name": name, "version": each} for name, each in mapping(content.get("versions")).items() if isinstance(each, str)
    ]
    if versions:
        yield Fact("software_versions", versions, file, "versions")


def row(content: dict) -> dict:
    """What the table of variants says of one."""
    if not fits(content):
        return {}
    found = {
        "title": _title(content),
        "group_size": count(content.get("group_size")),
        "layers": layers(content),
        "kept": "; ".join(kept(content)),
        "requires": ", ".join(requires(content)),
        "runs_on": "; ".join(runs(content)),
        "notes": " ".join(note for note in _list(content, "notes") if isinstance(note, str)),
    }
    return {key: value for key, value in found.items() if value}


def layers(content: dict) -> str:
    own, all_ = (count(at(content, f"layers.{key}")) or 0 for key in ("quantized", "linear"))
    parameters, quantized = (number(at(content, f"parameters.{key}")) for key in ("all", "quantized"))
    share = f", {quantized / parameters:.1%} of the parameters" if parameters and quantized is not None else ""
    return f"{own} of {all_} linear layers{share}".replace("%", " %") if all_ else ""


def kept(content: dict) -> list[str]:
    """What is not quantized: the reason, and how many layers it holds for."""
    whole = number(at(content, "parameters.all"))
    found = []
    for one in _list(mapping(content.get("layers")), "kept"):
        one = mapping(one)
        if isinstance(one.get("why"), str) and isinstance(one.get("kind"), str):
            share = number(one.get("parameters"))
            part = f", {share / whole:.1%} of the parameters".replace("%", " %") if whole and share is not None else ""
            found.append(f"{one['why']} ({count(one.get('layers')) or 1} of kind {one['kind']}{part})")
    return found


def requires(content: dict) -> list[str]:
    return [f"{name} {least}" for name, least in mapping(content.get("requires")).items() if isinstance(least, str)]


def runs(content: dict) -> list[str]:
    found = []
    for one in map(mapping, _list(content, "runs_on")):
        if isinstance(one.get("device"), str):
            name = {"cpu": "CPU", "cuda": "CUDA"}.get(one["device"], one["device"])
            found.append(f"{name}, with {one['needs']}" if isinstance(one.get("needs"), str) else name)
    return found


def _title(content: dict) -> str:
    title, group = content.get("title"), count(content.get("group_size"))
    if not isinstance(title, str):
        return ""
    return f"{title} of {group}" if group and title.endswith("group") else title


def _list(content: dict, key: str) -> list:
    found = content.get(key)
    return found if isinstance(found, list) else []
