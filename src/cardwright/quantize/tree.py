"""The modules of a model on torch's meta device: names and shapes as transformers would load them, and no numbers."""

from __future__ import annotations

import re
from collections import namedtuple

from ..errors import CardwrightError
from ..heavy import EXTRA, libraries

Weight = namedtuple("Weight", "name kind shape dtype")
Weight.__doc__ = """A parameter or buffer of the loaded model: its name there, its shape and dtype, and what module it belongs to:
`linear`, `embedding`, `conv1d` (GPT-2's transposed linear), `experts` (a stack of matrices) or `other`."""

Tree = namedtuple("Tree", "model weights tied kept sources outputs dropped dtype")
Tree.__doc__ = """A model without its numbers.

model     name of transformers' class
weights   name -> Weight, in the order transformers saves them; tied ones are left out
tied      name -> the name of the weight it shares
kept      name -> why transformers leaves this linear layer as it is
sources   name in the checkpoint -> name in the model
outputs   name in the checkpoint -> the name transformers saves it by
dropped   names in the checkpoint that transformers does not load
dtype     of the loaded model, as safetensors names it
"""

# safetensors' names of torch's dtypes
DTYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn", "F8_E5M2": "float8_e5m2",
    "I64": "int64", "I32": "int32", "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip
NAMES = {name: short for short, name in DTYPES.items()}
_FLOATS = ("F64", "F32", "F16", "BF16")


def grown(checkpoint, dtype: str = "") -> tuple[Tree, object]:
    """(Tree, transformers' configuration) of a checkpoint, in its own dtype or another.

    dtype   float32, float16 or bfloat16; "" for what `from_pretrained(dtype="auto")` takes
    Raises CardwrightError for an architecture that transformers does not have, and weights that are not this model's.
    """
    torch, _, transformers = libraries()
    config = _configuration(transformers, checkpoint)
    kind = _class(transformers, config, checkpoint)
    wanted = dtype or _own_dtype(config, checkpoint)
    with torch.device("meta"):
        model = _built(kind, config, getattr(torch, wanted), checkpoint)
    tied = dict(model.all_tied_weights_keys)
    weights = _weights(model, torch, tied, wanted)
    sources, outputs, dropped = _mapped(model, checkpoint.tensors, weights, tied)
    _agrees(checkpoint, weights, sources, model)
    config = model.config
    config.dtype, config.architectures = wanted, [kind.__name__]
    kept = _kept(transformers, model, weights)
    return Tree(kind.__name__, weights, tied, kept, sources, outputs, dropped, NAMES[wanted]), config


def _configuration(transformers, checkpoint):
    kind = checkpoint.config.get("model_type")
    known = isinstance(kind, str) and kind in transformers.CONFIG_MAPPING
    if not known:
        own = " and brings code of its own, which is never run" if checkpoint.config.get("auto_map") else ""
        raise CardwrightError(
            f"transformers {transformers.__version__} has no architecture {str(kind)[:60]!r}{own}",
            "`model_type` in config.json names it; a newer transformers may have it",
        )
    try:
        return transformers.CONFIG_MAPPING[kind].from_dict(dict(checkpoint.config))
    except Exception as error:  # a configuration may be anything, and its classes raise anything
        raise CardwrightError(f"{checkpoint.folder}/config.json: {_first_line(error)}", "transformers cannot read it") from error


def _class(transformers, config, checkpoint):
    for name in config.architectures or ():
        found = getattr(transformers, name, None) if isinstance(name, str) and name.isidentifier() else None
        if isinstance(found, type) and issubclass(found, transformers.PreTrainedModel):
            return found
    if config.architectures:
        own = "; it brings code of its own, which is never run" if checkpoint.config.get("auto_map") else ""
        raise CardwrightError(
            f"transformers {transformers.__version__} has no {config.architectures[0]}{own}", "update transformers"
        )
    try:
        return transformers.AutoModelForCausalLM._model_mapping[type(config)]
    except KeyError:
        raise CardwrightError(f"{checkpoint.folder}/config.json names no architecture", "add `architectures`") from None


def _own_dtype(config, checkpoint) -> str:
    """As transformers chooses it: the configuration's, else that of the first floating-point tensor."""
    named = str(config.dtype).removeprefix("torch.") if config.dtype is not None else ""
    if named in NAMES and NAMES[named] in _FLOATS:
        return named
    first = next((tensor.dtype for tensor in checkpoint.tensors.values() if tensor.dtype in _FLOATS), "F32")
    return DTYPES[first]


def _built(kind, config, dtype, checkpoint):
    try:
        return kind._from_config(config, dtype=dtype).eval()
    except ImportError as error:
        raise CardwrightError(f"{kind.__name__} needs more: {_first_line(error)}", EXTRA) from error
    except Exception as error:  # sizes that do not go together raise anything
        raise CardwrightError(f"{checkpoint.folder}/config.json makes no {kind.__name__}: {_first_line(error)}", "") from error


