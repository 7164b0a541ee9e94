"""A metadata key that the profile asks for is missing.

Nothing is required to push. But without `license` nobody may use the model, without `library_name` the Hub shows no
snippet and counts no downloads (since August 2024 config.json no longer implies transformers), and without
`pipeline_tag` it is in no task filter. Stricter profiles ask for more; `required-keys` in the configuration replaces
the list.

Bad:

    ---
    library_name: transformers
    pipeline_tag: translation
    ---

Good:

    ---
    license: mit
    library_name: transformers
    pipeline_tag: translation
    ---
"""

from .. import METADATA, PROFILE

level = PROFILE
needs = METADATA

_WHY = {
    "license": "without it nobody may use the model",
    "library_name": "without it the Hub shows no snippet and counts no downloads",
    "pipeline_tag": "without it the model is in no task filter",
    "language": "without it the model is in no language filter",
    "base_model": "without it the model is not in its base model's tree",
    "base_model_relation": "without it the Hub guesses, and often takes a quantized model for a fine-tuned one",
}


def check(context):
    if not context.card.root.entries:
        return  # front-matter-empty says it
    for key in context.profile.required_keys:
        if key not in context.card.metadata:
            why = f"; {_WHY[key]}" if key in _WHY else ""
            yield context.card.opening_fence, f"the metadata has no `{key}`{why}"
