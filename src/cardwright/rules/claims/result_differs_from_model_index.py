"""The text gives another result than the model-index for the same metric.

The Hub draws its results from the model-index, readers take theirs from the text; after a second training one of them is often
forgotten. Numbers are compared with the room that rounding leaves, as fractions or per cent. Only a metric that both tell
exactly once is compared, and not one that a heading or a row sets apart (another dataset, another model); in a table with a
row for each dataset, a row that is called like one.

Bad:

    ---
    model-index:
    - name: otter
      results:
      - task: {type: text-classification}
        dataset: {type: imdb, name: IMDB}
        metrics: [{type: accuracy, value: 0.912}]
    ---
    # Otter

    ## Evaluation

    - Accuracy: 0.931

Good:

    ---
    model-index:
    - name: otter
      results:
      - task: {type: text-classification}
        dataset: {type: imdb, name: IMDB}
        metrics: [{type: accuracy, value: 0.912}]
    ---
    # Otter

    ## Evaluation

    - Accuracy: 91.2 %
"""

from ...claims import indexed, quantities, readings, sameness
from ...screen import claimsigns
from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    if claimsigns.all_told(context.card):
        return
    mine = readings.own(context)
    told = indexed.find(context.card) if mine or context.tables else ()
    for reading, item in (*sameness.contradictions(context, told, mine), *sameness.of_datasets(context, told)):
        here = f"{reading.name.metric.key} is {quantities.shown(reading.quantity)} here"
        message = f"{here} and {item.raw} in the model-index: correct one"
        yield (reading.start, reading.end), message
