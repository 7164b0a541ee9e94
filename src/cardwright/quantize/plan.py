"""What quantizing would do, before a weight is read: every layer with its reason, every tensor, every byte."""

from __future__ import annotations

import json
from collections import Counter, namedtuple
from fnmatch import fnmatchcase

from ..errors import CardwrightError, UsageError
from ..heavy import libraries
from . import layout, packing, schemes
from .layout import size as bytes_of

Layer = namedtuple("Layer", "name kind shape parameters scheme group why")
Layer.__doc__ = """A weight of two dimensions or more: the scheme it is quantized with, or None and why not."""

Output = namedtuple("Output", "name dtype shape source part axis")
Output.__doc__ = (
    """A tensor to be written: from which tensor of the checkpoint, and which part of its quantized form; None for itself."""
)

Plan = namedtuple(
    "Plan",
    "scheme group portable checkpoint tree layers outputs files places config index schemes parameters source_bytes problems",
)
Plan.__doc__ = """All that quantizing does.

scheme        of every layer that no other was named for; group: size of its groups, 0 for a scale a row
portable      whether the form is written that older torchao reads too
layers        Layer of each weight that could be; outputs: Output of each tensor that is written
files         layout.File of each weights file; places: name -> layout.Place
config        text of config.json; index: text of the index, "" for a single file
schemes       name of a weight in the model -> (Scheme, group) of those that are quantized
parameters    of the model, tied ones once; source_bytes: of the checkpoint's weights in the model's dtype
problems      words about what is unusual
"""


class Choice(
    namedtuple(
        "Choice", "include exclude layers group portable dtype largest floor", defaults=((), (), (), 0, False, "", 5 * 10**9, 0.1)
    )
):
    """What a person chose.

    include, exclude  patterns of layers' names (`*` stands for anything); layers: (pattern, scheme's name or `keep`) pairs
    group             size of groups, 0 for the largest that fits every layer
    dtype             of what is not quantized, "" for the checkpoint's own
    largest           bytes of a weights file; floor: the least share of parameters that must end up quantized
    """


def made(checkpoint, scheme, choice: Choice, grown) -> Plan:
    """The Plan of a checkpoint in a scheme. `grown`: what tree.grown() gave. Raises CardwrightError where it cannot be made."""
    tree, config = grown
    _suits(scheme, choice, tree)
    chosen = _chosen(scheme, choice, tree)
    group = choice.group or _group(scheme, [tree.weights[name].shape for name, one in chosen.items() if one is scheme])
    layers, quantized = _layers(tree, chosen, scheme, group, choice)
    outputs, metadata = _outputs(checkpoint, tree, quantized, choice.portable)
    files, places = layout.of({one.name: (one.dtype, one.shape) for one in outputs}, metadata, choice.largest)
    parameters = sum(_count(weight.shape) for weight in tree.weights.values())
    text = _config(config, tree, scheme, group, choice, chosen, quantized)
    index = layout.index(files, places, parameters) if len(files) > 1 else ""
    stored = sum(bytes_of(weight.dtype, weight.shape) for weight in tree.weights.values())
    found = Plan(
        scheme,
        group,
        choice.portable,
        checkpoint,
        tree,
        layers,
        outputs,
        files,
        places,
        text,
        index,
        quantized,
        parameters,
        stored,
        (),
    )
    return found._replace(problems=tuple(_problems(found)))


def share(plan: Plan) -> float:
    """The share of parameters that are quantized."""
    return sum(one.parameters for one in plan.layers if one.scheme) / plan.parameters if plan.parameters else 0.0


def size(plan: Plan) -> int:
    """Bytes of the weights files."""
    return sum(file.size for file in plan.files)


