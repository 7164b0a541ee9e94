"""A link is mistyped: it shows as text, or its address cannot be one.

Markdown is strict about links: no blank between `]` and `(`, no blank in a target, the text in `[]` and the address in `()`,
and both closed. Whatever is otherwise shows as the characters that were typed. And `htp://`, `https:/` or
`https://https://` lead nowhere.

Safe fixes: the blank removed, the target in `<>`, brackets the right way round, `https://` in full, and the closing parenthesis
at the end of a line; in the middle of a line that is not safe.

Bad:

    Our [paper] (https://example.org/paper), [data](htps://example.org/data) and
    ![the loss](loss curve.png) (code)[https://example.org/code].

Good:

    Our [paper](https://example.org/paper), [data](https://example.org/data) and
    ![the loss](<loss curve.png>) [code](https://example.org/code). See also [1] (in print).
"""

from ...linking import malformed
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    for where, message, fix in malformed.find(context):
        yield (where, message, fix) if fix else (where, message)
