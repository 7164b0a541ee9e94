"""The files family over whole repositories: silent about sound ones, and one word about each fault."""

import pytest
import repositories
from repositories import ALL, HUB_ATTRIBUTES, LFS, MIT, SMALL, Store, llama, torchao, write

from cardwright import check_paths, check_text, config

FILES = config.Settings(select=("files",), repo="alice/sorter")


def said(folder) -> list[str]:
    return [finding.rule for finding in check_paths([folder], FILES).findings]


@pytest.mark.parametrize("name", ALL)
def test_a_sound_repository_is_silent(name, tmp_path):
    assert not check_paths([write(tmp_path / name, ALL[name])], FILES).findings


@pytest.mark.parametrize("name", ALL)
def test_its_card_alone_is_silent(name, tmp_path):
    write(tmp_path, {"README.md": ALL[name]["README.md"]})
    assert not check_paths([tmp_path / "README.md"], FILES).findings
    assert not check_text(ALL[name]["README.md"], config=FILES).findings


def card(name: str, old: str, new: str) -> dict:
    text = ALL[name]["README.md"]
    assert old in text
    return {"README.md": text.replace(old, new)}


FAULTS = [
    ("merged", card("merged", "| Parameters | 362M |", "| Parameters | 1.7B |"), ["parameter-count-differs"]),
    ("merged", card("merged", "Sorter-360M", "Sorter-1.7B"), ["parameter-count-differs"]),
    ("merged", card("merged", "A 362M parameter", "A 135M parameter"), ["parameter-count-differs"]),
    ("merged", card("merged", "| Tensor type | BF16 |", "| Tensor type | F32 |"), ["dtype-differs"]),
    ("merged", card("merged", "| Model size | 724 MB |", "| Model size | 1.4 GB |"), ["size-differs"]),
    ("merged", card("merged", "model.safetensors      (724 MB)", "pytorch_model.bin"), ["tree-differs"]),
    ("merged", card("merged", "(724 MB)", "(1.4 GB)"), []),  # sizes within code are left alone
    ("merged", {"LICENSE": MIT}, ["license-file-differs"]),
    ("merged", {".gitattributes": HUB_ATTRIBUTES + "*.md" + LFS}, ["readme-in-lfs"]),
    ("merged", {".gitattributes": "*" + LFS + "*.md -filter -diff -merge text\n"}, []),
    ("merged", {".gitattributes": "docs/*.md" + LFS + "saved_model/**/*" + LFS}, []),
    ("merged", {"model.safetensors": "<html>"}, ["weights-unreadable"]),
    (
        "merged",
        {"model.safetensors": Store(llama(960, 2560, 32, 49152, 320, tied=True, dtype="F32"))},
        ["dtype-differs", "size-differs"],
    ),
    ("merged", {"int4/config.json": {}}, ["variant-unmentioned"]),
    ("sharded", {"model-00002-of-00003.safetensors": None}, ["weights-incomplete"]),
    ("sharded", {"LICENSE": None}, ["license-file-missing"]),
    ("sharded", card("sharded", "Download size: 13.5 GB", "Download size: 27 GB"), ["size-differs"]),
    ("sharded", card("sharded", "**Parameters:** 7B", "**Parameters:** 13B"), ["parameter-count-differs"]),
    (
        "adapter",
        {"adapter_config.json": {"peft_type": "LORA", "base_model_name_or_path": "/root/llama"}},
        ["adapter-base-differs"],
    ),
    ("adapter", card("adapter", '"peft"', '"transformers"'), ["library-differs"]),
    ("adapter", card("adapter", "meta-llama/Llama-2-7b-hf", "meta-llama/Llama-2-13b-hf"), ["adapter-base-differs"]),
    ("variants", {"int8": None}, ["tree-differs", "variant-missing"]),
    ("variants", card("variants", 'subfolder="int8"', 'subfolder="int4"'), ["variant-missing"]),
    (
        "variants",
        {"int8/config.json": repositories.CAUSAL, "int8/model.safetensors": Store(SMALL)},
        ["quantization-config-differs", "size-differs"],
    ),
    ("variants", {"int8/model.safetensors": Store(SMALL)}, ["quantization-config-differs", "size-differs"]),
    ("variants", card("variants", '["en"]', '["de"]'), ["variant-differs"]),
    ("gguf", card("gguf", "4.08 GB", "7.16 GB"), ["size-differs"]),
    ("gguf", {"big-7b.Q8_0.gguf": "not found"}, ["weights-unreadable"]),
    ("diffusers", card("diffusers", '"diffusers"', '"transformers"'), ["library-differs"]),
    ("sentences", card("sentences", "22.7 million", "110 million"), ["parameter-count-differs"]),
    ("sentences", {"model.safetensors": None}, ["weights-are-pickles"]),
    ("classifier", card("classifier", '"text-classification"', '"text-generation"'), ["library-differs"]),
    ("classifier", {".eval_results/tickets.yaml": "- value: 91%\n"}, ["eval-results-invalid"] * 2),
    ("awq", card("awq", '"4-bit"', '"8-bit"'), ["quantization-config-differs"]),
    ("experts", {"consolidated.safetensors": "version 1"}, ["weights-unreadable"]),
]


@pytest.mark.parametrize(("name", "changed", "rules"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_repository(name, changed, rules, tmp_path):
    gone = [lost for lost, content in changed.items() if content is None]
    files = {**ALL[name], **changed}
    kept = {path: content for path, content in files.items() if path.split("/")[0] not in gone}
    assert sorted(said(write(tmp_path / "repo", kept))) == rules


def test_a_variant_that_is_quantized_in_name_only(tmp_path):
    """What happens to models without linear layers: nothing is packed, the folder is called int8 all the same."""
    files = {**ALL["variants"], "int8/config.json": repositories.CAUSAL, "int8/model.safetensors": Store(SMALL)}
    findings = check_paths([write(tmp_path, files)], FILES).findings
    assert any("8 bits" in finding.message and "plain BF16" in finding.message for finding in findings)


def test_a_pointer_as_card_has_one_finding(tmp_path):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5000\n"
    write(tmp_path, {"README.md": pointer, ".gitattributes": "*.md" + LFS, "config.json": {}})
    assert not said(tmp_path)
    found = check_paths([tmp_path], config.Settings(select=("front-matter", "files"))).findings
    assert [finding.rule for finding in found] == ["front-matter-missing"]


def test_a_thousand_cards_of_one_folder_list_it_once(tmp_path, monkeypatch):
    import os

    from cardwright import files

    write(tmp_path, {f"MODEL_CARD_{number}.md": "# Tiny\n" for number in range(50)})
    os.utime(tmp_path, (1, 1))
    cards, listed = sorted(tmp_path.iterdir()), []
    listdir = os.listdir
    monkeypatch.setattr(files.os, "listdir", lambda folder: listed.append(folder) or listdir(folder))
    check_paths(cards, FILES)
    assert len(listed) == 1
    check_paths([tmp_path], FILES)
    assert len(listed) == 1, "the walk has listed it"


def test_packed_weights_are_smaller():
    assert sum(repositories.BYTES[dtype] * repositories.count(shape) for dtype, shape in torchao(SMALL).tensors.values()) < 420e6
