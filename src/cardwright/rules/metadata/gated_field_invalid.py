"""A field of the access form has a type the Hub does not know.

`extra_gated_fields` maps each label to `text`, `checkbox`, `date_picker`, `country` or `ip_location`, or to a `select`
with its options; `extra_gated_eu_disallowed` is true or false.

Bad:

    ---
    extra_gated_fields:
      Your age: number
    ---

Good:

    ---
    extra_gated_fields:
      Your age: text
    ---
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for violation in context.broken("gated-field-invalid"):
        yield context.card.value_span(violation.path), violation.message
