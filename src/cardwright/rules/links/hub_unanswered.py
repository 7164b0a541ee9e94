"""The Hub was to be asked and did not answer.

With `--online` some questions had no answer: no connection, an error of the server, too slow, or an answer that is none. What
they were about is not settled, which is no fault of the card. The Hub is at the address in `HF_ENDPOINT`, or huggingface.co;
a run waits for at most two minutes in all.

Bad:

    ---
    base_model: example-team/server-error
    ---

Good:

    ---
    license: mit
    ---
"""

from .. import TEXT

level = "note"
needs = TEXT


def check(context):
    yield from context.told_online("hub-unanswered")
