"""A shell command of the card no longer exists under that name.

`huggingface-cli` came with huggingface_hub up to 0.36 and is gone since 1.0; what it did is done by `hf`, partly under other
words (`hf auth login`).

Bad:

    ```bash
    huggingface-cli download ada/tiny
    ```

Good:

    ```bash
    hf download ada/tiny
    ```
"""

from ... import findings
from ...snippets import commands
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    for wrong in commands.find(context.card):
        if wrong.shown not in commands.PACKAGES:
            where = wrong.start, wrong.end
            yield where, wrong.message, *([findings.replace(where, wrong.fix, safe=False)] if wrong.fix else [])
