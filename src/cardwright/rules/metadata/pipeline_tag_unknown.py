"""The pipeline tag is none of the Hub's tasks.

The Hub only warns, and the model is then in no task filter and has no widget. Two once valid ones are retired:
`text2text-generation` (July 2025) and `conversational` (February 2024).

Bad:

    ---
    pipeline_tag: text2text-generation
    ---

Good:

    ---
    pipeline_tag: text-generation
    ---
"""

from ...findings import edited
from ...mending.meant import task
from ...mending.yamledit import instead
from ...schema import clip
from ...vocabulary import fact, suggest, values
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    for violation in context.broken("pipeline-tag-unknown"):
        retired = fact("pipeline-tags", "x-retired").get(violation.value)
        if retired:
            message = f"the pipeline tag `{violation.value}` is retired; use `{retired}`"
        else:
            near = suggest(violation.value, values("pipeline-tags"), 0.6) or "; see https://huggingface.co/tasks"
            message = f"the Hub has no pipeline tag {clip(violation.value)!r}{near}"
        meant = task(violation.value)
        fix = meant and edited(instead(context.card, violation.path, meant[0]), meant[1])
        yield context.card.value_span(violation.path), message, fix
