"""What a report calls each fact, and how it writes it, as rows: label, fact, way."""

from __future__ import annotations

from ..templating import Markdown, filters


def _models(ids, place: str = "") -> Markdown:
    """Ids on the Hub as links: their signs need no escaping."""
    listed = [ids] if isinstance(ids, str) else ids
    return Markdown(", ".join(f"[{each}](https://huggingface.co/{place}{each})" for each in listed))


def _data_sets(ids) -> Markdown:
    return _models(ids, "datasets/")


def _unit(word: str):
    return lambda value: f"{filters.number(value)} {word}"


SUMMARY = (
    ("Version", "version", None), ("Released", "release_date", None), ("Developed by", "author_name", None),
    ("Organisation", "organization", None), ("Licence", "license", None), ("Languages", "language", filters.language),
    ("Base model", "base_model", _models), ("Id on the Hub", "repo_name", _models), ("Code", "repository_url", None),
    ("Demo", "demo_url", None),
)  # fmt: skip
METHOD = (
    ("Base model", "base_model", _models), ("Relation to it", "base_model_relation", None),
    ("Method", "fine_tuning_method", None), ("Trainer", "trainer_type", None), ("Architecture", "architecture", None),
    ("Parameters", "parameter_count", filters.people), ("Context length", "context_length", _unit("tokens")),
)  # fmt: skip
DATA = (
    ("Data sets", "dataset_name", _data_sets), ("Configuration", "dataset_config", None), ("Split", "dataset_split", None),
    ("Size", "dataset_size", None), ("Sample", "dataset_sample_size", _unit("examples")), ("Format", "dataset_format", None),
    ("Collection", "data_collection", None), ("Filtering", "data_filtering", None), ("Personal data", "data_pii", None),
)  # fmt: skip
HYPERPARAMETERS = (
    ("Configuration", "training_config_type", None), ("Learning rate", "learning_rate", None),
    ("Lowest learning rate", "min_learning_rate", None), ("Schedule", "lr_scheduler", None),
    ("Warm-up steps", "warmup_steps", None), ("Warm-up ratio", "warmup_ratio", None),
    ("Batch size per device", "batch_size", None),
    ("Gradient accumulation steps", "gradient_accumulation_steps", None), ("Devices", "device_count", None),
    ("Effective batch size", "effective_batch_size", None), ("Epochs planned", "max_epochs", None),
    ("Steps planned", "max_steps", None), ("Longest sequence", "max_seq_length", _unit("tokens")),
    ("Optimizer", "optimizer", None), ("Weight decay", "weight_decay", None),
    ("Precision", "training_precision", None), ("LoRA rank", "lora_rank", None), ("LoRA alpha", "lora_alpha", None),
    ("LoRA dropout", "lora_dropout", None), ("LoRA target modules", "lora_target_modules", None), ("Seed", "seed", None),
)  # fmt: skip
RUN = (
    ("Hardware", "hardware_info", None), ("Device memory", "gpu_memory", None), ("Time", "training_hours", _unit("hours")),
    ("Steps made", "steps_trained", None), ("Epochs made", "epochs_trained", None), ("Peak memory", "peak_memory", None),
    ("Mean power", "power_watts", _unit("W")), ("Energy", "energy_kwh", _unit("kWh")),
    ("Emissions", "co2_eq_emissions", _unit("g CO2 equivalent")), ("Experiment", "experiment_name", None),
    ("Trackio", "trackio_url", None), ("Weights & Biases", "wandb_url", None), ("Logs", "dataset_repo", _data_sets),
)  # fmt: skip
LOSSES = (
    ("Training loss", "training_loss", None),
    ("Validation loss", "validation_loss", None),
    ("Perplexity", "perplexity", None),
)

RESULTS = (
    ("name", "Metric"), ("value", "Score"), ("baseline", "Baseline"), ("change", "Change"), ("improvement", "Improvement"),
    ("interval", "95 % interval"), ("n", "N"), ("dataset", "Data set"), ("notes", "Notes"),
)  # fmt: skip
MEASURED = (
    ("name", "Model"), ("bytes", "Weights"), ("share", "Of the original"), ("memory", "Peak memory"),
    ("perplexity", "Perplexity"), ("change", "Change (95 % interval)"), ("top1", "Top-1 agreement"), ("kl", "KL divergence"),
    ("prefill", "Prefill, tokens/s"), ("decode", "Decode, tokens/s"),
)  # fmt: skip
VARIANTS = (
    ("folder", "Variant"), ("method", "Method"), ("bits", "Bits"), ("group_size", "Group size"), ("bytes", "Weights"),
    ("requires", "Loads with"), ("runs_on", "Runs on"),
)  # fmt: skip
OF_VARIANT = (("What it is", "title"), ("Quantized", "layers"), ("Not quantized", "kept"), ("Note", "notes"))
SAFETY = (
    ("name", "Safety metric"),
    ("value", "Score"),
    ("target", "Target"),
    ("status", "Status"),
    ("n", "N"),
    ("notes", "Notes"),
)
RED_TEAM = (("name", "Test"), ("n", "Samples"), ("pass_rate", "Pass rate"), ("notes", "Notes"))
TESTED_ON = (("name", "Data set"), ("size", "Size"), ("description", "Description"))
TRAINED_ON = (("name", "Data set"), ("size", "Size"), ("source", "Source"), ("purpose", "Purpose"))
SOFTWARE = (("name", "Package"), ("version", "Version"))
FAILURES = (("mode", "Failure"), ("frequency", "How often"), ("mitigation", "What helps"))
RISKS = (("category", "Risk"), ("description", "What can happen"), ("likelihood", "Likelihood"))
INFERENCE = (("name", "Parameter"), ("value", "Recommended value"), ("notes", "Notes"))
CHANGES = (("version", "Version"), ("date", "Date"), ("changes", "Changes"))
CRITERIA = (
    ("name", "Criterion"), ("status", "Verdict"), ("value", "Value"), ("threshold", "Wanted"), ("n", "N"),
    ("interval", "95 % interval of the score"), ("reason", "Why not"), ("told", "Told by"),
)  # fmt: skip
FACTS = (("name", "Fact"), ("value", "Value"), ("told", "Told by"))
