"""Comments of a template that tell the author what to write: whose they are, and whether it was written."""

from __future__ import annotations

from bisect import bisect_left

# What those of the Hub's template begin with, and how long the longest known form of each is: one that begins so and is no
# longer holds nothing of its author's own.
_TEMPLATE = {
    "provide a quick summary of what the": 61,
    "provide a longer summary of what th": 52,
    "provide the basic links for the mod": 38,
    "address questions around how the mo": 140,
    "this section is for the model use w": 105,
    "this section addresses misuse, mali": 93,
    "this section is meant to convey bot": 78,
    "this section is meant to convey rec": 106,
    "this should link to a dataset card,": 196,
    "this should link to a data card, pe": 193,
    "this should link to a dataset card ": 47,
    "this should link to a data card if ": 44,
    "this relates heavily to the technic": 141,
    "this section provides information a": 101,
    "this section describes the evaluati": 73,
    "these are the evaluation metrics be": 79,
    "these are the things the evaluation": 90,
    "relevant interpretability work for ": 54,
    "total emissions (in grams of co2eq)": 144,
    "if there is a paper or blog post in": 122,
    "if relevant, include terms and calc": 117,
}
_LONGEST = 400


def is_template(comment: str) -> bool:
    """Whether an HTML comment is one of the template's, unchanged."""
    if len(comment) > _LONGEST:
        return False
    text = " ".join(comment.removeprefix("<!--").removesuffix("-->").strip("-").lower().split())
    return len(text) <= _TEMPLATE.get(text[:35], 0)


_UNWRITTEN = (":", ":**", "needed", "needed.")  # how a line ends that waits for its answer

_NEAR = 5_000  # characters of a section that are looked at: a card may hold a hundred thousand comments


def is_filled(context, end: int) -> bool:
    """Whether what stands between a comment that ends at `end` and the next heading was written and holds no blank."""
    body = context.card.body
    index = bisect_left(body.headings, end, key=lambda heading: heading.start)
    stop = body.headings[index].start if index < len(body.headings) else len(body.text)
    stop = min(stop, end + _NEAR)
    at = bisect_left(context.placeholders, end, key=lambda blank: blank.start)
    blank = at < len(context.placeholders) and context.placeholders[at].start < stop
    return not blank and any(_is_written(line) for line in _lines(body, end, stop))


def _lines(body, start: int, end: int):
    """The lines between two offsets, without comments."""
    for comment, after in (*body.comments_between(start, end), (end, end)):
        yield from body.text[start:comment].splitlines()
        start = after


def _is_written(line: str) -> bool:
    return any(map(str.isalnum, line)) and not line.rstrip().lower().endswith(_UNWRITTEN)
