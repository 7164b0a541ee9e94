"""adapter_config.json of PEFT: what was trained, and on which model."""

from __future__ import annotations

from ..facts import Fact
from ..repository import modelkind
from .jsonfiles import each, picked

NAME = "adapter_config.json"
ROWS = (
    ("base_model", "base_model_name_or_path"),
    ("lora_rank", "r"),
    ("lora_alpha", "lora_alpha"),
    ("lora_dropout", "lora_dropout"),
    ("lora_target_modules", "target_modules"),
)
# The task of an adapter, as PEFT calls it -> as the Hub does. Sequence to sequence may be any of several.
_TASKS = {
    "CAUSAL_LM": "text-generation",
    "SEQ_CLS": "text-classification",
    "TOKEN_CLS": "token-classification",
    "QUESTION_ANS": "question-answering",
}
_METHODS = {"LORA": "LoRA", "ADALORA": "AdaLoRA", "PROMPT_TUNING": "prompt tuning", "PREFIX_TUNING": "prefix tuning"}


def read(files):
    yield from each(files, (NAME,), told)
    if wanted := modelkind.library(files):
        if wanted.library == "peft":
            yield Fact("is_adapter", True, NAME)
            yield Fact("base_model_relation", "adapter", NAME)
            yield Fact("library_name", "peft", NAME, "peft_type")


def fits(content: dict) -> bool:
    return "peft_type" in content


def told(content: dict, file: str):
    yield from picked(content, ROWS, file)
    kind, task = content.get("peft_type"), content.get("task_type")
    if isinstance(kind, str):
        method = "DoRA" if kind == "LORA" and content.get("use_dora") is True else _METHODS.get(kind, kind)
        yield Fact("fine_tuning_method", method, file, "peft_type")
    if isinstance(task, str) and task in _TASKS:
        yield Fact("pipeline_tag", _TASKS[task], file, "task_type")
    if content.get("peft_version"):
        yield Fact("software_versions", [{"name": "peft", "version": content["peft_version"]}], file, "peft_version")
