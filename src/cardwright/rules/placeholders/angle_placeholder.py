"""Angle brackets hold a blank of the template.

`<TARGET>` or `<describe the data>` asks the author for something. Renderers take many of these for HTML and show nothing at
all, so the sentence loses its subject without anybody noticing.

Left alone: HTML, addresses in angle brackets, tokens such as `<image>` or `<think>`, and what the reader has to supply in a
command (`<path>`, `<YOUR_API_TOKEN>`). In code only the id of the author's own repository counts.

Bad:

    # Ada 7B fine-tuned on <TARGET>

Good:

    # Ada 7B fine-tuned on kinase inhibitors

    ```sh
    python predict.py --input <your_file>
    ```
"""

from ...placeholders import ANGLE, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == ANGLE:
            yield (
                (blank.start, blank.end),
                f"{shown(blank)} is a blank, and renderers may hide it as if it were HTML; write the value in its place",
            )