def floor(plan: Plan, least: float) -> None:
    """Raise CardwrightError for a plan that quantizes less than this share of the parameters."""
    found = share(plan)
    if found >= least and any(one.scheme for one in plan.layers):
        return
    reasons = Counter({}) if not plan.layers else _lost(plan)
    worst = "; ".join(f"{count} x {why}" for why, count in reasons.most_common(3))
    raise CardwrightError(
        f"{plan.scheme.name} would quantize {found:.1%} of the parameters of {plan.checkpoint.name}, fewer than {least:.0%}:"
        f" {worst}",
        "`--dry-run` shows every layer; another scheme or `--group-size` may fit, and `--floor` lowers what is asked for",
    )


def _lost(plan: Plan) -> Counter:
    return Counter(f"{one.kind}: {one.why}" for one in plan.layers if not one.scheme)


def _suits(scheme, choice: Choice, tree) -> None:
    if tree.dtype not in scheme.dtypes:
        raise CardwrightError(
            f"{scheme.name} takes {' or '.join(scheme.dtypes)} and the model is {tree.dtype}", "`--dtype bfloat16`"
        )
    if choice.portable and not scheme.portable:
        raise UsageError(
            f"{scheme.name} has no portable form: its tensors are read by the torchao that wrote them alone",
            f"portable are {', '.join(one.name for one in schemes.SCHEMES if one.portable)}",
        )
    if choice.group and scheme.groups and choice.group not in scheme.groups:
        raise UsageError(f"{scheme.name} takes groups of {', '.join(map(str, scheme.groups))}, not of {choice.group}", "")


def _chosen(scheme, choice: Choice, tree) -> dict:
    """name of a linear layer's weight -> its Scheme; those that stay are left out."""
    rows = [(pattern, None if name == schemes.KEEP else schemes.find(name)) for pattern, name in choice.layers]
    linear = [name for name, weight in tree.weights.items() if weight.kind == "linear"]
    _all_match([*choice.include, *choice.exclude, *(pattern for pattern, _ in choice.layers)], linear)
    chosen = {}
    for name in linear:
        named = next((one for pattern, one in rows if _matches(name, pattern)), scheme)
        wanted = not choice.include or any(_matches(name, pattern) for pattern in choice.include)
        if name in tree.kept or not wanted or any(_matches(name, pattern) for pattern in choice.exclude) or named is None:
            continue
        chosen[name] = named
    return chosen


def _all_match(patterns: list, names: list) -> None:
    for pattern in patterns:
        if not any(_matches(name, pattern) for name in names):
            example = f"; they are called such as {names[0].removesuffix('.weight')}" if names else ""
            raise UsageError(f"no layer matches {pattern!r}{example}", "`--dry-run` shows every layer; `*` stands for anything")


def _matches(name: str, pattern: str) -> bool:
    module = name.removesuffix(".weight")
    return fnmatchcase(module, pattern) or fnmatchcase(module, f"*.{pattern}")


def _group(scheme, shapes: list) -> int:
    """The largest group that divides every layer; where none does, the one that divides most of the weights."""
    if not scheme.groups or not shapes:
        return scheme.groups[0] if scheme.groups else 0
    fitting = lambda group: sum(_count(shape) for shape in shapes if shape[-1] % group == 0)
    return max(scheme.groups, key=lambda group: (fitting(group), group))


def _layers(tree, chosen: dict, scheme, group: int, choice: Choice) -> tuple[tuple, dict]:
    layers, quantized = [], {}
    for name, weight in tree.weights.items():
        if len(weight.shape) < 2 or weight.kind == "other":
            continue
        used, size, why = chosen.get(name), 0, ""
        if used:
            size = group if used is scheme else _group(used, [weight.shape])
            why = packing.outlook(used, size, weight.shape, weight.dtype, choice.portable).problem or ""
        else:
            why = _why_not(tree, name, weight)
        if used and not why:
            quantized[name] = (used, size)
        layers.append(Layer(name, weight.kind, weight.shape, _count(weight.shape), None if why else used, size, why))
    return tuple(layers), quantized


