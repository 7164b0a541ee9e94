"""config.json, and the files by which other libraries are known: what the model is."""

from __future__ import annotations

from ..facts import Fact
from ..repository import modelkind
from . import hubids, jsonfiles
from .jsonfiles import at, each, mapping

NAME = "config.json"
_INNER = ("", "text_config.", "llm_config.", "language_config.")  # where a model of several parts says what its text part is

ROWS = (
    ("context_length", "max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "max_sequence_length"),
    ("hidden_size", "hidden_size", "n_embd", "d_model", "hidden_dim", "dim"),
    ("layer_count", "num_hidden_layers", "n_layer", "n_layers", "num_layers"),
    ("vocabulary_size", "vocab_size"),
)
# Positions that hold no token: these count theirs from behind the padding (transformers, create_position_ids_from_input_ids).
_PADDED = dict.fromkeys(
    ("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "roberta-prelayernorm", "longformer", "mpnet"), 2
)

# The end of an architecture's name -> what kind of model that is, and the task it does. Only what is plain.
KINDS = (
    ("ForCausalLM", "causal language model", "text-generation"),
    ("LMHeadModel", "causal language model", "text-generation"),
    ("ForSequenceClassification", "text classifier", "text-classification"),
    ("ForTokenClassification", "token classifier", "token-classification"),
    ("ForQuestionAnswering", "extractive question answering model", "question-answering"),
    ("ForMaskedLM", "masked language model", "fill-mask"),
    ("ForMultipleChoice", "multiple choice model", "multiple-choice"),
    ("ForImageClassification", "image classifier", "image-classification"),
    ("ForObjectDetection", "object detector", "object-detection"),
    ("ForSemanticSegmentation", "image segmentation model", "image-segmentation"),
    ("ForCTC", "speech recognition model", "automatic-speech-recognition"),
    ("ForAudioClassification", "audio classifier", "audio-classification"),
)


def read(files):
    yield from each(files, (NAME,), lambda content, file: told(content, file, files))
    yield from each(files, ("model_index.json",), _pipeline)
    if "modules.json" in files.names:
        yield Fact("library_name", "sentence-transformers", "modules.json")


def fits(content: dict) -> bool:
    return isinstance(content.get("architectures"), list) or ("model_type" in content and "transformers_version" in content)


def told(content: dict, file: str, files=None):
    architecture = _architecture(content)
    if architecture:
        yield Fact("architecture", architecture, file, "architectures")
        yield from _kind(content, architecture, file)
    yield from _sizes(content, file)
    yield from _library(content, file, files)
    yield from _origin(content, file, files.own_name if files else "")
    if method := quantization(content):
        yield Fact("quantization", method, file, "quantization_config")


def _architecture(content: dict) -> str:
    names = content.get("architectures")
    return names[0] if isinstance(names, list) and names and isinstance(names[0], str) else ""


def _kind(content: dict, architecture: str, file: str):
    """What an architecture is. A classifier with one label gives a score, as reward models do, and classifies nothing."""
    scores = content.get("problem_type") == "regression" or len(mapping(content.get("id2label"))) == 1
    for end, kind, task in KINDS:
        if architecture.endswith(end) and not (scores and end == "ForSequenceClassification"):
            yield Fact("model_type", kind, file, "architectures")
            yield Fact("pipeline_tag", task, file, "architectures")


def _sizes(content: dict, file: str):
    # Encoder and decoder have layers of their own: one number does not tell both.
    rows = [row for row in ROWS if row[0] != "layer_count" or content.get("is_encoder_decoder") is not True]
    for fact in jsonfiles.picked(content, rows, file, _INNER):
        if fact.name == "context_length" and isinstance(content.get("model_type"), str) and type(fact.value) is int:
            fact = fact._replace(value=fact.value - _PADDED.get(content["model_type"], 0))
        yield fact


def _library(content: dict, file: str, files):
    version = content.get("transformers_version")
    other = files and (modelkind.library(files) or "modules.json" in files.names)
    if (_architecture(content) or version) and not other:
        yield Fact("library_name", "transformers", file, "architectures" if _architecture(content) else "transformers_version")
    if version:
        yield Fact("software_versions", [{"name": "transformers", "version": version}], file, "transformers_version")
    if isinstance(content.get("model_type"), str):
        yield Fact("tags", [content["model_type"]], file, "model_type")


def _origin(content: dict, file: str, own_name: str):
    """The model it was loaded from. A bare name says too little: it may be a folder; its own name says nothing."""
    name = content.get("_name_or_path")
    if isinstance(name, str) and name.strip():
        named = name.strip().rpartition("/")
        if hubids.is_path(name.strip()) or (named[1] and named[2] != own_name):
            yield from hubids.told("base_model", name, file, "_name_or_path")


def _pipeline(content: dict, file: str):
    yield Fact("library_name", "diffusers", file)
    if isinstance(content.get("_class_name"), str):
        yield Fact("architecture", content["_class_name"], file, "_class_name")
    if content.get("_diffusers_version"):
        version = {"name": "diffusers", "version": content["_diffusers_version"]}
        yield Fact("software_versions", [version], file, "_diffusers_version")


def quantization(content: dict) -> str | None:
    """How config.json says the weights are quantized: the method, then what is known of it."""
    how = mapping(content.get("quantization_config"))
    bits = modelkind.bits_configured(how)
    method = how.get("quant_method") or ("bitsandbytes" if how.get("load_in_4bit") or how.get("load_in_8bit") else None)
    if not isinstance(method, str):
        return None
    kind = at(how, "quant_type.default._type") or how.get("quant_type")
    if isinstance(kind, str):
        return f"{method} {kind}"
    return method if not bits or modelkind.bits_named(method) else f"{method} {bits}-bit"
