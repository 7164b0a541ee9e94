"""What kind of model a folder holds, where its files leave no doubt: library, task and number of bits."""

from __future__ import annotations

import re
from collections import namedtuple

from . import variants

Wanted = namedtuple("Wanted", "library because")

_TEXT_HEADS = frozenset(("text-classification", "token-classification", "question-answering", "fill-mask"))
_GENERATES = frozenset(("text-generation", "summarization", "translation", "text-to-image", "text-to-speech", "image-to-text"))
_IMAGES = frozenset(("image-classification", "object-detection", "image-segmentation"))
_SPEECH = frozenset(("automatic-speech-recognition", "text-to-speech"))

# The end of an architecture's name -> tasks it cannot have. Only what is certain: a causal model may do nearly anything.
IMPOSSIBLE = (
    ("ForSequenceClassification", _TEXT_HEADS - {"text-classification"} | _GENERATES | _SPEECH | _IMAGES),
    ("ForTokenClassification", _TEXT_HEADS - {"token-classification"} | _GENERATES | _SPEECH | _IMAGES),
    ("ForQuestionAnswering", _TEXT_HEADS - {"question-answering"} | _GENERATES | _SPEECH | _IMAGES),
    ("ForMaskedLM", frozenset(("token-classification", "question-answering", "text-to-image")) | _SPEECH | _IMAGES),
    ("ForImageClassification", _TEXT_HEADS | _GENERATES | _SPEECH | _IMAGES - {"image-classification"}),
    ("ForObjectDetection", _TEXT_HEADS | _GENERATES | _SPEECH | {"image-classification"}),
    ("ForCTC", _TEXT_HEADS | _GENERATES | _IMAGES),
    ("ForCausalLM", frozenset(("token-classification", "fill-mask")) | _IMAGES),
)


def library(files) -> Wanted | None:
    """The library that a folder's files are certainly for, when it is not transformers."""
    if "model_index.json" in files.names:
        return Wanted("diffusers", "model_index.json")
    whole = any(name in files.names for name in ("config.json", "model.safetensors", "pytorch_model.bin"))
    if "peft_type" in files.adapter_config and not whole:
        return Wanted("peft", "adapter_config.json")
    return None


def contradiction(config: dict, task) -> str | None:
    """The architecture in config.json that cannot do a task, or None."""
    architectures = config.get("architectures")
    if not isinstance(architectures, list) or len(architectures) != 1 or not isinstance(task, str):
        return None
    name = architectures[0] if isinstance(architectures[0], str) else ""
    impossible = next((tasks for end, tasks in IMPOSSIBLE if name.endswith(end)), ())
    return name[:80] if task in impossible else None


_BITS_WORD = re.compile(
    r"(?<![a-z0-9])(?:(?:u?int|fp|nf|nvfp|mxfp|float)[-_]?([48])|([2-8])[-_]?bits?|w([48])a(?:16|8|4))(?![0-9])"
)
_QUANT_TYPE = re.compile(r"(Int4|Int8|Float8|NVFP4|MX)\w*WeightOnly|(?:Int8|Float8)Dynamic\w*(Int4|Int8|Float8)Weight")
_METHOD_BITS = {"fp8": 8, "mxfp4": 4, "fbgemm_fp8": 8, "finegrained_fp8": 8}


def bits_named(text: str) -> set[int]:
    """The numbers of bits per weight a short text names: int8, 4-bit, fp8, w4a16."""
    return {int(next(filter(None, match.groups()))) for match in _BITS_WORD.finditer(text.lower()[:300])}


def bits_configured(quantization) -> int | None:
    """The bits per weight that config.json's quantization_config says, or None where it does not say so plainly."""
    if not isinstance(quantization, dict):
        return None
    if quantization.get("load_in_4bit") is True:
        return 4
    if quantization.get("load_in_8bit") is True:
        return 8
    bits = quantization.get("bits", quantization.get("w_bit"))
    if type(bits) is int:
        return bits
    return _torchao_bits(quantization) or _METHOD_BITS.get(str(quantization.get("quant_method")))


def _torchao_bits(quantization: dict) -> int | None:
    kind = quantization.get("quant_type")
    default = kind.get("default") if isinstance(kind, dict) else None
    match = _QUANT_TYPE.match(str(default.get("_type"))) if isinstance(default, dict) else None
    word = match and (match.group(1) or match.group(2))
    return {"Int4": 4, "NVFP4": 4, "Int8": 8, "Float8": 8}.get(word) if word else None


PACKING = ("torchao", "gptq", "awq")  # methods that never store a quantized weight as a plain number


def plain(context) -> str | None:
    """The format of weights that are certainly not quantized, or None."""
    config, weights = context.files.config, context.weights
    if not config or "quantization" in config or "compression_config" in config:
        return None
    others = any(name.endswith((".gguf", ".onnx", ".bin")) and name != "training_args.bin" for name in context.files.names)
    if weights.packed or not weights.elements or others or variants.names(context):
        return None
    return weights.elements.most_common(1)[0][0]


def quantized_claims(context):
    """(where, what says so, bits or an empty set) of the first statement that the model is quantized."""
    card = context.card
    for path, tag in card.texts("tags"):
        bits = bits_named(tag)
        if len(bits) == 1 and len(tag) < 12:
            yield card.value_span(path), f"the tag `{tag}` says {min(bits)} bits", bits
            return
    bits = bits_named(context.files.own_name)
    if variants.is_variant(context.files.own_name) and len(bits) == 1:
        yield card.opening_fence, f"the folder is called `{context.files.own_name}`", bits
    elif card.metadata.get("base_model_relation") == "quantized":
        yield card.value_span(("base_model_relation",)), "`base_model_relation` is quantized", set()
