"""A path of the author's own machine stands in the card.

`/home/alice/runs/final` means nothing to a reader and tells who trained the model on what. Trainers and quantizers write it
where the name of a model was meant, above all as the original model. Name the model, or its id on the Hub.

Bad:

    The adapter was made from /home/alice/checkpoints/run-7.

    Original model: `/output-checkpoint`

Good:

    The adapter was made from example-team/sorter.

    ```bash
    docker run -v /home/user/models:/models sorter
    ```
"""

import re

from ...lazy import Lazy
from .. import TEXT

level = "note"
needs = TEXT

_HOME = Lazy(r"(?<![\w./:-])(?:/home/|/Users/|[A-Z]:\\{1,2}Users\\{1,2})([\w.-]{2,40})[/\\][^\s`\"'<>|)\]}]{1,200}")
_ORIGINAL = Lazy(
    r"(?<![A-Za-z])(?:original|base|source|parent) model(?: name)?[*_:| \t`\[]{1,12}"
    r"(/(?!\*)[\w.-]{1,60}(?:/[\w.-]{1,60}){0,8})(?=[\s`|\]*]|\Z)",
    re.IGNORECASE,
)
_ANYBODY = (
    "user",
    "username",
    "your",
    "you",
    "ubuntu",
    "runner",
    "shared",
    "public",
    "me",
    "name",
    "yourname",
    "your_name",
    "xxx",
    "app",
)


def check(context):
    card, start = context.card, context.card.front.body
    for match in _HOME.finditer(card.text, start):
        if match[1].lower() not in _ANYBODY and card.body.region(match.start()) in ("text", "span"):
            yield match.span(), f"`{match[0][:60]}` is a path of the author's machine; name what stands there, or remove it"
    for match in _ORIGINAL.finditer(card.text, start):
        yield match.span(1), f"`{match[1][:60]}` is a path, and readers have no such folder; name the model's id on the Hub"
