"""A checkpoint from its headers alone: which tensors there are, in which file and where."""

from __future__ import annotations

import os
import re
from collections import namedtuple

from ..errors import CardwrightError, UsageError
from ..files import Files
from ..repository import weights

Stored = namedtuple("Stored", "file dtype shape start size")
Stored.__doc__ = (
    """A tensor on disk: the name of its file, its dtype as safetensors names it, its shape, its first byte and its bytes."""
)

Checkpoint = namedtuple("Checkpoint", "folder name revision config tensors size beside adapter", defaults=(None,))
Checkpoint.__doc__ = """What is quantized.

folder    path of the folder that holds it
name      what the author calls it: its id on the Hub, or the folder's name; revision: the commit, or ""
config    config.json
tensors   name -> Stored; empty where the folder holds no weights, which is enough for a plan
size      bytes of the weights files
beside    name -> path of the files that a variant needs too: tokenizer, chat template, generation configuration, licence
adapter   a merging.Adapter that is merged into the weights as they are read, or None
"""

# What a variant needs beside its weights to load and to be used as the original is (transformers 5.23: tokenizers, processors).
_BESIDE = re.compile(
    r"tokenizer.*\.(?:json|model)|tokenizer\.model.*|special_tokens_map\.json|added_tokens\.json|vocab.*\.(?:json|txt|bpe)|merges\.txt"
    r"|.*\.tiktoken|tekken\.json|(?:spiece|sentencepiece|spm)[\w.]*\.model|chat_template.*\.(?:jinja|json)|generation_config\.json"
    r"|(?:preprocessor|processor|image_processor|video_preprocessor|feature_extractor)_?config\.json"
    r"|(?:LICEN[CS]E|NOTICE|COPYING|USE_POLICY)[\w.-]*",
    re.IGNORECASE,
)
_CONVERT = 'load it where you trust it and save it again: `AutoModel.from_pretrained(folder).save_pretrained("converted")`'


def opened(folder: str, name: str = "", revision: str = "") -> Checkpoint:
    """The Checkpoint in a folder. Raises UsageError where there is none and CardwrightError where it cannot be used."""
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder}", "give the folder of a model, or its id on the Hub such as name/model")
    files = Files((folder, None))
    _is_for_us(folder, files)
    found = weights.look(files)
    for file, problem in found.problems:
        raise CardwrightError(f"{os.path.join(folder, file)}: {problem}", "fetch the file again; nothing was written")
    for file, lost in found.missing:
        raise CardwrightError(f"{os.path.join(folder, file)}: {lost} is not there", "fetch what is missing; nothing was written")
    tensors = _tensors(found, folder)
    if not tensors and found.pickles:
        raise CardwrightError(
            f"{os.path.join(folder, found.pickles[0])} is a pickle, which may run code; it is not opened", _CONVERT
        )
    size = sum(found.files[file].size for file in found.main) if tensors else 0
    called = name or os.path.basename(os.path.abspath(folder))
    return Checkpoint(folder, called, revision, files.config, tensors, size, beside(files))


def beside(files) -> dict:
    """name -> path of the files of a folder that a variant needs beside its weights."""
    return {name: os.path.join(files.folder, name) for name in sorted(filter(_BESIDE.fullmatch, files.names))}


def _is_for_us(folder: str, files) -> None:
    if "config.json" not in files.names:
        if "adapter_config.json" in files.names:
            raise CardwrightError(
                f"{folder} holds an adapter, which has no weights of its own to quantize",
                "merge it into its base model first: `cardwright quantize --merge-adapter`",
            )
        raise UsageError(f"{folder} has no config.json, so it is no model that transformers loads", "give the model's own folder")
    config = files.config
    if not config:
        raise CardwrightError(f"{os.path.join(folder, 'config.json')} is not JSON, or empty", "fetch it again")
    if method := config.get("quantization_config"):
        named = method.get("quant_method") if isinstance(method, dict) else None
        raise CardwrightError(
            f"{folder} is quantized already{f' ({named})' if isinstance(named, str) else ''}",
            "quantize the model it was made from",
        )


def _tensors(found, folder: str) -> dict:
    tensors: dict = {}
    for file in found.main:
        header = found.files[file]
        if header.tensors is None:
            why = "Git LFS has not fetched it" if header.size is not None and not header.cost else "its header is too long"
            raise CardwrightError(f"{os.path.join(folder, file)}: {why}", "`git lfs pull` fetches it")
        for name, tensor in header.tensors.items():
            if name in tensors:
                raise CardwrightError(f"{os.path.join(folder, file)}: {name} stands in {tensors[name].file} too", "remove one")
            start = 8 + header.cost
            tensors[name] = Stored(file, tensor.dtype, tensor.shape, start + tensor.start, tensor.end - tensor.start)
    return tensors