_KINDS = {
    "embedding": "embeddings keep their precision",
    "conv1d": "GPT-2's Conv1D is a transposed matrix that torchao cannot run",
    "experts": "experts in one stack of matrices, which torchao does not quantize",
}


def _why_not(tree, name: str, weight) -> str:
    if weight.kind in _KINDS:
        shared = [other for other, owner in tree.tied.items() if owner == name]
        return _KINDS[weight.kind] + (f"; {shared[0]} is the same weight" if shared else "")
    return tree.kept.get(name, "left out as asked")


def _outputs(checkpoint, tree, quantized: dict, portable: bool) -> tuple[tuple, dict]:
    """(Outputs, metadata): tensors by the names and in the order transformers saves them."""
    keys: dict = {}
    for key, name in (tree.sources if checkpoint.tensors else {name: name for name in tree.weights}).items():
        keys.setdefault(name, []).append(key)
    outputs, metadata = [], {"format": "pt", "tensor_names": json.dumps(list(tree.weights))}
    for name, weight in tree.weights.items():
        metadata[name] = '{"_type": "Tensor"}'
        for key in keys.get(name, ()):
            called = tree.outputs.get(key, key)
            if name not in quantized:
                shape = checkpoint.tensors[key].shape if checkpoint.tensors else weight.shape
                outputs.append(Output(called, weight.dtype, shape, key, None, 0))
                continue
            scheme, group = quantized[name]
            made = packing.outlook(scheme, group, weight.shape, weight.dtype, portable)
            metadata[name] = made.metadata
            stem = called.removesuffix("weight")
            outputs += [
                Output(f"{stem}_weight_{part.name}", part.dtype, part.shape, key, part.name, part.axis) for part in made.parts
            ]
    return tuple(outputs), metadata


def _config(config, tree, scheme, group: int, choice: Choice, chosen: dict, quantized: dict) -> str:
    """config.json as transformers saves it beside these weights."""
    transformers = libraries().transformers
    used = packing.configuration(scheme, group)
    if any(one is not scheme for one, _ in quantized.values()):
        from torchao.quantization import FqnToConfig

        used = FqnToConfig({name.removesuffix(".weight"): packing.configuration(*one) for name, one in quantized.items()})
    left = [
        name.removesuffix(".weight") for name, weight in tree.weights.items() if weight.kind == "linear" and name not in quantized
    ]
    asked = choice.include or choice.exclude or any(name == schemes.KEEP for _, name in choice.layers)
    told = transformers.TorchAoConfig(used, modules_to_not_convert=left if asked else None)
    config.quantization_config = told.to_dict()
    if choice.portable:
        kind = config.quantization_config["quant_type"]
        kind["default"] = packing.portable_config(kind["default"])
    try:
        return config.to_json_string(use_diff=True)
    finally:
        del config.quantization_config


def _problems(plan: Plan):
    tree = plan.tree
    if plan.checkpoint.tensors and (lost := tree.dropped):
        yield f"{len(lost)} tensors are no part of a {tree.model} and are left out, as transformers does: {', '.join(lost[:3])}"
    unfit = [one for one in plan.layers if not one.scheme and one.kind == "linear" and one.why.startswith("its ")]
    if unfit and plan.scheme.groups:
        shapes = [one.shape for one in plan.layers if one.kind == "linear" and (one.scheme or one in unfit)]
        better = next((size for size in plan.scheme.groups if all(shape[-1] % size == 0 for shape in shapes)), None)
        way = f"; --group-size {better} fits all of them" if better else "; no group size fits all of them"
        yield f"{len(unfit)} of {len(shapes)} layers are not quantized, for their width is no multiple of {plan.group}{way}"
    experts = sum(one.parameters for one in plan.layers if one.kind == "experts")
    if experts:
        yield f"{experts / plan.parameters:.0%} of the parameters are experts, which stay as they are"


def _count(shape) -> int:
    count = 1
    for length in shape:
        count *= length
    return count
