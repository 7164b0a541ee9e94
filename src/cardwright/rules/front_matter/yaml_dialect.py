"""The Hub and Python read this differently.

The Hub reads YAML 1.2, PyYAML (huggingface_hub, transformers, datasets) reads YAML 1.1. `no` is Norwegian to one and
false to the other, `0123` is 123 or 83, `5e-6` a number or text. Quotes, or a dot in the number, make both agree.

Bad:

    ---
    language:
    - no
    ---

Good:

    ---
    language:
    - "no"
    ---
"""

from ...findings import replace
from ...yaml12.dialect import readings
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    rejected = {context.card.value_span(v.path) for v in context.violations if v.keyword in ("type", "anyOf")}
    for where, what, hub, python, way_out, instead in readings(context.card):
        if where not in rejected:  # a value of the wrong type is reported as such
            fix = replace(where, instead) if instead and "\n" not in context.card.text[slice(*where)] else None
            yield where, f"{what} is {hub} to the Hub and {python} to Python tools (PyYAML); {way_out}", fix
