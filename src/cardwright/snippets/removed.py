"""What libraries took out: names, keywords, pipeline tasks. Each row was seen to be missing in that release's wheel (and in
the one before it to be there, where the release is the first without it); `source` says who tells so.

Add a row with the release that you looked into, never from memory.
"""

from __future__ import annotations

from collections import namedtuple

Row = namedtuple("Row", "library version names instead source")
Row.__doc__ = """`library` `version` has none of `names`; `instead` is the way out."""

_GUIDE = "transformers MIGRATION_GUIDE_V5.md"
_HUB = "huggingface_hub 1.0 migration guide"

# Names that cannot be imported any more; TF* and Flax* stand for all that begin so.
NAMES = (
    Row("transformers", "5.0", "AutoModelWithLMHead", "use AutoModelForCausalLM, AutoModelForMaskedLM or AutoModelForSeq2SeqLM", _GUIDE),
    Row("transformers", "5.0", "AutoModelForVision2Seq", "use AutoModelForImageTextToText", _GUIDE),
    Row("transformers", "5.0", "TF*", "use the PyTorch class of the same name, without `TF`", _GUIDE),
    Row("transformers", "5.0", "Flax*", "use the PyTorch class of the same name, without `Flax`", _GUIDE),
    Row("transformers", "5.0", "ViTFeatureExtractor BeitFeatureExtractor DPTFeatureExtractor SegformerFeatureExtractor DetrFeatureExtractor"
        " CLIPFeatureExtractor MobileNetV1FeatureExtractor MobileNetV2FeatureExtractor DonutFeatureExtractor YolosFeatureExtractor"
        " LayoutLMv3FeatureExtractor ConvNextFeatureExtractor DeiTFeatureExtractor VideoMAEFeatureExtractor", "use AutoImageProcessor", _GUIDE),
    Row("datasets", "3.0", "load_metric", "use `evaluate.load` of the package evaluate", "datasets 3.0 release notes"),
    Row("huggingface_hub", "0.36", "cached_download", "use hf_hub_download", _HUB),
    Row("huggingface_hub", "1.0", "HfFolder", "use `get_token` and `login`", _HUB),
    Row("huggingface_hub", "1.0", "InferenceApi", "use InferenceClient", _HUB),
    Row("huggingface_hub", "1.0", "Repository", "use snapshot_download and upload_folder", _HUB),
    Row("huggingface_hub", "1.0", "from_pretrained_keras push_to_hub_keras", "load the file with keras", _HUB),
    Row("huggingface_hub", "2.0", "upload_large_folder", "use upload_folder", "huggingface_hub 2.0 release notes"),
    Row("peft", "0.10", "prepare_model_for_int8_training", "use prepare_model_for_kbit_training", "peft wheels 0.9.0 and 0.10.0"),
    Row("diffusers", "0.42", "Flax*", "use the class of the same name without `Flax`", "diffusers wheel 0.42.1"),
    Row("torchao", "0.16", "int8_weight_only", "use Int8WeightOnlyConfig", "pytorch/ao#3308"),
    Row("torchao", "0.16", "int4_weight_only", "use Int4WeightOnlyConfig", "pytorch/ao#3308"),
    Row("torchao", "0.16", "int8_dynamic_activation_int8_weight", "use Int8DynamicActivationInt8WeightConfig", "pytorch/ao#3308"),
    Row("torchao", "0.17", "Int8DynamicActivationInt4WeightConfig", "it moved to torchao.prototype.quantization.int4", "torchao wheel 0.17.0"),
    Row("torchao", "0.17", "Int4CPULayout", "leave the layout out; Int4WeightOnlyConfig(int4_packing_format=...) replaced it", "torchao wheel 0.17.0"),
)  # fmt: skip

# Keywords that a call refuses: called-by -> rows. "from_pretrained" is meant on transformers' own classes.
KEYWORDS = {
    "from_pretrained": (
        Row("transformers", "5.0", "load_in_8bit", "pass quantization_config=BitsAndBytesConfig(load_in_8bit=True)", "transformers#41287"),
        Row("transformers", "5.0", "load_in_4bit", "pass quantization_config=BitsAndBytesConfig(load_in_4bit=True)", "transformers#41287"),
        Row("transformers", "5.0", "use_auth_token", "pass token=", _GUIDE),
    ),
    "pipeline": (Row("transformers", "5.0", "use_auth_token", "pass token=", _GUIDE),),
    "load_dataset": (Row("datasets", "3.0", "use_auth_token", "pass token=", "datasets 3.0 release notes"),),
    "push_to_hub": (Row("transformers", "5.0", "safe_serialization", "leave it out: safetensors is all it writes", "transformers wheel 5.23.0"),),
    "Int8WeightOnlyConfig": (Row("torchao", "0.18", "group_size", "pass granularity=PerGroup(32)", "torchao wheel 0.18.0"),),
    "Int4WeightOnlyConfig": (Row("torchao", "0.16", "layout", "pass int4_packing_format=", "torchao wheel 0.16.0"),
                             Row("torchao", "0.18", "use_hqq", "pass int4_choose_qparams_algorithm=\"hqq\"", "torchao wheel 0.18.0")),
}  # fmt: skip

# Tasks that pipeline() refuses.
_V5 = "transformers REMOVED_TASKS, wheels 5.0.0 and 5.23.0"
TASKS = (
    Row("transformers", "5.0", "summarization text2text-generation translation translation_*",
        "load the model with AutoModelForSeq2SeqLM and call generate()", _V5),
    Row("transformers", "5.23", "question-answering", "load the model with AutoModelForQuestionAnswering", _V5),
    Row("transformers", "5.23", "visual-question-answering vqa", "use the task image-text-to-text with a model that chats", _V5),
    Row("transformers", "5.23", "image-to-image", "use diffusers", _V5),
)  # fmt: skip


def find(rows, name: str, library: str = "") -> Row | None:
    """The row of a name (of a library), or None."""
    for row in rows:
        if row.library == (library or row.library) and any(_is(name, known) for known in row.names.split()):
            return row
    return None


def _is(name: str, known: str) -> bool:
    if not known.endswith("*"):
        return name == known
    stem = known[:-1]
    return name.startswith(stem) and (stem.endswith("_") or name[len(stem) : len(stem) + 1].isupper())


def _needles() -> dict[str, tuple[str, ...]]:
    """What code holds that one of the rows is about, below a word that it holds too: most cells have none of the words."""
    below: dict[str, set] = {"pipeline(": set(), "": {"TorchAoConfig("}}
    for row in NAMES:
        below.setdefault(row.library, set()).update(name.rstrip("*") for name in row.names.split())
    for call, rows in KEYWORDS.items():
        below.setdefault(call, set()).update(row.names for row in rows)
    for row in TASKS:
        below["pipeline("].update(quote + name.rstrip("*") for name in row.names.split() for quote in "\"'")
    return {word: tuple(sorted(names)) for word, names in below.items()}


_NEEDLES = _needles()


def maybe(code: str) -> bool:
    """Whether some code can hold what one of the rows is about."""
    return any(word in code and any(name in code for name in names) for word, names in _NEEDLES.items())
