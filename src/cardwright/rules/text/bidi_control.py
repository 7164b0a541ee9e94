"""A bidirectional control turns text around, so that readers see other code than runs.

Known as Trojan Source (CVE-2021-42574): an override in a code block shows lines in another order than the interpreter
reads. In prose one that is never closed turns the rest of its paragraph around. Closed pairs in prose, and the marks that
Arabic and Hebrew text needs, are left alone.

Bad:

    ```python
    access = "user\u202e \u2066# check admin\u2069 \u2066"
    ```

Good:

    The \u2066Hebrew\u2069 part is small.

    ```python
    access = "user"
    ```
"""

from ... import findings
from ...lazy import Lazy
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_CONTROLS = Lazy("[\u202a-\u202e\u2066-\u2069]")
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}


def check(context):
    text, front = context.card.text, context.card.front.yaml
    opened: list[int] = []
    bad: list[int] = []
    for match in _CONTROLS.finditer(text):
        at = match.start()
        if front[0] <= at < front[1] or context.card.body.region(at) in ("fence", "code", "span"):
            bad.append(at)
        elif match[0] not in _CLOSES:
            opened.append(at)
        elif opened and text[opened[-1]] in _CLOSES[match[0]] and "\n" not in text[opened[-1] : at]:
            opened.pop()
        else:
            bad.append(at)
    for at in sorted(bad + opened):
        message = (
            f"the bidirectional control U+{ord(text[at]):04X} makes readers see the text in another order than it has; remove it"
        )
        yield (at, at + 1), message, findings.replace((at, at + 1), "", safe=False)