def _weights(model, torch, tied: dict, wanted: str) -> dict:
    upcast = _upcast(model, torch, wanted)
    modules = dict(model.named_modules())
    ignored = set(model._keys_to_ignore_on_save or ())
    found = {}
    for name, tensor in model.state_dict().items():
        if name in tied or name in ignored:
            continue
        owner, _, leaf = name.rpartition(".")
        dtype = NAMES[str(tensor.dtype).removeprefix("torch.")]
        if dtype in _FLOATS:
            dtype = "F32" if upcast and upcast(name) else NAMES[wanted]
        found[name] = Weight(name, _kind(modules.get(owner), leaf, tensor, torch), tuple(tensor.shape), dtype)
    return found


def _upcast(model, torch, wanted: str):
    """Whether a weight stays float32, which some architectures ask for."""
    from transformers.core_model_loading import build_glob_alternation

    wide = list(model._get_dtype_plan(getattr(torch, wanted)))
    return build_glob_alternation(wide)[0].search if wide else None


def _kind(module, leaf: str, tensor, torch) -> str:
    if leaf == "weight" and isinstance(module, torch.nn.Linear):
        return "linear"
    if isinstance(module, torch.nn.Embedding):
        return "embedding"
    if leaf == "weight" and type(module).__name__ == "Conv1D" and tensor.dim() == 2:
        return "conv1d"
    return (
        "experts"
        if tensor.dim() == 3 and not leaf.endswith("bias") and type(module).__module__ != "torch.nn.modules.conv"
        else "other"
    )


def _kept(transformers, model, weights: dict) -> dict:
    """name of a linear layer's weight -> why the quantizer of transformers passes it over."""
    from transformers.quantizers.base import get_keys_to_not_convert
    from transformers.quantizers.quantizers_utils import should_convert_module

    usual = get_keys_to_not_convert(model)
    wide = list(model._keep_in_fp32_modules or ())
    head = model.get_output_embeddings()
    heads = {f"{name}.weight" for name, module in model.named_modules() if head is not None and module is head}
    reasons = {}
    for name, weight in weights.items():
        if weight.kind != "linear" or should_convert_module(name, usual + wide):
            continue
        if name in heads:
            reasons[name] = "the output layer keeps its precision"
        else:
            reasons[name] = (
                "it stays float32 in this architecture"
                if should_convert_module(name, usual)
                else "the last layer keeps its precision"
            )
    return reasons


def _mapped(model, tensors: dict, weights: dict, tied: dict) -> tuple[dict, dict, tuple]:
    """(name in the checkpoint -> name in the model, -> name transformers saves, names it drops), by its own rules."""
    from transformers.conversion_mapping import get_model_conversion_mapping
    from transformers.core_model_loading import WeightConverter, WeightRenaming, apply_renamings, rename_source_key

    rules = get_model_conversion_mapping(model)
    renamings = [rule for rule in rules if isinstance(rule, WeightRenaming)]
    converters = [rule for rule in rules if isinstance(rule, WeightConverter)]
    state = model.state_dict()
    sources, fused, dropped = {}, set(), []
    for key in tensors:
        name, converter = rename_source_key(key, renamings, converters, model.base_model_prefix, state)
        if name in weights:
            sources[key] = name
            fused |= {key} if converter else set()
        elif name not in tied:
            dropped.append(key)
    back = [rule.reverse_transform() for rule in rules[::-1] if isinstance(rule, WeightRenaming) and rule.was_used()]
    outputs = {key: key if key in fused else apply_renamings(name, back) for key, name in sources.items()}
    _is_known(sources, fused, weights)
    return sources, outputs, tuple(name for name in dropped if not _ignored(model, name))


def _ignored(model, name: str) -> bool:
    return any(re.search(pattern, name) for pattern in model._keys_to_ignore_on_load_unexpected or ())


def _is_known(sources: dict, fused: set, weights: dict) -> None:
    for key in fused:
        if weights[sources[key]].kind == "linear":
            raise CardwrightError(
                f"transformers makes {sources[key]} of several tensors, {key} among them, when it loads this checkpoint",
                "load it with transformers and save it again with `save_original_format=False`",
            )
    seen: dict = {}
    for key, name in sources.items():
        if key not in fused and seen.setdefault(name, key) != key:
            raise CardwrightError(f"both {seen[name]} and {key} are {name} in the model", "remove one from the checkpoint")


def _agrees(checkpoint, weights: dict, sources: dict, model) -> None:
    """Raise CardwrightError unless the checkpoint holds what this model has."""
    if not checkpoint.tensors:
        return
    there = set(sources.values())
    optional = model._keys_to_ignore_on_load_missing or ()
    lost = [name for name in weights if name not in there and not any(re.search(pattern, name) for pattern in optional)]
    if lost:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        raise CardwrightError(
            f"{checkpoint.folder} holds no {lost[0]}{more}, which a {type(model).__name__} has",
            "config.json and the weights do not belong together, or a file is missing",
        )
    for key, name in sources.items():
        stored, wanted = checkpoint.tensors[key].shape, weights[name].shape
        if weights[name].kind in ("linear", "embedding", "conv1d") and stored != wanted:
            raise CardwrightError(
                f"{key} has the shape {list(stored)} and {type(model).__name__} wants {list(wanted)}",
                "config.json and the weights do not belong together",
            )


def _first_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
