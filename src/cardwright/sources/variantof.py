"""A folder that is itself a quantized variant, such as int8/: what it has from the model in the folder above."""

from __future__ import annotations

from ..card import Card
from ..facts import Fact
from ..files import is_variant
from . import hubconfig, hubids, tensors

ROWS = (
    ("license", "license"), ("license_name", "license_name"), ("license_link", "license_link"), ("language", "language"),
    ("dataset_name", "datasets"), ("tags", "tags"), ("pipeline_tag", "pipeline_tag"), ("library_name", "library_name"),
)  # fmt: skip
CARD = "../README.md"


def read(files):
    if not is_variant(files.own_name) or not hubconfig.quantization(files.config):
        return
    above = tensors.inside(files, "..")
    size = tensors.stored(above)
    if size:
        yield Fact("root_bytes", size, "../")
    text = above.text("README.md")
    metadata = Card(text).metadata if text else {}
    for name, key in ROWS:
        if metadata.get(key) is not None:
            yield Fact(name, metadata[key], CARD, key)
    yield Fact("base_model_relation", "quantized", hubconfig.NAME, "quantization_config")
    if metadata.get("base_model") and not _is_named(files.config.get("_name_or_path")):
        yield Fact("base_model", metadata["base_model"], CARD, "base_model")


def _is_named(name) -> bool:
    """Whether config.json itself names the model that was quantized."""
    return isinstance(name, str) and "/" in name and not hubids.is_path(name)
