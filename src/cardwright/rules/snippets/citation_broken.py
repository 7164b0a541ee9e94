"""A BibTeX entry of the card is broken.

A citation is there to be copied, and one slip in it stops BibTeX or drops fields in silence: an entry that is closed on its
first line, braces that do not match, no key, a comma missing between two fields or after the key.

Bad:

    ```bibtex
    @misc{ada-2025}
      title = {Tiny},
      year = {2025}
    }
    ```

Good:

    ```bibtex
    @misc{ada-2025,
      title = {Tiny},
      year = {2025}
    }
    ```
"""

from ...snippets import citations
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for fault in citations.find(context.card):
        yield (fault.start, fault.end), fault.message
