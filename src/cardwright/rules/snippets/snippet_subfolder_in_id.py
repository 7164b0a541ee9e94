"""A snippet writes a folder of a repository into its id.

An id has one slash. `from_pretrained("owner/model/int8")` looks right and raises HFValidationError before anything is
downloaded; the folder is an argument of its own.

Bad:

    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny/int8")
    ```

Good:

    ```python
    from transformers import AutoModel

    model = AutoModel.from_pretrained("ada/tiny", subfolder="int8")
    ```
"""

import re

from ... import findings
from ...snippets import loads
from .. import TEXT

level = "error"
needs = TEXT
fixable = True


_NO_MORE = re.compile(r"\s*(?:\)|,\s*(?:\)|\*\*|\w+\s*=))")  # no argument by position after it


def check(context):
    told = set()
    for load in context.loads:
        if load.value.count("/") < 2 or not loads.is_subfolder(load.value) or load.start in told:
            continue
        told.add(load.start)
        owner, name, folder = load.value.split("/", 2)
        message = f"`{load.value}` is no id: a repository's id has one slash, and folders are named apart"
        if load.call == "from_pretrained" and "subfolder" not in load.rest.partition(")")[0]:
            quote = context.card.text[load.start]
            better = f"{quote}{owner}/{name}{quote}, subfolder={quote}{folder}{quote}"
            way_out = findings.replace((load.start, load.end), better) if load.inline and _NO_MORE.match(load.rest) else None
            shown = f'"{owner}/{name}", subfolder="{folder}"'
            yield (load.start, load.end), f"{message}; write `{shown}`", *([way_out] if way_out else [])
        else:
            yield (load.start, load.end), f"{message}; load `{owner}/{name}` and give the folder `{folder}` as an argument"
