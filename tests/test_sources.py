"""What training leaves behind is read as it is meant, only where a row looks for it, and whatever it holds."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import Store, write

from cardwright import sources
from cardwright.facts import Fact, Note, declared, gather
from cardwright.files import Files
from cardwright.sources import hubids, jsonfiles, measured, wording

TOKEN = "hf_" + "kQwZtRbLmXcVpYsNdGhJfTqWeRuKzPvBxM"  # in two parts, so that it is none where it stands


def told(folder: Path, files: dict) -> list:
    """Every Fact and Note of a folder with these files."""
    found = list(sources.read(Files((str(write(folder, files)), None))))
    assert all(isinstance(one, Note) or one.name in declared.properties() for one in found)
    assert all(isinstance(one, Note) or one.file for one in found)
    return found


def facts(folder: Path, files: dict) -> dict:
    """name -> raw value, the later winning."""
    return {one.name: one.value for one in told(folder, files) if isinstance(one, Fact)}


def notes(folder: Path, files: dict) -> list[str]:
    return [f"{one.file}: {one.text}" for one in told(folder, files) if isinstance(one, Note)]


def rows(folder: Path, files: dict, name: str) -> list[dict]:
    return facts(folder, files)[name]


def test_an_empty_folder_and_none_tell_nothing(tmp_path):
    assert told(tmp_path, {}) == []
    assert list(sources.read(Files(None))) == []


LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 2048,
    "num_hidden_layers": 36,
    "vocab_size": 128256,
    "max_position_embeddings": 65536,
    "transformers_version": "4.55.4",
    "_name_or_path": "Someone/Base-3B",
}
TORCHAO = {"quant_method": "torchao", "quant_type": {"default": {"_type": "Int8WeightOnlyConfig", "_data": {}}}}
LORA = {
    "peft_type": "LORA",
    "base_model_name_or_path": "Someone/Base-3B",
    "task_type": "CAUSAL_LM",
    "r": 16,
    "lora_alpha": 32,
    "lora_dropout": 0.05,
    "target_modules": ["q_proj", "v_proj"],
    "peft_version": "0.18.0",
}
CONFIG = {
    "model_name": "Someone/Base-3B",
    "trainer_type": "sft",
    "max_seq_length": 8192,
    "batch_size": 16,
    "gradient_accumulation_steps": 4,
    "learning_rate": 8e-06,
    "warmup_steps": 50,
    "max_iters": None,
    "optimizer": "adamw_torch",
    "scheduler": "cosine",
    "min_lr": 2e-06,
    "bf16": True,
    "fp16": False,
    "dataset_name": "someone/openhermes",
    "dataset_split": "train",
    "sample_size": 80000,
    "trackio_url": None,
    "hf_token": TOKEN,
    "trackio_token": TOKEN,
    "wandb_api_key": TOKEN,
    "experiment_name": None,
}
RUN = {
    "name": "run-3",
    "status": "running",
    "parameters": CONFIG | {"max_iters": 18000},
    "metrics": [{"step": 25, "metrics": {"loss": 1.1659}}, {"step": 50, "metrics": {"loss": 1.165}}],
}
STATE = {
    "global_step": 1250,
    "epoch": 1.0,
    "max_steps": 1250,
    "num_train_epochs": 1,
    "log_history": [
        {"step": 25, "loss": 1.3},
        {"step": 1000, "eval_loss": 1.11},
        {"step": 1250, "eval_loss": 1.0987},
        {"step": 1250, "train_loss": 1.1423, "train_runtime": 5321.7},
        None,
    ],
}
TRAIN = {"train_runtime": 5321.7, "train_samples_per_second": 15.03, "total_flos": 1.23e18, "train_loss": 1.1423, "epoch": 1.0}
EVAL = {
    "eval_loss": 1.0987,
    "eval_runtime": 12.1,
    "eval_samples_per_second": 82.0,
    "epoch": 0.5,
    "eval_accuracy": 0.71,
    "eval_samples": 992,
}
COMPARED = {
    "base_model": {"metrics": {"letter_count_accuracy": 0.0, "levenshtein_distance": 1.0, "spelling_accuracy": 0.4}},
    "finetuned_model": {
        "metrics": {"letter_count_accuracy": 0.37, "levenshtein_distance": 0.6, "perplexity": 20.0},
        "detailed_results": {"letter_count": [{}] * 50, "levenshtein": [{}] * 40},
    },
}
CAPSTONE = {
    "model_name": "aws-assistant",
    "base_model": "Someone/Base-32B",
    "version": "1.0.0",
    "release_date": "2025-01-15",
    "training": {"data": [{"name": "Q&A", "size": 5000}, "best practices"], "method": "QLoRA", "lora_r": 64, "epochs": 3},
    "hardware": "DGX Spark",
    "training_time_h": 4,
    "dataset": {"examples": 300, "categories": 12},
    "metrics": {"answer_accuracy": 0.82, "user_satisfaction": {"score": 0.85, "baseline": 0.6, "n": 40}, "made_up": "[X]"},
    "benchmarks": {"MMLU": 0.65, "ARC-Challenge": 0.52},
    "safety_metrics": {"pii_protection": 1.0},
    "targets": {"pii_protection": 1.0, "jailbreak_resistance": 0.95},
    "bias": {"gender": {"sentiment_gap": 0.05}},
    "missing": ["license"],
    "sizes_mb": {"base": 540},
}
HARNESS = {
    "results": {
        "arc_challenge": {"alias": "arc_challenge", "acc,none": 0.5, "acc_stderr,none": 0.01, "acc_norm,none": 0.52, "acc_norm_stderr,none": 0.014},
        "gsm8k": {"alias": "gsm8k", "exact_match,flexible-extract": 0.4, "exact_match,strict-match": 0.39, "exact_match_stderr,strict-match": "N/A"},
        "mmlu": {"alias": "mmlu", "acc,none": 0.65, "acc_stderr,none": 0.004},
        "mmlu_law": {"alias": " - law", "acc,none": 0.6},
        "broken": {"alias": "broken", "acc,none": float("nan")},
    },
    "group_subtasks": {"mmlu": ["mmlu_law"], "gsm8k": []},
    "n-samples": {"arc_challenge": {"original": 1172, "effective": 100}, "gsm8k": {"original": 1319}},
    "n-shot": {"arc_challenge": 25, "gsm8k": 5},
    "higher_is_better": {"arc_challenge": {"acc_norm": True}},
    "configs": {"arc_challenge": {"dataset_path": "allenai/ai2_arc"}, "gsm8k": {"dataset_path": "/data/gsm8k"}},
    "versions": {"gsm8k": 3},
}  # fmt: skip


def test_config(tmp_path):
    assert facts(tmp_path, {"config.json": LLAMA}) == {
        "architecture": "LlamaForCausalLM", "model_type": "causal language model", "pipeline_tag": "text-generation",
        "context_length": 65536, "hidden_size": 2048, "layer_count": 36, "vocabulary_size": 128256, "library_name": "transformers",
        "base_model": "Someone/Base-3B", "tags": ["llama"], "software_versions": [{"name": "transformers", "version": "4.55.4"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("config", "fact", "value"),
    [
        ({"n_positions": 1024, "n_embd": 768, "n_layer": 12}, "layer_count", 12),
        ({"n_ctx": 1024}, "context_length", 1024),
        ({"text_config": {"max_position_embeddings": 8192}}, "context_length", 8192),
        ({"model_type": "roberta", "max_position_embeddings": 514}, "context_length", 512),
        ({"architectures": ["BertForTokenClassification"]}, "pipeline_tag", "token-classification"),
        ({"architectures": ["BertForSequenceClassification"], "id2label": {"0": "a"}}, "pipeline_tag", None),
        ({"architectures": ["WhisperForConditionalGeneration"]}, "model_type", None),
        ({"is_encoder_decoder": True, "num_layers": 6}, "layer_count", None),
        ({"_name_or_path": "Llama-3B"}, "base_model", None),
        ({"_name_or_path": ""}, "base_model", None),
        ({"architectures": "LlamaForCausalLM"}, "architecture", None),
        ({"architectures": [3]}, "architecture", None),
        ({"quantization_config": TORCHAO}, "quantization", "torchao Int8WeightOnlyConfig"),
        (
            {"quantization_config": {"quant_method": "torchao", "quant_type": "int8_weight_only"}},
            "quantization",
            "torchao int8_weight_only",
        ),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, "quantization", "gptq 4-bit"),
        ({"quantization_config": {"quant_method": "fp8"}}, "quantization", "fp8"),
        ({"quantization_config": {"load_in_4bit": True}}, "quantization", "bitsandbytes 4-bit"),
        ({"quantization_config": {"dequantize": True}}, "quantization", None),
        ({"quantization_config": [1]}, "quantization", None),
    ],
)
def test_config_keys(tmp_path, config, fact, value):
    assert facts(tmp_path, {"config.json": config}).get(fact) == value


def test_its_own_name_is_no_base(tmp_path):
    assert "base_model" not in facts(tmp_path / "Base-3B", {"config.json": LLAMA})


@pytest.mark.parametrize(
    "path", ["/output", "./merged", "C:\\models\\x", "outputs/final", "someone/run/checkpoint-500", "x/checkpoint-500"]
)
def test_a_path_is_no_base(tmp_path, path):
    files = {"config.json": {"_name_or_path": path}, "adapter_config.json": LORA | {"base_model_name_or_path": path}}
    files["training_config.json"] = {"model_name": path}
    assert "base_model" not in facts(tmp_path, files)
    assert len([note for note in notes(tmp_path, files) if "is a path and no id on the Hub" in note]) == 3


def test_libraries(tmp_path):
    pipeline = {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.30.0"}
    found = facts(tmp_path / "a", {"model_index.json": pipeline})
    assert found["library_name"] == "diffusers" and found["architecture"] == "StableDiffusionPipeline"
    assert facts(tmp_path / "b", {"config.json": LLAMA, "modules.json": "[]"})["library_name"] == "sentence-transformers"
    assert facts(tmp_path / "c", {"adapter_config.json": LORA})["library_name"] == "peft"


def test_generation_config(tmp_path):
    config = {"top_p": 0.95, "temperature": 0.6, "top_k": None, "do_sample": True, "min_p": 0.0, "transformers_version": "5.0"}
    assert rows(tmp_path, {"generation_config.json": config}, "inference_parameters") == [
        {"name": "temperature", "value": 0.6}, {"name": "top_p", "value": 0.95}, {"name": "min_p", "value": 0.0}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "answer"),
    [
        ({"tokenizer_config.json": {"chat_template": "{{ messages }}", "model_max_length": 10**30}}, True),
        ({"tokenizer_config.json": {"chat_template": [{"name": "default", "template": "x"}]}}, True),
        ({"tokenizer_config.json": {"chat_template": ""}}, False),
        ({"tokenizer_config.json": {"model_max_length": 512}}, False),
        ({"tokenizer_config.json": {"x": 1}, "chat_template.jinja": "{{ messages }}"}, True),
        ({"tokenizer_config.json": "not JSON"}, None),
        ({"tokenizer.json": {}}, None),
    ],
)
def test_chat_template(tmp_path, files, answer):
    found = facts(tmp_path, files)
    assert found.get("has_chat_template") is answer and "max_seq_length" not in found


TENSORS = {"a": ("BF16", (4, 4)), "b": ("F32", (2,))}
PACKED = {"a_weight_qdata": ("I8", (40, 40)), "a_weight_scale": ("BF16", (40,))}


def test_weights_by_their_headers(tmp_path):
    found = facts(tmp_path, {"model.safetensors": Store(TENSORS), "config.json": LLAMA})
    assert found["parameter_count"] == 18 and found["tensor_type"] == "BF16"
    assert found["weights_bytes"] == os.path.getsize(tmp_path / "model.safetensors")


def test_what_is_packed_is_not_counted(tmp_path):
    found = facts(tmp_path, {"model.safetensors": Store(PACKED), "config.json": {"quantization_config": TORCHAO}})
    assert found["weights_bytes"] and not {"parameter_count", "tensor_type"} & found.keys()


def test_damaged_weights_and_lost_shards_are_told(tmp_path):
    assert any("it is cut off" in note or "bytes" in note for note in notes(tmp_path / "a", {"model.safetensors": "abc"}))
    index = {
        "metadata": {"total_parameters": 36},
        "weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"},
    }
    files = {"model.safetensors.index.json": index, "model-00001-of-00002.safetensors": Store(TENSORS)}
    assert any("`model-00002-of-00002.safetensors` is not there" in note for note in notes(tmp_path / "b", files))
    assert "weights_bytes" not in facts(tmp_path / "b", files)


def test_variants_and_what_they_have_from_above(tmp_path):
    card = "---\nlicense: mit\nlanguage: en\ndatasets:\n- a/b\nbase_model: Someone/Base-3B\ntags: [x]\n---\n# A\n"
    files = {
        "README.md": card, "config.json": LLAMA, "model.safetensors": Store(TENSORS), "int4/README.md": "# B\n",
        "int8/config.json": {**LLAMA, "_name_or_path": "", "quantization_config": TORCHAO}, "int8/model.safetensors": Store(PACKED),
        "notes/config.json": {},
    }  # fmt: skip
    size = os.path.getsize(write(tmp_path, files) / "int8/model.safetensors")
    assert rows(tmp_path, files, "variants") == [
        {"name": "int4", "folder": "int4", "bits": 4},
        {"name": "int8", "folder": "int8", "method": "torchao Int8WeightOnlyConfig", "bits": 8, "bytes": size},
    ]
    inner = facts(tmp_path / "int8", {})
    assert inner["root_bytes"] == os.path.getsize(tmp_path / "model.safetensors")
    assert (inner["license"], inner["language"], inner["dataset_name"]) == ("mit", "en", ["a/b"])
    assert inner["base_model_relation"] == "quantized" and inner["base_model"] == "Someone/Base-3B"
    assert inner["tags"] == ["llama", "x"]
    within = list(sources.read(Files((str(tmp_path / "int8"), str(tmp_path / "int8")))))
    assert not any(one.name in ("root_bytes", "license") for one in within if isinstance(one, Fact))


def test_licence_file(tmp_path):
    text = "Apache License\nVersion 2.0, January 2004\n"
    assert facts(tmp_path / "a", {"LICENSE": text}) == {"license": "apache-2.0"}
    assert facts(tmp_path / "b", {"LICENSE": "Do as you like."}) == {}


def test_adapter(tmp_path):
    found = facts(tmp_path, {"adapter_config.json": LORA})
    assert found == {
        "is_adapter": True, "base_model": "Someone/Base-3B", "base_model_relation": "adapter", "library_name": "peft",
        "lora_rank": 16, "lora_alpha": 32, "lora_dropout": 0.05, "lora_target_modules": ["q_proj", "v_proj"],
        "fine_tuning_method": "LoRA", "pipeline_tag": "text-generation",
        "software_versions": [{"name": "peft", "version": "0.18.0"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("config", "fact", "value"),
    [
        (LORA | {"use_dora": True}, "fine_tuning_method", "DoRA"),
        (LORA | {"peft_type": "IA3"}, "fine_tuning_method", "IA3"),
        (LORA | {"task_type": "SEQ_2_SEQ_LM"}, "pipeline_tag", None),
        (LORA | {"task_type": None}, "pipeline_tag", None),
        (LORA | {"target_modules": "all-linear"}, "lora_target_modules", "all-linear"),
        (LORA | {"r": None}, "lora_rank", None),
        (LORA | {"base_model_name_or_path": "gpt2"}, "base_model", "gpt2"),
        (LORA | {"base_model_name_or_path": "https://huggingface.co/Someone/Base-3B"}, "base_model", "Someone/Base-3B"),
        (LORA | {"base_model_name_or_path": None}, "base_model", None),
    ],
)
def test_adapter_keys(tmp_path, config, fact, value):
    assert facts(tmp_path, {"adapter_config.json": config}).get(fact) == value


def test_a_whole_model_beside_an_adapter_is_no_adapter(tmp_path):
    found = facts(tmp_path, {"adapter_config.json": LORA, "config.json": LLAMA})
    assert found["library_name"] == "transformers" and not {"is_adapter", "base_model_relation"} & found.keys()


def test_an_adapter_is_not_counted_as_a_model(tmp_path):
    found = facts(tmp_path, {"adapter_config.json": LORA, "adapter_model.safetensors": Store(TENSORS)})
    assert found["weights_bytes"] and "parameter_count" not in found


def test_training_config(tmp_path):
    assert facts(tmp_path, {"training_config.json": CONFIG}) == {
        "base_model": "Someone/Base-3B", "trainer_type": "sft", "max_seq_length": 8192, "batch_size": 16,
        "gradient_accumulation_steps": 4, "learning_rate": 8e-06, "warmup_steps": 50, "optimizer": "adamw_torch",
        "lr_scheduler": "cosine", "min_learning_rate": 2e-06, "training_precision": "bf16", "dataset_name": "someone/openhermes",
        "dataset_split": "train", "dataset_sample_size": 80000,
    }  # fmt: skip


NESTED = {"lora_config": {"r": 8, "alpha": 16, "target_modules": ["c_attn"], "dropout": 0.05}}


@pytest.mark.parametrize(
    ("config", "fact", "value"),
    [
        ({"per_device_train_batch_size": 4}, "batch_size", 4),
        ({"num_train_epochs": 2.0}, "max_epochs", 2.0),
        ({"num_train_epochs": 3.0, "max_steps": -1}, "max_epochs", 3.0),
        ({"num_train_epochs": 3.0, "max_steps": -1}, "max_steps", None),
        ({"num_train_epochs": 3.0, "max_steps": 1000}, "max_epochs", None),
        ({"num_train_epochs": 3.0, "max_steps": "1000"}, "max_steps", "1000"),
        ({"warmup_steps": 0, "warmup_ratio": 0.03}, "warmup_steps", None),
        ({"warmup_steps": 0}, "warmup_steps", 0),
        ({"fp16": True, "bf16": False}, "training_precision", "fp16"),
        ({"fp16": False, "bf16": False}, "training_precision", None),
        (NESTED, "lora_alpha", 16),
        (NESTED, "lora_dropout", 0.05),
        (NESTED, "fine_tuning_method", "LoRA"),
        (NESTED | {"use_lora": False}, "lora_rank", None),
        (NESTED | {"use_lora": False}, "fine_tuning_method", None),
        (NESTED | {"load_in_4bit": True}, "fine_tuning_method", "QLoRA"),
        (NESTED | {"quantization_config": {"load_in_4bit": True}}, "fine_tuning_method", "QLoRA"),
        ({"use_lora": True, "lora_r": 8}, "lora_rank", 8),
        ({"use_lora": True}, "fine_tuning_method", "LoRA"),
        ({"training_config": {"learning_rate": 2e-4}}, "learning_rate", 2e-4),
        ({"model_name": "B/c", "base_model": "A/b"}, "base_model", "A/b"),
        ({"dataset_name": "data/train.jsonl"}, "dataset_name", None),
        ({"dataset_name": ["a/b", "train.jsonl"]}, "dataset_name", ["a/b"]),
        ({"base_model": ""}, "base_model", None),
    ],
)
def test_training_config_keys(tmp_path, config, fact, value):
    assert facts(tmp_path, {"training_config.json": config}).get(fact) == value


def test_a_tracked_run(tmp_path):
    for name in ("trackio_run.json", "experiment.json", "monday_run.json"):
        found = facts(tmp_path / name, {name: RUN})
        assert found["experiment_name"] == "run-3" and found["batch_size"] == 16 and found["max_steps"] == 18000
        assert not {"training_loss", "validation_loss", "steps_trained"} & found.keys()
        [note] = notes(tmp_path / name, {name: RUN})
        assert "2 points are logged, the last at step 50 with a loss of 1.165" in note and "has no final loss" in note
    assert told(tmp_path / "other", {"dry_run.json": {"x": 1}}) == []


def test_trainer_state(tmp_path):
    found = facts(tmp_path / "a", {"trainer_state.json": STATE})
    assert found == {
        "steps_trained": 1250, "epochs_trained": 1.0, "max_steps": 1250, "max_epochs": 1, "training_loss": 1.1423, "validation_loss": 1.0987
    }  # fmt: skip
    running = {"log_history": [{"loss": 1.2, "step": 5}], "global_step": 5}
    assert facts(tmp_path / "b", {"trainer_state.json": running}) == {"steps_trained": 5}
    cut = STATE | {"epoch": 0.2}
    assert "max_epochs" not in facts(tmp_path / "c", {"trainer_state.json": cut})
    assert facts(tmp_path / "d", {"trainer_state.json": {"log_history": "x", "global_step": 0}}) == {}


def test_results_of_the_trainer(tmp_path):
    state = STATE | {"log_history": [{"train_loss": 9.0}]}
    found = facts(tmp_path, {"train_results.json": TRAIN, "eval_results.json": EVAL, "trainer_state.json": state})
    assert (found["training_loss"], found["validation_loss"], found["training_hours"]) == (1.1423, 1.0987, 1.48)
    assert found["epochs_trained"] == 1.0
    assert found["metrics"] == [{"name": "Accuracy", "value": 0.71, "n": 992}]


def test_the_specific_file_wins(tmp_path):
    files = {
        "all_results.json": {"train_loss": 1.0, "eval_loss": 1.5, "perplexity": 4.48},
        "train_results.json": {"train_loss": 1.1},
    }
    found = facts(tmp_path, files)
    assert (found["training_loss"], found["validation_loss"], found["perplexity"]) == (1.1, 1.5, 4.48)


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [
        (5321.7, 1.48),
        (360000, 100),
        (36, 0.01),
        (47.3, 0.0131),
        (0, None),
        (float("nan"), None),
        (True, None),
        (10**400, None),
        ("x", None),
    ],
)
def test_hours(tmp_path, seconds, hours):
    assert facts(tmp_path, {"train_results.json": {"train_runtime": seconds}}).get("training_hours") == hours


def test_comparison(tmp_path):
    files = {"evaluation_results.json": COMPARED}
    assert rows(tmp_path, files, "metrics") == [
        {"name": "Letter count accuracy", "value": 0.37, "baseline": 0.0, "n": 50},
        {"name": "Levenshtein distance", "value": 0.6, "baseline": 1.0, "n": 40},
        {"name": "Perplexity", "value": 20.0},
    ]
    assert any("spelling_accuracy: only the base model has it" in note for note in notes(tmp_path, files))


@pytest.mark.parametrize(
    ("base", "tuned", "row"),
    [
        (float("nan"), 0.5, {"value": 0.5, "baseline": "not a number"}),
        ("not run", 0.5, {"value": 0.5, "baseline": "not run"}),
        (None, 0.5, {"value": 0.5}),
        ("N/A", 0.5, {"value": 0.5}),
        ("-Infinity", 0.5, {"value": 0.5, "baseline": "not a number"}),
        (0.0, 0.5, {"value": 0.5, "baseline": 0.0}),
        (0.5, float("nan"), None),
        (0.5, "high", None),
        (0.5, True, None),
    ],
)
def test_comparison_of_what_is_no_number(tmp_path, base, tuned, row):
    flat = {"base": {"accuracy": base}, "finetuned": {"accuracy": tuned}}
    found = facts(tmp_path, {"evaluation_results.json": flat}).get("metrics")
    assert found == ([{"name": "Accuracy"} | row] if row else None)
    assert row or any("is no number" in note for note in notes(tmp_path, {}))


def test_evaluation_results_of_one_model(tmp_path):
    assert rows(tmp_path, {"evaluation_results.json": {"metrics": {"f1": 0.5, "speed": 3}, "n": 20}}, "metrics") == [
        {"name": "F1", "value": 0.5, "n": 20}
    ]


def test_comparison_with_its_configuration(tmp_path):
    found = facts(tmp_path, {"evaluation_results.json": COMPARED | {"config": NESTED | {"training_config": {"max_steps": 1000}}}})
    assert (found["lora_rank"], found["max_steps"]) == (8, 1000) and "base_model" not in found


def test_capstone(tmp_path):
    found = facts(tmp_path, {"capstone.json": CAPSTONE})
    assert found["fine_tuning_method"] == "QLoRA" and found["lora_rank"] == 64 and found["max_epochs"] == 3
    assert found["model_name"] == "aws-assistant" and found["base_model"] == "Someone/Base-32B"
    assert found["training_hours"] == 4 and found["hardware_info"] == "DGX Spark" and found["dataset_size"] == "300 examples"
    assert found["training_data"] == [{"name": "Q&A", "size": "5,000 examples"}, "best practices"]
    assert found["metrics"] == [
        {"name": "Answer accuracy", "value": 0.82}, {"name": "User satisfaction", "value": 0.85, "baseline": 0.6, "n": 40}
    ]  # fmt: skip
    assert found["benchmarks"] == [{"name": "MMLU", "value": 0.65}, {"name": "ARC-Challenge", "value": 0.52}]
    assert found["safety_results"] == [
        {"name": "PII protection", "target": 1.0, "value": 1.0},
        {"name": "Jailbreak resistance", "target": 0.95},
        {"name": "Gender sentiment gap", "better": "lower", "value": 0.05},
    ]
    assert not {"license", "version_", "sizes_mb"} & found.keys()
    said = notes(tmp_path, {})
    assert any("metrics.made_up: a text is no number" in note for note in said)
    assert any("sizes_mb: no facts of a card" in note and "missing" not in note for note in said)


def test_facts_json_may_hold_facts_by_their_names(tmp_path):
    found = facts(
        tmp_path, {"facts.json": {"model_name": "A", "limitations": ["Slow"], "metrics": [{"name": "Accuracy", "value": 1}]}}
    )
    assert found == {"model_name": "A", "limitations": ["Slow"], "metrics": [{"name": "Accuracy", "value": 1}]}


def test_harness(tmp_path):
    files = {"results_2026-01-01.json": HARNESS}
    assert rows(tmp_path, files, "benchmarks") == [
        {
            "name": "arc_challenge (acc_norm)", "value": 0.52, "type": "acc_norm", "stderr": 0.014, "n": 100, "better": "higher",
            "dataset_id": "allenai/ai2_arc", "notes": "25-shot",
        },
        {"name": "gsm8k", "value": 0.39, "type": "exact_match", "n": 1319, "notes": "5-shot, strict-match"},
        {"name": "mmlu", "value": 0.65, "type": "acc", "stderr": 0.004},
    ]  # fmt: skip
    assert notes(tmp_path, files) == [
        "results_2026-01-01.json: 1 tasks are parts of groups that have a result of their own; only those are used"
    ]


def test_harness_as_it_was(tmp_path):
    old = {"results": {"hellaswag": {"acc": 0.5, "acc_stderr": 0.01}}, "versions": {"hellaswag": 0}}
    assert rows(tmp_path / "a", {"results.json": old}, "benchmarks") == [
        {"name": "hellaswag", "value": 0.5, "type": "acc", "stderr": 0.01}
    ]
    assert told(tmp_path / "b", {"results.json": {"accuracy": 0.5}}) == []


def test_results_of_the_hub(tmp_path):
    good = "- dataset: {id: Idavidrein/gpqa, task_id: diamond}\n  value: 0.41\n  notes: no tools\n"
    files = {".eval_results/a.yaml": good, ".eval_results/b.yaml": "- value: 3\n", ".eval_results/c.yaml": "a: ["}
    assert rows(tmp_path, files, "benchmarks") == [
        {"name": "diamond", "value": 0.41, "dataset_id": "Idavidrein/gpqa", "notes": "no tools"}
    ]
    assert len(notes(tmp_path, {})) == 2
    assert len(sources.recognise(str(tmp_path / ".eval_results/a.yaml"))) == 1
    assert sources.recognise(str(tmp_path / ".eval_results/b.yaml")) is None


def test_wandb(tmp_path):
    summary = {
        "train/loss": 1.3,
        "eval/loss": 1.1,
        "eval/accuracy": 0.7,
        "eval/runtime": 3,
        "_runtime": 9999,
        "train/global_step": 50,
    }
    for name in ("wandb-summary.json", "wandb/latest-run/files/wandb-summary.json"):
        found = facts(tmp_path / name[:7], {name: summary})
        assert found == {"validation_loss": 1.1, "metrics": [{"name": "Accuracy", "value": 0.7}]}
        assert any("train/loss is 1.3" in note for note in notes(tmp_path / name[:7], {}))
    assert facts(tmp_path / "done", {"wandb-summary.json": summary | {"train_loss": 1.2}})["training_loss"] == 1.2


def test_lists_of_several_files_are_one(tmp_path):
    files = {
        "eval_results.json": EVAL,
        "evaluation_results.json": COMPARED,
        "capstone.json": CAPSTONE | {"metrics": {"accuracy": 0.9}},
    }
    [fact] = [one for one in told(tmp_path, files) if isinstance(one, Fact) and one.name == "metrics"]
    assert [row["name"] for row in fact.value] == ["Accuracy", "Letter count accuracy", "Levenshtein distance", "Perplexity"]
    assert fact.value[0] == {"name": "Accuracy", "value": 0.9} and "capstone.json" in fact.file
    assert "capstone.json: Accuracy is 0.9 here and 0.71 in eval_results.json; this one counts" in notes(tmp_path, {})


def test_a_bad_row_costs_no_other(tmp_path):
    files = {
        "capstone.json": {
            "model_name": "A",
            "metrics": {"TODO": 1, "accuracy": 0.5, "a\u0000b": 2, "f1": {"score": 1, "better": "up"}},
        }
    }
    assert rows(tmp_path, files, "metrics") == [{"name": "Accuracy", "value": 0.5}]
    assert len(notes(tmp_path, {})) == 3


EVERYTHING = {
    "config.json": LLAMA, "generation_config.json": {"temperature": 0.6, "transformers_version": "5"}, "adapter_config.json": LORA,
    "tokenizer_config.json": {"chat_template": "x"}, "training_config.json": CONFIG | NESTED, "trackio_run.json": RUN,
    "trainer_state.json": STATE, "all_results.json": TRAIN | EVAL, "train_results.json": TRAIN, "eval_results.json": EVAL,
    "evaluation_results.json": COMPARED, "capstone.json": CAPSTONE, "results_1.json": HARNESS, "model_index.json": {"_class_name": "A"},
    "wandb-summary.json": {"eval/loss": 1.1, "_step": 3, "train/loss": 1}, "LICENSE": "Mozilla Public License Version 2.0\n",
}  # fmt: skip
FORMATS = [name for name in EVERYTHING if name.endswith(".json")]


def test_everything_at_once_is_typed(tmp_path):
    """Every raw value fits its fact."""
    found = gather.gather(Files((str(write(tmp_path, EVERYTHING)), None)), environment={})
    assert len(found.known) > 40 and set(found.known) <= set(declared.properties())
    assert not [note for note in found.notes if "must be" in note.text or "is not" in note.text]


def test_rows_name_declared_facts_and_no_secrets():
    for reader in (*sources.READERS, *sources.NAMEABLE):
        for table in ("ROWS", "LORA", "BASE"):
            for name, *paths in getattr(reader, table, ()):
                assert name in declared.properties() and paths
                assert not any(word in path for path in paths for word in ("token", "secret", "passw", "api_key"))


def _planted(value):
    """A mapping with tokens wherever somebody may have put one."""
    if isinstance(value, dict):
        inner = {key: _planted(item) for key, item in value.items()}
        return inner | {"hf_token": TOKEN, "api_key": TOKEN, "password": "tiger-" + TOKEN[9:], "my_secret": {"token": TOKEN}}
    return [_planted(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", FORMATS)
def test_no_token_is_ever_told(tmp_path, name):
    write(tmp_path, {name: _planted(EVERYTHING[name])})
    assert TOKEN[9:] not in repr(told(tmp_path, {})) + repr(sources.recognise(str(tmp_path / name)))


@pytest.mark.parametrize("key", ["experiment_name", "author_name", "trackio_url", "base_model", "dataset_name", "hardware_info"])
def test_a_token_in_the_wrong_place_is_left_out(tmp_path, key):
    for value in (TOKEN, f"https://user:{TOKEN}@example.org/x", [f"/home/{TOKEN}"]):
        assert TOKEN[9:] not in repr(told(tmp_path, {"training_config.json": {key: value}}))


DEEP = "[" * 100_000 + "]" * 100_000
NESTED_DEEP = '{"a": ' * 400 + "1" + "}" * 400


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", "{'a': 1}", DEEP, '{"a": ' + "9" * 5000 + "}", "\ufeffnot"])
def test_what_is_no_mapping_is_one_note(tmp_path, name, text):
    found = told(tmp_path, {name: text})
    assert len([one for one in found if isinstance(one, Note)]) == 1 or name == "results_1.json"
    assert all(isinstance(one, Note) and one.file == name or one.file == "model_index.json" for one in found)
    assert all(one.text.endswith("; nothing of it is used") for one in found if isinstance(one, Note))


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "config.json").mkdir()
    (tmp_path / "all_results.json").symlink_to("nowhere")
    (tmp_path / "eval_results.json").write_bytes(b"\xff\xfe{\0}\0")
    (tmp_path / "trainer_state.json").write_bytes(b" " * 5_000_001)
    assert len(notes(tmp_path, {})) == 4
    assert sources.recognise(str(tmp_path / "config.json")) is None and sources.recognise(str(tmp_path / "none.json")) is None


WRONG = [
    None,
    True,
    -1,
    0,
    10**20,
    float("nan"),
    float("inf"),
    "",
    "N/A",
    "x" * 9000,
    "\ud800",
    [],
    [[[[[1]]]]],
    {},
    {"a": {"b": [None]}},
    [1],
    "a\u0000",
]


def _twisted(value, wrong):
    return {key: _twisted(item, wrong) for key, item in value.items()} if isinstance(value, dict) and value else wrong


@pytest.mark.parametrize("name", FORMATS)
def test_wrong_types_never_raise(tmp_path, name):
    for wrong in [*WRONG, json.loads(NESTED_DEEP)]:
        for content in (_twisted(EVERYTHING[name], wrong), dict.fromkeys(EVERYTHING[name], wrong)):
            write(tmp_path, {name: content})
            gather.gather(Files((str(tmp_path), None)), environment={})
            sources.recognise(str(tmp_path / name))


KEYS = sorted({key for content in EVERYTHING.values() if isinstance(content, dict) for key in content} | {"metrics", "metrics.a"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FORMATS), content=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6))
def test_any_mapping_is_survived(tmp_path, name, content):
    folder = tmp_path / "any"
    for other in folder.glob("*") if folder.exists() else ():
        other.unlink()
    gather.gather(Files((str(write(folder, {name: EVERYTHING[name] | content})), None)), environment={})
    sources.recognise(str(folder / name))


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("tokenizer_config.json", "model_index.json")])
def test_a_named_file_is_known_by_what_it_holds(tmp_path, name):
    write(tmp_path, {"named.json": EVERYTHING[name]})
    found = sources.recognise(str(tmp_path / "named.json"))
    assert any(isinstance(one, Fact) for one in found)
    assert {one.name for one in found if isinstance(one, Fact)} <= set(declared.properties())


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"batch_size": "8", "learning_rate": "5e-6"},
        {"basic": {"batch_size": 8}},
        {"batch_size": 8, "learning_rat": 1},
        {"x": 1},
    ],
)
def test_other_mappings_are_their_authors(tmp_path, content):
    write(tmp_path, {"named.json": content})
    assert sources.recognise(str(tmp_path / "named.json")) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("letter_count_accuracy", "Letter count accuracy"), ("pii_protection", "PII protection"), ("ARC-Challenge", "ARC-Challenge"),
        ("rouge1", "ROUGE-1"), ("truthfulqa_mc2", "TruthfulQA MC2"), ("chrf", "chrF"), ("", ""),
    ],
)  # fmt: skip
def test_names(name, words):
    assert wording.human(name) == words


@pytest.mark.parametrize(
    ("text", "path"), [("a/b", False), ("gpt2", False), ("a/b/c", True), ("~/x", True), ("results/x", True), ("x.jsonl", True)]
)
def test_paths(text, path):
    assert hubids.is_path(text) is path


def test_numbers():
    assert [jsonfiles.number(value) for value in (1, 0.5, True, "1", None, float("inf"), 10**400)] == [
        1,
        0.5,
        None,
        None,
        None,
        None,
        None,
    ]
    assert [jsonfiles.count(value) for value in (3, 3.0, 0, -1, 2.5, "3")] == [3, 3, None, None, None, None]
    assert measured.shown({}) == "a mapping" and measured.shown(float("nan")) == "NaN"
