"""Square brackets hold a blank of the template.

`[Your Name]`, `[e.g., 64]` and `[More Information Needed]` ask the author for something and tell the reader nothing. The
Hub's own template leaves `[More Information Needed]` in every section that was not filled in.

Left alone: links and references, footnotes, citations, task lists, intervals and shapes, tokens such as `[MASK]`, lists and
indices in code, slots of a prompt, and the `[optional]` of the Hub's headings. In a card with several certain blanks, the
other brackets of its prose are taken for blanks too.

Bad:

    - **Developed by:** [Your Name]
    - **Learning rate:** [e.g., 2e-4]

Good:

    - **Developed by:** [Ada's lab](https://example.org)
    - **Mask token:** [MASK], see [1]
"""

from ...placeholders import BRACKET, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == BRACKET:
            yield (
                (blank.start, blank.end),
                f"{shown(blank)} is a blank of the template; write what it asks for, or delete the line",
            )
