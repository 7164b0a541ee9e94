"""A table of tests gives pass rates and does not say how many tests there were.

95 % of twenty prompts is nineteen; with so few, anything from 76 % to 99 % would have been no surprise. Without the count
nobody can tell a finding from luck. Add a column with the number of tests, or say it in the text beside the table.

Bad:

    ## Red team

    | Attack | Pass rate |
    |---|---|
    | Jailbreaks | 95 % |

Good:

    ## Red team

    | Attack | Samples | Pass rate |
    |---|---|---|
    | Jailbreaks | 400 | 95 % |
"""

from bisect import bisect_right

from ...claims import columns, quantities
from ...lazy import Lazy
from .. import TEXT

level = "note"
needs = TEXT

_TESTS = Lazy(r"(?i)\b(?:tests?|attacks?|jailbreaks?|red.?team\w*|safety|prompts?|harm\w*|risks?|injections?|adversarial)\b")
_COUNTED = Lazy(
    r"(?i)\bn ?= ?[0-9]|[0-9](?:[0-9,.]*k?)\+? (?:[\w-]+ ){0,3}"
    r"(?:samples|prompts|tests|cases|questions|trials|runs|attempts|episodes|examples|attacks|items|queries|tasks|conversations)\b"
)
_NEAR = 600


def check(context):
    text = context.card.text
    for table in context.tables:
        index = columns.at(table, "rate")
        if index is None or "count" in table.roles or not _rates(table, index):
            continue
        around = text[max(0, table.start - _NEAR) : table.end + _NEAR]
        if _TESTS.search(_subject(context.card.body, table)) and not _COUNTED.search(around):
            head = table.header[index]
            message = f"{head.text!r} without the number of tests: add a column with it, or say it beside the table"
            yield (head.start, head.end), message


def _subject(body, table) -> str:
    """What a table is about: the heading above it and its first header."""
    index = bisect_right(body.headings, table.start, key=lambda heading: heading.start) - 1
    return f"{body.headings[index].title if index >= 0 else ''} {table.header[0].text}"


def _rates(table, index: int) -> bool:
    """Whether a column has rates, and none of them with its count in brackets."""
    told = [cell.text for cell in table.column(index) if quantities.parse(cell.text)]
    return bool(told) and not any("/" in text or "(" in text for text in told)
