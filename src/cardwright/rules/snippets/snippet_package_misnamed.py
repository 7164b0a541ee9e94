"""A `pip install` names a module where the package is called differently.

`pip install sklearn` stops with an error, `pip install cv2` finds nothing: what one imports and what one installs have
different names.

Bad:

    ```bash
    pip install transformers sklearn
    ```

Good:

    ```bash
    pip install transformers scikit-learn
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
        if wrong.shown in commands.PACKAGES:
            where = wrong.start, wrong.end
            yield where, wrong.message, findings.replace(where, wrong.fix, safe=False)
