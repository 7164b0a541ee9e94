"""A configuration beside the card holds a token, key or password.

Trainers write every setting they were given into the folder that is uploaded, the token of the tracker or of the Hub among
them. The card is clean and the secret is public all the same. Reports show no more than its first four characters.

Bad:

    ---
    license: mit
    ---

    See training_config.json for how it was trained.

Beside it, training_config.json:

    {"learning_rate": 5e-6, "tracker": {"hf_token": "kV7trumpet19qLw83"}}

Good:

    ---
    license: mit
    ---

    See training_config.json for how it was trained.

Beside it, training_config.json:

    {"learning_rate": 5e-6, "tracker": {"hf_token": null}, "pad_token": "<|endoftext|>"}
"""

from ... import credentials
from .. import FILE

level = "error"
needs = FILE

_FILES = (
    "config.json",
    "adapter_config.json",
    "generation_config.json",
    "trainer_state.json",
    "training_args.json",
    "training_config.json",
    "train_config.json",
)
_KEYS = ("token", "api_key", "apikey", "access_key", "secret", "secret_key", "password", "passwd")
_PLAIN = (
    "pad",
    "eos",
    "bos",
    "unk",
    "sep",
    "cls",
    "mask",
    "image",
    "audio",
    "video",
    "vision",
    "special",
    "start",
    "end",
    "stop",
)
_DEEPEST = 20


def check(context):
    names = context.files.names
    for name in _FILES:
        if name in names:
            for key, value in _texts(context.files.json(name), "", 0):
                if _named(key) and credentials.looks_real(value, 12) and " " not in value or credentials.find(value):
                    message = f"{name} holds what looks like a real secret under `{key}`: {credentials.shown(value)}"
                    yield (0, 0), f"{message}; revoke it and remove it from the file before it is published"


def _named(key: str) -> bool:
    """hf_token, trackio_token and openai_api_key, not pad_token."""
    last = key.rpartition(".")[2].lower()
    return last.endswith(_KEYS) and not last.startswith(_PLAIN) and "<" not in last


def _texts(value, path: str, depth: int):
    """(dotted key, text) of every text in what a JSON file holds."""
    if isinstance(value, str):
        yield path, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}" if path else key, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value:
            yield from _texts(inner, path, depth + 1)
