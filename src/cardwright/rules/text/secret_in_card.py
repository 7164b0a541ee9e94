"""A token, key or password stands in the card, for all the world to use.

Robots read new cards within minutes; a token that was public once is spent, whatever becomes of the card and its history.
Revoke it first, then take it out and let readers put in their own. Reports show no more than its first four characters.
What is clearly a blank to fill in (`hf_xxx`, `YOUR_TOKEN`) is left alone.

Bad:

    git clone https://alice:kV7-trumpet-19@git.example.org/sorter

Good:

    git clone https://alice:$PASSWORD@git.example.org/sorter
    export HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
"""

from ...characters import credentials
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for secret in credentials.find(context.card.text):
        message = f"this looks like a real {secret.kind}: {credentials.shown(secret.text.strip())}; revoke it, then remove it"
        yield (secret.start, secret.end), message
