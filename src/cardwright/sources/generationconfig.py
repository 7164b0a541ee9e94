"""generation_config.json: how its authors mean text to be generated."""

from __future__ import annotations

from ..facts import Fact
from .jsonfiles import each

NAME = "generation_config.json"
PARAMETERS = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty", "max_new_tokens")


def read(files):
    return each(files, (NAME,), told)


def fits(content: dict) -> bool:
    return "transformers_version" in content and any(name in content for name in (*PARAMETERS, "_from_model_config"))


def told(content: dict, file: str):
    rows = [{"name": name, "value": content[name]} for name in PARAMETERS if content.get(name) is not None]
    if rows:
        yield Fact("inference_parameters", rows, file)
