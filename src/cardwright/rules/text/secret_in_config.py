"""A configuration beside the card holds a token, key or password.

Trainers write every setting they were given into the folder that is uploaded, the token of the tracker or of the Hub among
them. The card is clean and the secret is public all the same. Reports show no more than its first four characters.

Bad:

    ---
    license: mit
    ---

    See training_config.json for how it was trained.

Beside the bad one, training_config.json:

    {"learning_rate": 5e-6, "tracker": {"hf_token": "kV7trumpet19qLw83"}}

Good:

    ---
    license: mit
    ---

    See training_config.json for how it was trained.

Beside the good one, training_config.json:

    {"learning_rate": 5e-6, "tracker": {"hf_token": null}, "pad_token": "<|endoftext|>"}
"""

from ...characters import credentials
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


def check(context):
    from ...characters import settings_secrets as settings

    names = context.files.names
    for name in _FILES:
        if name in names:
            for key, value in settings.texts(context.files.json(name)):
                if settings.is_secret(key, value):
                    message = f"{name} holds what looks like a real secret under `{key}`: {credentials.shown(value)}"
                    yield (0, 0), f"{message}; revoke it and remove it from the file before it is published"
