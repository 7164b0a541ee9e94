"""`co2_eq_emissions` is not grams or one mapping.

The classic mistake is a list of one-key mappings, where nothing finds the number. Grams of CO2 equivalent, as a number or
under `emissions`.

Bad:

    ---
    co2_eq_emissions:
    - emissions: 120
    - source: codecarbon
    ---

Good:

    ---
    co2_eq_emissions:
      emissions: 120
      source: codecarbon
    ---
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    for violation in context.broken("co2-shape"):
        yield context.card.value_span(violation.path), violation.message
