"""training_config.json of SmolFactory and the like: what a training was told to do. Only keys that a row lists are looked at."""

from __future__ import annotations

from ..facts import Fact, Note
from .jsonfiles import at, each, first, mapping, picked

NAMES = ("training_args.json", "train_config.json", "training_config.json")
PREFIXES = ("", "training_config.", "training_args.", "training_arguments.")

BASE = (("base_model", "base_model", "model_name_or_path", "model_name", "model_id"),)
ROWS = (
    ("dataset_name", "dataset_name"),
    ("dataset_config", "dataset_config", "dataset_config_name"),
    ("dataset_split", "dataset_split"),
    ("dataset_format", "dataset_format"),
    ("dataset_sample_size", "sample_size", "dataset_sample_size"),
    ("training_config_type", "training_config_type"),
    ("trainer_type", "trainer_type"),
    ("batch_size", "batch_size", "per_device_train_batch_size"),
    ("gradient_accumulation_steps", "gradient_accumulation_steps"),
    ("learning_rate", "learning_rate"),
    ("min_learning_rate", "min_lr", "min_learning_rate"),
    ("lr_scheduler", "lr_scheduler", "scheduler", "lr_scheduler_type"),
    ("warmup_ratio", "warmup_ratio"),
    ("weight_decay", "weight_decay"),
    ("optimizer", "optimizer", "optim"),
    ("max_seq_length", "max_seq_length", "max_length"),
    ("seed", "seed"),
    ("hardware_info", "hardware_info"),
    ("author_name", "author_name"),
    ("experiment_name", "experiment_name"),
    ("trackio_url", "trackio_url"),
    ("dataset_repo", "dataset_repo"),
)
LORA = (
    ("lora_rank", "lora_config.r", "peft_config.r", "lora.r", "lora_r", "lora_rank"),
    ("lora_alpha", "lora_config.lora_alpha", "lora_config.alpha", "peft_config.lora_alpha", "lora.lora_alpha", "lora.alpha",
     "lora_alpha"),
    ("lora_dropout", "lora_config.lora_dropout", "lora_config.dropout", "peft_config.lora_dropout", "lora.lora_dropout",
     "lora.dropout", "lora_dropout"),
    ("lora_target_modules", "lora_config.target_modules", "peft_config.target_modules", "lora.target_modules",
     "lora_target_modules"),
)  # fmt: skip
EPOCHS = ("num_train_epochs", "epochs", "num_epochs", "max_epochs")
STEPS = ("max_steps", "max_iters")
_LORA_CONFIGS = ("lora_config", "peft_config", "lora")

# What a configuration has and no list of facts: two of them make one.
_SIGNS = frozenset(
    """per_device_train_batch_size per_device_eval_batch_size num_train_epochs bf16 fp16 lora_config max_iters scheduler min_lr
    lr_scheduler_type optim sample_size training_config eval_strategy use_lora logging_steps save_steps output_dir""".split()
)


def read(files):
    return each(files, NAMES, told)


def fits(content: dict) -> bool:
    return len(_SIGNS & content.keys()) > 1


def told(content: dict, file: str, prefixes=PREFIXES):
    yield from picked(content, BASE, file, prefixes)
    yield from settings(content, file, prefixes)


def settings(content: dict, file: str, prefixes=PREFIXES):
    """All but the model: in files of other formats `model_name` is what the result is called."""
    yield from picked(content, ROWS, file, prefixes)
    yield from _duration(content, file, prefixes)
    yield from _warmup(content, file, prefixes)
    yield from _precision(content, file, prefixes)
    yield from _lora(content, file, prefixes)


def _below(prefixes, *paths):
    return [prefix + path for path in paths for prefix in prefixes]


def _duration(content: dict, file: str, prefixes):
    """Steps where they limit the training: trainers then take no heed of the epochs, which are often a default."""
    steps_key, steps = first(content, _below(prefixes, *STEPS))
    epochs_key, epochs = first(content, _below(prefixes, *EPOCHS))
    if _is_positive(steps):
        yield Fact("max_steps", steps, file, steps_key)
        if epochs is not None:
            yield Note(file, f"{epochs_key}: {steps_key} limits the training; the epochs are left out")
    elif epochs is not None:
        yield Fact("max_epochs", epochs, file, epochs_key)


def _is_positive(value) -> bool:
    try:
        return not isinstance(value, bool) and float(value) > 0
    except (TypeError, ValueError, OverflowError):
        return False


def _warmup(content: dict, file: str, prefixes):
    """Warm-up in steps; none beside a ratio is the default that the ratio replaces."""
    key, steps = first(content, _below(prefixes, "warmup_steps"))
    ratio = first(content, _below(prefixes, "warmup_ratio"))[1]
    if steps is not None and not (steps == 0 and _is_positive(ratio)):
        yield Fact("warmup_steps", steps, file, key)


def _precision(content: dict, file: str, prefixes):
    for name in ("bf16", "fp16"):
        key, used = first(content, _below(prefixes, name))
        if used is True:
            yield Fact("training_precision", name, file, key)
            return


def _lora(content: dict, file: str, prefixes):
    if first(content, _below(prefixes, "use_lora"))[1] is False:
        return
    yield from picked(content, LORA, file, prefixes)
    key = next((path for path in _below(prefixes, *_LORA_CONFIGS) if mapping(at(content, path))), "")
    key = key or next((path for path in _below(prefixes, "use_lora") if at(content, path) is True), "")
    if key:
        yield Fact("fine_tuning_method", _method(content, prefixes, mapping(at(content, key))), file, key)


def _method(content: dict, prefixes, config: dict) -> str:
    packed = first(content, _below(prefixes, "load_in_4bit", "quantization_config.load_in_4bit"))[1] is True
    return "QLoRA" if packed else "DoRA" if config.get("use_dora") is True else "LoRA"
