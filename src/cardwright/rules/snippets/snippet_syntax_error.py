"""A Python snippet of the card is not valid Python.

Whoever pastes it gets a SyntaxError. It happens most when a generator writes a real line break where the code said `\\n`, when
a quote is doubled or lost, and when lines are pasted with half of their indentation.

Left alone: shell commands and program output in a Python fence, excerpts with `...` or `<names>`, prompts (`>>> `), the
indentation of a list item, `!pip` and `%magic` lines. Nothing is run.

Bad:

    ```python
    from transformers import pipeline
    print(pipeline("fill-mask")("A "quoted" word")
    ```

Good:

    ```python
    from transformers import pipeline
    print(pipeline("fill-mask")("A 'quoted' word"))
    ```
"""

from ...snippets import analysis
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for spot in analysis.broken(context.notebook):
        yield (spot.start, spot.end), f"this is no valid Python ({spot.why}): the snippet fails for everybody who pastes it"
